package io.remdb.search;

import io.remdb.store.RowChanges;
import io.remdb.store.RowChanges.Fate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The rows of a table that a round brings up to date, and which of them are surely not in the index: those need not be looked for in every
 * segment to be replaced there, which costs the more the larger an index is. One thread at a time.
 */
final class ChangedRows {
    private final long readBefore;
    private final GoneRows gone;
    /** By id, whether the row is new to the index. */
    private final Map<UUID, Boolean> rows = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param readBefore the index may have rows that entries up to here have made
     * @param gone rows of the table that have gone for good
     */
    ChangedRows(long readBefore, GoneRows gone) {
        this.readBefore = readBefore;
        this.gone = gone;
    }

    /** Adds a row that a change names; whether it is the first to name it. */
    boolean add(long sequence, RowChanges.Row row) {
        boolean isNew = row.fate() == Fate.MADE && sequence > readBefore && !gone.has(row.id());
        if (row.fate() == Fate.GONE) {
            gone.add(row.id());
        }
        return rows.putIfAbsent(row.id(), isNew) == null;
    }

    Set<UUID> ids() {
        return rows.keySet();
    }

    /** Whether a row is surely not in the index. */
    boolean isNew(UUID id) {
        return Boolean.TRUE.equals(rows.get(id));
    }
}
