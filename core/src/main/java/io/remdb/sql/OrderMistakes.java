package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds what an ORDER BY names that its query does not select. */
final class OrderMistakes {
    private OrderMistakes() {}

    /** The error with its place; {@code named} is what H2 quotes of the ORDER BY. */
    static RemException explain(String written, String named, Throwable cause) {
        Words words = Words.of(written);
        boolean number = named.matches("[0-9]+");
        RemException error = new RemException(
                ErrorCode.INVALID_QUERY,
                number
                        ? "ORDER BY names a column by a place that the query does not have"
                        : "ORDER BY names something that the query does not select",
                cause);
        int place = place(words, named.substring(named.lastIndexOf('.') + 1).replace("\"", ""));
        if (place >= 0) {
            Place.mark(error, written, words.start(place), words.at(place).text());
        }
        // Of several queries it is not known which is meant.
        Optional<Integer> columns = SelectList.ofStatement(words)
                .filter(list -> !list.hasStar() && selects(words) == 1)
                .map(list -> list.items().size());
        return error.hint(
                number
                        ? columns.map(OrderMistakes::places)
                                .orElse("Write the name of a column, or its place, counted from 1")
                        : "Select it, too: with DISTINCT, UNION and their like ORDER BY takes only what is selected");
    }

    private static String places(int columns) {
        return columns == 1
                ? "The query has one column: write 1, or its name"
                : "Write a place from 1 to " + columns + ", or the name of a column";
    }

    /** The token behind the last ORDER BY that has it; below zero where none has. */
    private static int place(Words words, String named) {
        for (int i = words.size() - 1; i > 0; i--) {
            if (words.is(i - 1, "ORDER") && words.is(i, "BY")) {
                int found = behind(words, i, named);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    private static int behind(Words words, int by, String named) {
        for (int i = by + 1; i < words.size() && !ends(words, i); i++) {
            if (words.at(i).text().equalsIgnoreCase(named)) {
                return i;
            }
            if (words.is(i, "(")) {
                i = words.closing(i);
            }
        }
        return -1;
    }

    private static boolean ends(Words words, int at) {
        return words.is(at, ")")
                || words.is(at, ";")
                || words.is(at, "LIMIT")
                || words.is(at, "OFFSET")
                || words.is(at, "FETCH");
    }

    private static long selects(Words words) {
        return IntStream.range(0, words.size())
                .filter(i -> words.is(i, "SELECT"))
                .count();
    }
}
