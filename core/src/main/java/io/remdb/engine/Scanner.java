package io.remdb.engine;

import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.sql.SqlEngine;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.TableCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;

/** Begins scans: tables, their schemas and the snapshot of the store are of the same moment. Thread-safe. */
final class Scanner {
    private static final int FEWEST_IDS = 1 << 16;
    private static final int MOST_IDS = 1 << 22;
    /** An id takes about forty bytes. */
    private static final long HEAP_BYTES_FOR_EACH_ID = 1000;

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final BiFunction<Store, Catalog, SqlEngine> sql;

    /** @param sql makes an engine over what a store has and a catalog says, to be closed by who has it made */
    Scanner(Store store, LiveCatalog catalog, SchemaGate gate, BiFunction<Store, Catalog, SqlEngine> sql) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.sql = sql;
    }

    EntityScan scan(List<String> names, ScanOptions options) {
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A scan is of one or more tables, each named once")
                    .with("tables", names);
        }
        if (options.predicate() != null && names.size() > 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A condition is about one table")
                    .with("tables", names)
                    .hint("Scan each table with a condition of its own");
        }
        EntityScan scan = begin(names, options);
        try {
            if (options.predicate() != null) {
                var _ = scan.hasNext(); // what is wrong with the condition is said here
            }
            return scan;
        } catch (RuntimeException | Error e) {
            scan.close();
            throw e;
        }
    }

    private EntityScan begin(List<String> names, ScanOptions options) {
        List<AutoCloseable> parts = new ArrayList<>();
        try {
            return gate.writing(() -> begin(names, options, parts));
        } catch (RuntimeException | Error e) {
            Closing.closeAll(parts.reversed());
            throw e;
        }
    }

    /** While no schema is changed. */
    private EntityScan begin(List<String> names, ScanOptions options, List<AutoCloseable> parts) {
        List<CatalogTable> tables = names.stream().map(catalog::require).toList();
        Catalog then = options.predicate() == null ? catalog : FrozenCatalog.of(catalog);
        StoreSnapshot snapshot = store.snapshot();
        parts.add(snapshot);
        Once<SqlEngine> engine =
                new Once<>(() -> sql.apply(new StoreForSql(store, snapshot.records(), snapshot.indexes()), then));
        parts.add(() -> engine.end(SqlEngine::close));
        boolean ordered = store.capabilities().has(Capability.ORDERED_ID_SCAN);
        SnapshotRows rows = new SnapshotRows(snapshot.records(), ordered, options, engine, mostIds());
        return new LocalScan(
                snapshot.records(), options, tables, table -> rows(table, options.visibility()), rows::of, parts);
    }

    private static int mostIds() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_BYTES_FOR_EACH_ID, FEWEST_IDS, MOST_IDS);
    }

    private long rows(CatalogTable table, Visibility visibility) {
        TableCounts counts = store.records().counts(table.number());
        return switch (visibility) {
            case LIVE -> counts.live();
            case WITH_DELETED -> counts.live() + counts.deleted();
        };
    }
}
