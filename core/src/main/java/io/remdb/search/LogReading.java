package io.remdb.search;

import io.remdb.store.Cursor;
import io.remdb.store.LogStore;
import io.remdb.store.RowChanges;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** What a round reads of the log: which rows of which tables have changed. One thread at a time. */
final class LogReading {
    private final LogStore log;
    /** By table, over all rounds. */
    private final Map<Integer, GoneRows> gone = new HashMap<>();

    private final Map<Integer, ChangedRows> changed = new HashMap<>();

    LogReading(LogStore log) {
        this.log = log;
    }

    /** Begins a round, for these indexes; beside one that is in use there may be its next. */
    void begin(Iterable<TableIndex> indexes) {
        changed.clear();
        Map<Integer, Long> readBefore = new HashMap<>();
        for (TableIndex index : indexes) {
            readBefore.merge(index.number, Math.max(index.applied, index.rowsUpTo), Math::max);
        }
        readBefore.forEach((table, sequence) ->
                changed.put(table, new ChangedRows(sequence, gone.computeIfAbsent(table, _ -> new GoneRows()))));
    }

    /**
     * Reads entries until they name enough rows.
     *
     * @param from behind this one
     * @param most rows, but for those of the last entry
     * @return the last entry that was read
     */
    long read(long from, int most, BooleanSupplier stopping) {
        long read = from;
        int rows = 0;
        try (Cursor<RowChanges> entries = log.readRows(from + 1)) {
            while (rows < most && entries.hasNext() && !stopping.getAsBoolean()) {
                RowChanges entry = entries.next();
                for (RowChanges.Row row : entry.rows()) {
                    ChangedRows ofTable = changed.get(row.table());
                    rows += ofTable != null && ofTable.add(entry.sequence(), row) ? 1 : 0;
                }
                read = entry.sequence();
            }
        }
        return read;
    }

    /** The rows that have changed in a table of the round. */
    ChangedRows of(int table) {
        return Objects.requireNonNull(changed.get(table));
    }
}
