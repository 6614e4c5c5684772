package io.remdb.engine;

import io.remdb.IndexRebuild;
import io.remdb.IndexRebuild.RebuiltTable;
import io.remdb.ProgressListener;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.CandidateFilter;
import io.remdb.search.SearchIndex;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Builds indexes anew over the rows that there are, table by table. Thread-safe. */
final class IndexRebuilder {
    private final Store store;
    private final LiveCatalog catalog;
    private final Repairer repairer;
    private final Supplier<SearchIndex> search;

    IndexRebuilder(Store store, LiveCatalog catalog, Repairer repairer, Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.repairer = repairer;
        this.search = search;
    }

    IndexRebuild rebuild(List<String> names, ProgressListener progress) {
        List<CatalogTable> tables = new ArrayList<>();
        Set<String> wanted = new TreeSet<>(names);
        wanted.forEach(name -> tables.add(catalog.require(name)));
        if (names.isEmpty()) {
            tables.addAll(catalog.tables());
        }
        long total = tables.stream().mapToLong(this::rows).sum();
        List<RebuiltTable> rebuilt = new ArrayList<>();
        long before = 0;
        for (CatalogTable table : tables) {
            long passed = before;
            long mended = isReplica() ? 0 : repairer.mendIndexes(table);
            search.get().rebuild(table, (done, _) -> progress.progress(passed + done, Math.max(total, passed + done)));
            before += rows(table);
            progress.progress(before, Math.max(total, before));
            long rows = search.get().count(table, CandidateFilter.Everything.EVERYTHING);
            rebuilt.add(new RebuiltTable(table.name(), rows, mended));
        }
        return new IndexRebuild(rebuilt);
    }

    /** Whether the store's own indexes are those of a primary, and not written here. */
    private boolean isReplica() {
        return store.replication().flatMap(Replication::replicaOf).isPresent();
    }

    private long rows(CatalogTable table) {
        return store.records().counts(table.number()).live();
    }
}
