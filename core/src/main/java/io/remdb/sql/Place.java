package io.remdb.sql;

import io.remdb.RemException;

/** Says where in a statement an error is. */
public final class Place {
    private Place() {}

    /** Adds {@code position} (from 0), {@code line} and {@code column} (from 1) and the offending text to an error. */
    public static RemException mark(RemException error, String sql, int position, String offending) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(position, sql.length()); i++) {
            if (sql.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        error.with("position", position).with("line", line).with("column", column);
        return offending.isEmpty() ? error : error.with("at", offending);
    }
}
