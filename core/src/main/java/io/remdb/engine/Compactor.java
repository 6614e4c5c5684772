package io.remdb.engine;

import io.remdb.Compaction;
import io.remdb.ProgressListener;
import io.remdb.search.SearchFiles;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;
import io.remdb.store.StoreUpkeep.Compacted;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the files of the store and of the search index anew, without what was deleted. */
final class Compactor {
    private final Store store;
    private final Supplier<SearchIndex> search;
    private final @Nullable Path searchFolder;

    Compactor(Store store, Supplier<SearchIndex> search, @Nullable Path searchFolder) {
        this.store = store;
        this.search = search;
        this.searchFolder = searchFolder;
    }

    Compaction run(ProgressListener progress) {
        SearchIndex index = search.get();
        index.flush(store.log().lastSequence());
        long searchBefore = searchBytes();
        long[] parts = new long[1];
        Compacted compacted = store.upkeep().compact((done, total) -> {
            parts[0] = total;
            progress.progress(done, total + 1); // how many tables there are to search is seen later
        });
        index.compact((done, total) -> progress.progress(parts[0] + done, parts[0] + total));
        return new Compaction(compacted.bytesBefore(), compacted.bytesAfter(), searchBefore, searchBytes());
    }

    private long searchBytes() {
        return SearchFiles.bytes(searchFolder).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
