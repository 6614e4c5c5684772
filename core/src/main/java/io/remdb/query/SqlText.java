package io.remdb.query;

import java.util.Locale;
import org.h2.util.ParserUtil;

/** Writes the parts of statements that come from elsewhere: what is written here reads back as what was given. */
public final class SqlText {
    private SqlText() {}

    /** A string literal. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The name of a table or a column, in quotes where SQL would not take it for one. */
    public static String name(String name) {
        boolean plain = Dialect.isPlainName(name) && !ParserUtil.isKeyword(name.toUpperCase(Locale.ROOT), false);
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
