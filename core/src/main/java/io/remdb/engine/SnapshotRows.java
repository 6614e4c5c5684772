package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.catalog.CatalogTable;
import io.remdb.sql.SqlEngine;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table in a snapshot that a scan asks for, in the order of their ids: read in that order where the store has it and
 * there is no condition, else their ids are brought into it first.
 *
 * @param records of the snapshot
 * @param ordered whether the store scans by id
 * @param options of the scan
 * @param sql over the snapshot, made at its first use
 * @param mostIds that are held at once
 */
record SnapshotRows(RecordStore records, boolean ordered, ScanOptions options, Supplier<SqlEngine> sql, int mostIds) {
    private static final int ROWS_AT_ONCE = 256;

    /** Opens them. */
    Cursor<StoredEntity> of(CatalogTable table) {
        Cursor<StoredEntity> rows = ordered && options.predicate() == null
                ? records.scan(table.number(), null)
                : new ById(table, new OrderedIds(() -> ids(table), mostIds));
        return new VisibleRows(rows, options.visibility());
    }

    private Cursor<UUID> ids(CatalogTable table) {
        String predicate = options.predicate();
        if (predicate == null) {
            return new Ids(records.scan(table.number(), null));
        }
        // However long it takes: whoever exports a large table has the time.
        QueryOptions patient = QueryOptions.DEFAULTS.withTimeoutMs(Integer.MAX_VALUE);
        return sql.get().idsWhere(table, predicate, options.parameters(), patient, options.visibility());
    }

    private record Ids(Cursor<StoredEntity> rows) implements Cursor<UUID> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public UUID next() {
            return rows.next().id();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Reads rows whose ids are known, some at a time. */
    private final class ById implements Cursor<StoredEntity> {
        private final CatalogTable table;
        private final OrderedIds ids;
        private final Deque<StoredEntity> read = new ArrayDeque<>();

        ById(CatalogTable table, OrderedIds ids) {
            this.table = table;
            this.ids = ids;
        }

        @Override
        public boolean hasNext() {
            while (read.isEmpty() && ids.hasNext()) {
                List<UUID> some = new ArrayList<>(ROWS_AT_ONCE);
                while (some.size() < ROWS_AT_ONCE && ids.hasNext()) {
                    some.add(ids.next());
                }
                for (@Nullable StoredEntity row : records.getAll(table.number(), some)) {
                    if (row == null) {
                        throw new RemException(ErrorCode.INTERNAL, "A row of a snapshot is not there any more")
                                .with("table", table.name());
                    }
                    read.add(row);
                }
            }
            return !read.isEmpty();
        }

        @Override
        public StoredEntity next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return read.remove();
        }

        /** A pass over the ids is closed when it is over. */
        @Override
        public void close() {
            read.clear();
        }
    }
}
