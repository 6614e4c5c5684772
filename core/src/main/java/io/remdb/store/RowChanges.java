package io.remdb.store;

import java.util.List;
import java.util.UUID;

/**
 * The rows that a unit in the log touched: put or removed, or their vectors. For a follower that reads the rows themselves from
 * the store.
 *
 * @param rows in the order of the changes; a row is named once for each change
 */
public record RowChanges(long sequence, List<Row> rows) {
    public RowChanges {
        rows = List.copyOf(rows);
    }

    /** What a change did to a row. */
    public enum Fate {
        /** It was not there, not even as one that is soft-deleted, and is now. */
        MADE,
        /** It was there, and still is. */
        CHANGED,
        /** It has gone for good. */
        GONE
    }

    /** Which row, and what became of it. */
    public record Row(int table, UUID id, Fate fate) {}
}
