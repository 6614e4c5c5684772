package io.remdb.engine;

import io.remdb.Backup;
import io.remdb.Compaction;
import io.remdb.ContentHash;
import io.remdb.IndexRebuild;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Repair;
import io.remdb.Statistics;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.spi.OwnerFigures;
import io.remdb.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Keeps a database in order that is open in this process: hands each call to the class that does it. */
final class LocalOperations implements Operations {
    private final Store store;
    private final LiveCatalog catalog;
    private final Checks checks;
    private final Compactor compactor;
    private final RowRemover rowRemover;
    private final StatisticsReader statistics;
    private final BackupCreator backups;

    LocalOperations(
            Store store,
            LiveCatalog catalog,
            Checks checks,
            Compactor compactor,
            RowRemover rowRemover,
            StatisticsReader statistics,
            BackupCreator backups) {
        this.store = store;
        this.catalog = catalog;
        this.checks = checks;
        this.compactor = compactor;
        this.rowRemover = rowRemover;
        this.statistics = statistics;
        this.backups = backups;
    }

    void describeWith(OwnerFigures figures) {
        statistics.describeWith(figures);
    }

    @Override
    public Verification verify(Depth depth, ProgressListener progress) {
        return checks.verifier().verify(depth, progress);
    }

    @Override
    public Repair repair(ProgressListener progress) {
        return checks.repairer().repair(progress);
    }

    @Override
    public IndexRebuild rebuildIndexes(List<String> tables, ProgressListener progress) {
        return checks.rebuilder().rebuild(tables, progress);
    }

    @Override
    public Backup backup(Path folder, ProgressListener progress) {
        return backups.create(folder, progress);
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
