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

    /** A text as a part of a LIKE pattern, in which it stands for itself. */
    static String contained(String text) {
        return text("%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
    }

    /** A pattern with its column in the place of each {@code {}} that is not part of a text or of a name in quotes. */
    static String of(String pattern, String column) {
        StringBuilder sql = new StringBuilder(pattern.length() + column.length());
        char quote = 0;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (quote == 0 && pattern.startsWith("{}", at)) {
                sql.append(column);
                at++;
                continue;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            sql.append(c);
        }
        return sql.toString();
    }
}
