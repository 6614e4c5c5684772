package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.catalog.CatalogTable;
import io.remdb.engine.RowRemover.Removed;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoreFigures;
import io.remdb.store.StoreUpkeep.StrayAction;
import io.remdb.store.StoreUpkeep.Strays;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** Removes what is there no more for anybody: rows that were soft-deleted long ago, and what belongs to no row. One thread, once. */
final class Vacuum {
    private static final int ROWS_BETWEEN_REPORTS = 1_000;

    private final Store store;
    private final LiveCatalog catalog;
    private final RowRemover remover;
    private final VacuumOptions options;
    private final ProgressListener progress;
    private final long deletedUpTo;
    private final Map<String, Long> rows = new HashMap<>();
    private Removed removed = Removed.NOTHING;
    private long looked;
    private long total;

    Vacuum(
            Store store,
            LiveCatalog catalog,
            RowRemover remover,
            VacuumOptions options,
            Instant now,
            ProgressListener progress) {
        this.store = store;
        this.catalog = catalog;
        this.remover = remover;
        this.options = options;
        this.progress = progress;
        this.deletedUpTo = MicrosClock.micros(now.minus(options.olderThan()));
    }

    /**
     * Does it.
     *
     * @throws RemException {@link ErrorCode#READ_ONLY} in a replica, {@link ErrorCode#CANCELLED} when the thread is interrupted
     */
    VacuumResult run() {
        requirePrimary();
        long before = storeBytes();
        List<CatalogTable> tables =
                catalog.tables().stream().filter(this::hasDeletedRows).toList();
        tables.forEach(table -> total += rows(table));
        progress.progress(0, total);
        tables.forEach(this::vacuum);
        Strays strays = store.upkeep()
                .strays(
                        switch (options.mode()) {
                            case REMOVE -> StrayAction.REMOVE;
                            case DRY_RUN -> StrayAction.COUNT;
                        },
                        (done, _) -> progress.progress(looked + done, -1));
        return new VacuumResult(
                rows,
                removed.edges(),
                removed.vectors(),
                removed.bytes(),
                strays.edges(),
                strays.vectors(),
                strays.indexEntries(),
                before,
                storeBytes());
    }

    private void requirePrimary() {
        store.replication().flatMap(Replication::replicaOf).ifPresent(primary -> {
            throw new RemException(ErrorCode.READ_ONLY, "This database is a replica, which takes no writes")
                    .with("primary", primary.address())
                    .hint("Vacuum the primary: what it removes goes here, too");
        });
    }

    private long storeBytes() {
        return store.upkeep().figures().families().stream()
                .mapToLong(Vacuum::bytes)
                .sum();
    }

    private static long bytes(StoreFigures.Family family) {
        return family.bytes() + family.memtableBytes();
    }

    /** The rows of the table of schemas go with their tables alone. */
    private boolean hasDeletedRows(CatalogTable table) {
        return !table.name().equals(SchemaRows.TABLE)
                && store.records().counts(table.number()).deleted() > 0;
    }

    private long rows(CatalogTable table) {
        TableCounts counts = store.records().counts(table.number());
        return counts.live() + counts.deleted();
    }

    private void vacuum(CatalogTable table) {
        List<UUID> chunk = new ArrayList<>();
        try (Cursor<StoredEntity> cursor = store.records().scan(table.number(), null)) {
            while (cursor.hasNext()) {
                StoredEntity row = cursor.next();
                report();
                if (isOld(row)) {
                    switch (options.mode()) {
                        case REMOVE -> chunk.add(row.id());
                        case DRY_RUN -> add(table, remover.measure(table, row, this::goes));
                    }
                }
                if (chunk.size() == RowRemover.MOST_ROWS) {
                    remove(table, chunk);
                }
            }
        }
        remove(table, chunk);
    }

    private void remove(CatalogTable table, List<UUID> chunk) {
        if (!chunk.isEmpty()) {
            add(table, remover.remove(table, chunk, this::isOld));
            chunk.clear();
        }
    }

    private void add(CatalogTable table, Removed more) {
        removed = removed.plus(more);
        if (more.rows() > 0) {
            rows.merge(table.name(), more.rows(), Long::sum);
        }
    }

    private void report() {
        if (++looked % ROWS_BETWEEN_REPORTS == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new RemException(ErrorCode.CANCELLED, "The vacuum was interrupted")
                        .with("rows_removed", options.mode() == VacuumOptions.Mode.REMOVE ? removed.rows() : 0)
                        .hint("What was removed until then is removed; it can be run again at any time");
            }
            progress.progress(Math.min(looked, total), total);
        }
    }

    private boolean isOld(StoredEntity row) {
        return row.deleted() && row.deletedAtMicros() <= deletedUpTo;
    }

    private boolean goes(UUID id) {
        OptionalInt table = store.records().tableOf(id);
        return table.isPresent()
                && catalog.find(table.getAsInt()).filter(this::hasDeletedRows).isPresent()
                && store.records().get(table.getAsInt(), id).filter(this::isOld).isPresent();
    }
}
