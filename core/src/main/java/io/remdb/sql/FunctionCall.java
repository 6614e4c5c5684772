package io.remdb.sql;

import java.util.List;
import java.util.Locale;

/**
 * A table function in the FROM of a statement.
 *
 * @param function which one
 * @param arguments of it, in order
 * @param start where the call begins in the statement
 * @param end behind its closing parenthesis
 * @param text the call as written
 */
record FunctionCall(Function function, List<Argument> arguments, int start, int end, String text) {
    /** The functions with how many arguments they take. */
    enum Function {
        SEARCH(2, 4, "search('table', 'text', 20, 'hybrid'); the last two may be left out"),
        LOOKUP(1, 100, "lookup('key') or lookup('key', 'another key')"),
        TRAVERSE(1, 3, "traverse('id or key', 2, 'out'); the last two may be left out");

        private final int least;
        private final int most;
        private final String usage;

        Function(int least, int most, String usage) {
            this.least = least;
            this.most = most;
            this.usage = usage;
        }

        boolean takes(int arguments) {
            return arguments >= least && arguments <= most;
        }

        String usage() {
            return usage;
        }

        String sqlName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An argument with its place in the statement. */
    sealed interface Argument {
        int position();
    }

    /** A text or number that stands in the statement. */
    record Literal(String value, int position) implements Argument {}

    /**
     * A {@code ?}.
     *
     * @param index of the user's parameters, from 0
     */
    record Parameter(int index, int position) implements Argument {}

    /** How the names begin under which H2 knows the rows of calls; no table of the catalog has such a name. */
    static final String TABLE_PREFIX = "#";

    static String tableName(int number) {
        return TABLE_PREFIX + number;
    }

    /** The number in a name; greater than any that is used when there is none. */
    static int number(String tableName) {
        String digits = tableName.substring(TABLE_PREFIX.length());
        return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }
}
