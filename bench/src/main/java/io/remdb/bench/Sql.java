package io.remdb.bench;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Row;

/** Runs statements to their last row. */
final class Sql {
    private Sql() {}

    /** Reads every row and the first value of each; the number of rows. */
    static int rows(RemDatabase database, String statement, Object... parameters) {
        int count = 0;
        try (QueryResult result = database.query(statement, parameters)) {
            for (Row row : result) {
                if (row.value(0) == null) {
                    throw new IllegalStateException("A query gave no value: " + statement);
                }
                count++;
            }
        }
        return count;
    }

    /** The same for a statement that must give a known number of rows. */
    static void expect(int expected, RemDatabase database, String statement, Object... parameters) {
        int rows = rows(database, statement, parameters);
        if (rows != expected) {
            throw new IllegalStateException("A query gave " + rows + " rows instead of " + expected + ": " + statement);
        }
    }
}
