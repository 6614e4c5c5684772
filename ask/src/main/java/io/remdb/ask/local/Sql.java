package io.remdb.ask.local;

import io.remdb.query.SqlText;

/** Parts of statements. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return SqlText.name(name);
    }

    static String text(String text) {
        return SqlText.literal(text);
    }

    /** A pattern with its column in place. */
    static String of(String pattern, String column) {
        return pattern.replace("{}", column);
    }
}
