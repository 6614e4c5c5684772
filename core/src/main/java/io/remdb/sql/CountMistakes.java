package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Finds where a statement gives more or fewer values than there are columns, which H2 only says of the whole. */
final class CountMistakes {
    private static final int SHOWN_COLUMNS = 3;

    private CountMistakes() {}

    /** In the rows of an INSERT, or in the queries of a UNION. */
    static Optional<RemException> in(String written, Function<String, Optional<TableShape>> shapes) {
        Words words = Words.of(written);
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "INSERT") && words.is(i + 1, "INTO")) {
                return insert(words, i + 2, shapes);
            }
        }
        return union(words);
    }

    private static Optional<RemException> insert(
            Words words, int table, Function<String, Optional<TableShape>> shapes) {
        boolean named = words.is(table + 1, "(");
        int behind = named ? words.closing(table + 1) + 1 : table + 1;
        Optional<TableShape> shape = shapes.apply(words.at(table).text());
        if (!named && shape.isEmpty()) {
            return Optional.empty();
        }
        // System columns are not written.
        List<String> fields = shape.stream()
                .flatMap(known -> known.columns().stream())
                .filter(column -> column.source() == TableShape.Source.FIELD)
                .map(TableShape.ShapeColumn::name)
                .toList();
        int columns = named ? listed(words, table + 1) : fields.size();
        String hint = named
                ? "Give one value for each column that is named"
                : "Name the columns that you give: INSERT INTO "
                        + words.at(table).text() + " ("
                        + String.join(", ", fields.subList(0, Math.min(SHOWN_COLUMNS, fields.size())))
                        + ") VALUES ...";
        if (words.is(behind, "VALUES")) {
            for (int i = behind + 1; words.is(i, "("); i = words.closing(i) + 2) {
                if (listed(words, i) != columns) {
                    return Optional.of(mistake(words, i, "A row has another number of values than columns")
                            .with("columns", columns)
                            .with("values", listed(words, i))
                            .hint(hint));
                }
            }
            return Optional.empty();
        }
        OptionalInt values = width(words, behind);
        if (values.isEmpty() || values.getAsInt() == columns) {
            return Optional.empty();
        }
        return Optional.of(mistake(words, behind, "The query gives another number of values than columns")
                .with("columns", columns)
                .with("values", values.getAsInt())
                .hint(hint));
    }

    private static Optional<RemException> union(Words words) {
        // Of the first query between each pair of parentheses that is open.
        Deque<OptionalInt> firsts = new ArrayDeque<>();
        firsts.push(OptionalInt.empty());
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "(")) {
                firsts.push(OptionalInt.empty());
            } else if (words.is(i, ")") && firsts.size() > 1) {
                firsts.pop();
            } else if (words.is(i, "SELECT")) {
                OptionalInt width = width(words, i);
                OptionalInt first = firsts.getFirst();
                if (!isBehindSet(words, i)) {
                    firsts.pop();
                    firsts.push(width);
                } else if (width.isPresent() && first.isPresent() && width.getAsInt() != first.getAsInt()) {
                    return Optional.of(mistake(words, i, "The queries of a UNION have different numbers of columns")
                            .with("columns", first.getAsInt())
                            .with("values", width.getAsInt())
                            .hint("Select as many columns here as in the first query; NULL fills a place"));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBehindSet(Words words, int select) {
        boolean quantified = words.is(select - 1, "ALL") || words.is(select - 1, "DISTINCT");
        return isSet(words, quantified ? select - 2 : select - 1);
    }

    private static boolean isSet(Words words, int i) {
        return words.is(i, "UNION") || words.is(i, "EXCEPT") || words.is(i, "MINUS") || words.is(i, "INTERSECT");
    }

    /** How many columns a query has; empty when that is not plain to see. */
    private static OptionalInt width(Words words, int select) {
        if (!words.is(select, "SELECT")) {
            return OptionalInt.empty();
        }
        SelectList list = SelectList.behind(words, select);
        return list.hasStar()
                ? OptionalInt.empty()
                : OptionalInt.of(list.items().size());
    }

    /** How many things stand between a parenthesis and the one that closes it, with commas between. */
    private static int listed(Words words, int open) {
        int close = words.closing(open);
        int count = close == open + 1 ? 0 : 1;
        int depth = 0;
        for (int i = open + 1; i < close; i++) {
            depth += words.is(i, "(") || words.is(i, "[") ? 1 : words.is(i, ")") || words.is(i, "]") ? -1 : 0;
            count += depth == 0 && words.is(i, ",") ? 1 : 0;
        }
        return count;
    }

    /** A subquery with several columns where one value is compared. */
    static Optional<RemException> ofSubquery(String written, String message) {
        if (!message.contains("\"ROW(") && !message.contains("\"ROW (")) {
            return Optional.empty();
        }
        Words words = Words.of(written);
        for (int i = 1; i < words.size(); i++) {
            boolean compared =
                    words.is(i - 1, "IN") || words.is(i - 1, "=") || words.is(i - 1, "<") || words.is(i - 1, ">");
            OptionalInt width = compared && words.is(i, "(") ? width(words, i + 1) : OptionalInt.empty();
            if (width.isPresent() && width.getAsInt() > 1) {
                return Optional.of(mistake(words, i + 1, "A subquery gives more columns than are compared")
                        .with("columns", width.getAsInt())
                        .hint("Select one column there, or compare (a, b) IN (SELECT c, d ...)"));
            }
        }
        return Optional.empty();
    }

    /** A LIMIT or OFFSET below nothing. */
    static Optional<RemException> ofLimit(String written, String message) {
        boolean limit = message.contains("result FETCH");
        if (!limit && !message.contains("result OFFSET")) {
            return Optional.empty();
        }
        Words words = Words.of(written);
        for (int i = 0; i + 1 < words.size(); i++) {
            boolean clause = limit ? words.is(i, "LIMIT") || words.is(i, "FETCH") : words.is(i, "OFFSET");
            int value = words.is(i + 1, "FIRST") || words.is(i + 1, "NEXT") ? i + 2 : i + 1;
            if (clause && (words.is(value, "-") || words.is(value, "?"))) {
                int last = words.is(value, "-") && value + 1 < words.size() ? value + 1 : value;
                RemException error = new RemException(ErrorCode.INVALID_QUERY, "A number is out of its range")
                        .with("clause", words.at(i).text());
                return Optional.of(Place.mark(
                                error,
                                written,
                                words.start(value),
                                written.substring(words.start(value), words.end(last)))
                        .hint((limit ? "LIMIT" : "OFFSET") + " is a whole number from 0"));
            }
        }
        return Optional.empty();
    }

    private static RemException mistake(Words words, int token, String text) {
        return Place.mark(
                new RemException(ErrorCode.INVALID_QUERY, text),
                words.sql(),
                words.start(token),
                words.at(token).text());
    }
}
