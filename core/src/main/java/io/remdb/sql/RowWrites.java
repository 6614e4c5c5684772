package io.remdb.sql;

import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The way from an SQL statement to the write path, which is not SQL's. Thread-safe. */
public interface RowWrites {
    /**
     * Fails when the rows of a table are not written as rows.
     *
     * @throws RemException {@link io.remdb.ErrorCode#UNSUPPORTED}
     */
    void requireWritable(CatalogTable table);

    /** Begins a statement. */
    Statement begin();

    /** Runs something while nobody else writes through the write path. */
    <T> T alone(Supplier<T> work);

    /** One statement, which may need several attempts. For one thread at a time. */
    interface Statement {
        /**
         * Applies all rows of the statement, or none.
         *
         * @param table as it was when the statement was read
         * @param writes in the order of the statement
         * @return what was done; empty when one of the rows, or the table, has changed since the statement read it: the
         *     statement must be run again
         * @throws io.remdb.ValidationException with the problems of all rows
         */
        Optional<WriteCounts> tryApply(CatalogTable table, List<RowWrite> writes);
    }

    /**
     * What a statement has done.
     *
     * @param inserted rows that are new
     * @param updated rows that were there and have been changed or replaced
     * @param deleted rows that were soft-deleted
     */
    record WriteCounts(long inserted, long updated, long deleted) {}
}
