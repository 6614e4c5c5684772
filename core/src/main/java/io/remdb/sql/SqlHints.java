package io.remdb.sql;

import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user can do about an error of SQL that has no better suggestion. */
final class SqlHints {
    private static final int MOST_NAMES = 20;
    private static final int WORDS_BEFORE = 2;

    private static final List<String> KEYWORDS = List.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "SET",
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "UNION",
            "JOIN",
            "INNER",
            "LEFT",
            "VALUES",
            "INTO",
            "BETWEEN",
            "LIKE",
            "DISTINCT");

    private SqlHints() {}

    /** The keyword that one of the last words before the place may have been, or where to look. */
    static String ofSyntax(String statement, int position, Optional<String> expected) {
        List<SqlToken> words = SqlToken.tokenize(statement).stream()
                .filter(token -> token.kind() == SqlToken.Kind.WORD && token.start() <= position)
                .toList();
        List<SqlToken> last = words.subList(Math.max(0, words.size() - WORDS_BEFORE - 1), words.size());
        for (SqlToken word : last.reversed()) {
            boolean keyword = KEYWORDS.stream().anyMatch(word::is);
            Optional<String> meant = keyword
                    ? Optional.empty()
                    : Suggestions.misspelt(word.text().toUpperCase(Locale.ROOT), KEYWORDS);
            if (meant.isPresent()) {
                return "Did you mean " + meant.get() + "?";
            }
        }
        boolean atEnd = position >= statement.stripTrailing().length();
        Optional<String> only = expected.filter(word -> word.matches("[A-Z]+( [A-Z]+)?|[()\\]]"));
        if (only.isPresent()) {
            return only.get().equals("SET")
                    ? "Write UPDATE table SET column = value"
                    : only.get() + (atEnd ? " is missing at the end" : " is missing before it");
        }
        Optional<String> without = withoutBy(statement, position);
        if (without.isPresent()) {
            return "Write " + without.get() + " BY";
        }
        if (atEnd && opens(statement) > 0) {
            return "Something is missing at the end, and a parenthesis is not closed";
        }
        return atEnd
                ? "Something is missing at the end"
                : "Look at what stands just before: a word, comma or parenthesis is missing or too much there";
    }

    /** The word at a place, where BY belongs behind it. */
    private static Optional<String> withoutBy(String statement, int position) {
        return SqlToken.first(statement, position)
                .filter(word -> word.is("ORDER") || word.is("GROUP"))
                .map(SqlToken::text);
    }

    /** How many parentheses are open at the end. */
    private static int opens(String statement) {
        int depth = 0;
        for (SqlToken token : SqlToken.tokenize(statement)) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        }
        return depth;
    }

    /**
     * What to do about a name that is no column.
     *
     * @param quoted whether it stands in double quotes
     * @param textMeant whether a text could stand in its place
     */
    static String ofColumn(String name, boolean quoted, boolean textMeant, List<String> columns) {
        String text = "Text is written in single quotes: '" + name.replace("'", "''") + "'";
        if (quoted) {
            return text;
        }
        if (columns.isEmpty()) {
            return "The statement names no table that has it: is FROM missing or misspelt?";
        }
        List<String> some = columns.stream().distinct().limit(MOST_NAMES).toList();
        String listed = "The columns are " + String.join(", ", some) + (some.size() < columns.size() ? ", ..." : "");
        return textMeant ? text + ". " + listed : listed;
    }

    /** Which tables there are. */
    static String tables(List<String> names) {
        String listed = names.stream().sorted().limit(MOST_NAMES).collect(Collectors.joining(", "));
        String more = names.size() > MOST_NAMES ? ", and " + (names.size() - MOST_NAMES) + " more" : "";
        return names.isEmpty() ? "There are no tables yet" : "The tables are " + listed + more;
    }

    /** What to do about an error of H2 by its code. */
    static String of(int code) {
        return switch (code) {
            case org.h2.api.ErrorCode.DATA_CONVERSION_ERROR_1 -> TypeHints.CONVERTIBLE;
            case org.h2.api.ErrorCode.DIVISION_BY_ZERO_1 -> "Guard the divisor: nullif(divisor, 0)";
            case org.h2.api.ErrorCode.MUST_GROUP_BY_COLUMN_1 ->
                "Name it in GROUP BY, or put it into an aggregate such as max()";
            case org.h2.api.ErrorCode.AMBIGUOUS_COLUMN_NAME_1 -> "Write the table before it: table.column";
            case org.h2.api.ErrorCode.INVALID_USE_OF_AGGREGATE_FUNCTION_1 ->
                "A condition on an aggregate stands in HAVING";
            case org.h2.api.ErrorCode.COLUMN_COUNT_DOES_NOT_MATCH -> "Give as many values as there are columns";
            default -> "docs/query.md shows what SQL does here";
        };
    }
}
