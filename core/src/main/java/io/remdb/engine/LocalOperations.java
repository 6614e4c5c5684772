package io.remdb.engine;

import io.remdb.Compaction;
import io.remdb.ContentHash;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Statistics;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.Verification;
import io.remdb.search.SearchIndex;
import io.remdb.spi.OwnerFigures;
import io.remdb.store.Store;
import java.time.Instant;

/** Keeps a database in order that is open in this process. */
final class LocalOperations implements Operations {
    private final Store store;
    private final LiveCatalog catalog;
    private final Once<SearchIndex> search;
    private final Compactor compactor;
    private final RowRemover rowRemover;
    private final StatisticsReader statistics;

    LocalOperations(
            Store store,
            LiveCatalog catalog,
            Once<SearchIndex> search,
            Compactor compactor,
            RowRemover rowRemover,
            StatisticsReader statistics) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
        this.compactor = compactor;
        this.rowRemover = rowRemover;
        this.statistics = statistics;
    }

    void describeWith(OwnerFigures figures) {
        statistics.describeWith(figures);
    }

    @Override
    public Verification verify(ProgressListener progress) {
        return new Verifier(store, catalog, search).verify(progress);
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        return new ContentHasher(store).hash(progress);
    }

    @Override
    public Statistics stats() {
        return statistics.read();
    }

    @Override
    public VacuumResult vacuum(VacuumOptions options, ProgressListener progress) {
        return new Vacuum(store, catalog, rowRemover, options, Instant.now(), progress).run();
    }

    @Override
    public Compaction compact(ProgressListener progress) {
        return compactor.run(progress);
    }
}
