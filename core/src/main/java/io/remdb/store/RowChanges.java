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

    /** Which row. */
    public record Row(int table, UUID id) {}
}
