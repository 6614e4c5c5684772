package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/** Says where in a statement an error is. */
public final class Place {
    private static final int LONGEST_SHOWN = 20;

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

    /** The error for a string, quoted name or comment that begins at a token and does not end. */
    public static RemException unfinished(String sql, SqlToken token) {
        String rest = sql.substring(token.start());
        String shown = rest.length() <= LONGEST_SHOWN ? rest : rest.substring(0, LONGEST_SHOWN) + "…";
        return mark(new RemException(ErrorCode.INVALID_QUERY, unfinishedText(rest)), sql, token.start(), shown)
                .hint(unfinishedHint(rest));
    }

    private static String unfinishedText(String rest) {
        return switch (rest.charAt(0)) {
            case '/' -> "A comment does not end";
            case '"', '`' -> "A quoted name does not end";
            default -> "A text in quotes does not end";
        };
    }

    private static String unfinishedHint(String rest) {
        return switch (rest.charAt(0)) {
            case '/' -> "Close the comment with */, once for each /*";
            case '"', '`' -> "Close the name with the same quote; a quote inside is written twice";
            case '$' -> "Close the text with $$";
            default -> "Close the text with '; a quote inside is written twice: 'it''s'";
        };
    }
}
