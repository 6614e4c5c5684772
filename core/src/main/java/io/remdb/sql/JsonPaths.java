package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.sql.SyntaxTranslation.Edit;
import java.util.List;
import java.util.Locale;

/**
 * Puts the ways into a JSON column into calls of {@link JsonFunctions}, which H2 does not have: {@code extra -> 'a' ->> 'b'},
 * {@code JSON_VALUE(extra, '$.a.b' RETURNING INTEGER)}, {@code JSON_QUERY(extra, '$.a')}.
 */
final class JsonPaths {
    private static final String JSON = " FORMAT JSON)";

    private JsonPaths() {}

    static void translate(Words words, List<Edit> edits) {
        for (int i = 0; i < words.size(); i++) {
            if (isArrow(words, i)) {
                i = chain(words, i, edits);
            }
        }
        for (int i = 0; i < words.size(); i++) {
            boolean calls = words.isKind(i, SqlToken.Kind.WORD) && words.is(i + 1, "(");
            if (calls && words.is(i, "JSON_VALUE")) {
                value(words, i, edits);
            } else if (calls && words.is(i, "JSON_QUERY")) {
                edits.add(new Edit(words.start(i), words.start(i), "("));
                int end = words.end(words.closing(i + 1));
                edits.add(new Edit(end, end, JSON));
            }
        }
    }

    private static boolean isArrow(Words words, int i) {
        return words.is(i, "-") && words.is(i + 1, ">") && words.touchesNext(i);
    }

    private static boolean isLongArrow(Words words, int i) {
        return isArrow(words, i) && words.is(i + 2, ">") && words.touchesNext(i + 1);
    }

    /** Translates the arrows that follow one operand into one call; gives the last token of them. */
    private static int chain(Words words, int first, List<Edit> edits) {
        int operand = operand(words, first);
        int place = edits.size();
        boolean text = false;
        int arrow = first;
        int step = first;
        while (!text && isArrow(words, arrow)) {
            text = isLongArrow(words, arrow);
            step = arrow + (text ? 3 : 2);
            requireStep(words, arrow, step);
            edits.add(new Edit(words.start(arrow), words.start(step), ", "));
            arrow = step + 1;
        }
        String call = text ? JsonFunctions.TEXT + "(" : "(" + JsonFunctions.PART + "(";
        edits.add(place, new Edit(words.start(operand), words.start(operand), call));
        edits.add(new Edit(words.end(step), words.end(step), text ? ")" : ")" + JSON));
        return step;
    }

    private static void requireStep(Words words, int arrow, int step) {
        boolean known = words.isKind(step, SqlToken.Kind.STRING)
                || words.isKind(step, SqlToken.Kind.NUMBER)
                || words.is(step, "?");
        if (!known) {
            throw invalid("Behind an arrow stands the name of a member or the place of an element", words, arrow);
        }
    }

    /** The first token of what stands before an arrow: a column, or something in parentheses, perhaps a call. */
    private static int operand(Words words, int arrow) {
        int i = arrow - 1;
        if (words.is(i, ")")) {
            i = words.opening(i);
            return words.isFunction(i - 1) ? i - 1 : Math.max(i, 0);
        }
        if (i < 0 || !words.at(i).isName()) {
            throw invalid("An arrow goes into a JSON column", words, arrow);
        }
        while (words.is(i - 1, ".") && i >= 2 && words.at(i - 2).isName()) {
            i -= 2;
        }
        return i;
    }

    /** JSON_VALUE(x, p RETURNING t) becomes CAST(JSON_VALUE(x, p, 't') AS t). */
    private static void value(Words words, int name, List<Edit> edits) {
        int close = words.closing(name + 1);
        for (int i = name + 2; i < close; i++) {
            if (words.is(i, "(")) {
                i = words.closing(i);
            } else if (words.is(i, "ON")) {
                throw StatementCheck.refuse("JSON_VALUE has no ON EMPTY and no ON ERROR", words.sql(), words.at(i))
                        .hint("It gives NULL then: COALESCE(JSON_VALUE(...), default)");
            } else if (words.is(i, "RETURNING") && i + 1 < close) {
                String type = words.at(i + 1).text().toLowerCase(Locale.ROOT);
                if (JsonFunctions.scalar(type).isEmpty()) {
                    throw invalid("JSON_VALUE does not return this type", words, i + 1)
                            .hint("Use VARCHAR, INTEGER, BIGINT, DOUBLE, NUMERIC, BOOLEAN, TIMESTAMP, DATE or UUID");
                }
                edits.add(new Edit(words.start(name), words.start(name), "CAST("));
                edits.add(new Edit(words.start(i), words.end(i), ", '" + type + "') AS"));
            }
        }
    }

    private static RemException invalid(String text, Words words, int token) {
        SqlToken at = words.at(token);
        return Place.mark(new RemException(ErrorCode.INVALID_QUERY, text), words.sql(), at.start(), at.text());
    }
}
