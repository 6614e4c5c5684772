package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Optional;

/** Finds what an ORDER BY names that its query does not select. */
final class OrderMistakes {
    private OrderMistakes() {}

    /** The error with its place; {@code named} is what H2 quotes of the ORDER BY. */
    static RemException explain(String written, String named) {
        Words words = Words.of(written);
        boolean number = named.matches("[0-9]+");
        RemException error = new RemException(
                ErrorCode.INVALID_QUERY,
                number
                        ? "ORDER BY names a column by a place that the query does not have"
                        : "ORDER BY names something that the query does not select");
        int place = place(words, named.substring(named.lastIndexOf('.') + 1).replace("\"", ""));
        if (place >= 0) {
            Place.mark(error, written, words.start(place), words.at(place).text());
        }
        Optional<Integer> columns = SelectList.ofStatement(words)
                .filter(list -> !list.hasStar())
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
                for (int j = i + 1; j < words.size(); j++) {
                    if (words.at(j).text().equalsIgnoreCase(named)) {
                        return j;
                    }
                }
            }
        }
        return -1;
    }
}
