package io.remdb.query;

import io.remdb.RemException;
import io.remdb.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;

/** What a statement says without its values: for logs, where nothing of what a database holds may stand. */
public final class StatementShape {
    private static final int LONGEST = 2_000;
    private static final String VALUE = "?";

    private StatementShape() {}

    /** A statement with {@code ?} for each value; lists of them are shortened, comments left out. */
    public static String of(String statement) {
        Statement parsed;
        try {
            parsed = StatementParser.parse(statement);
        } catch (RemException _) {
            return "a statement that is none"; // which of its words are values, nobody can tell
        }
        return ofTokens(parsed.toString());
    }

    /** The same of a condition. */
    public static String ofCondition(String condition) {
        return ofTokens(condition);
    }

    private static String ofTokens(String sql) {
        List<String> words = new ArrayList<>();
        for (SqlToken token : SqlToken.tokenize(sql)) {
            switch (token.kind()) {
                case WORD, SYMBOL -> words.add(token.text());
                case QUOTED_NAME -> words.add('"' + token.text() + '"');
                case STRING, NUMBER, UNFINISHED -> addValue(words);
                case COMMENT -> {}
            }
        }
        String shape = String.join(" ", words);
        return shape.length() <= LONGEST ? shape : shape.substring(0, LONGEST) + " …";
    }

    /** A list of values is as long as the first two of it. */
    private static void addValue(List<String> words) {
        int size = words.size();
        boolean third = size >= 4
                && words.get(size - 1).equals(",")
                && words.get(size - 2).equals(VALUE)
                && words.get(size - 3).equals(",")
                && words.get(size - 4).equals(VALUE);
        if (third) {
            words.removeLast();
        } else {
            words.add(VALUE);
        }
    }
}
