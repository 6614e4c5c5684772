package io.remdb.sql;

import io.remdb.RemException;
import io.remdb.sql.SyntaxTranslation.Edit;
import java.util.List;
import java.util.Set;

/**
 * Puts {@code title REGEXP 'x'} into a call of {@link RegexpFunctions}: H2's own operator minds no time-out. Where the operands are not
 * plain to see from the words, the operator is refused, so that H2 never meets it.
 */
final class RegexpOperator {
    /** After these begins an operand of a condition. */
    private static final Set<String> BEFORE = Set.of(
            "SELECT",
            "DISTINCT",
            "WHERE",
            "AND",
            "OR",
            "NOT",
            "ON",
            "HAVING",
            "WHEN",
            "THEN",
            "ELSE",
            "BY",
            "QUALIFY",
            "(",
            ",");

    private RegexpOperator() {}

    static void translate(Words words, List<Edit> edits) {
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "REGEXP")) {
                operator(words, i, edits);
            } else if (words.is(i, "~")) {
                throw refuse(words, i);
            }
        }
    }

    private static void operator(Words words, int operator, List<Edit> edits) {
        boolean negative = words.is(operator - 1, "NOT");
        int last = operator - (negative ? 2 : 1);
        int first = words.operand(last);
        int end = rightEnd(words, operator + 1);
        if (first < 0 || end < 0 || !begins(words, first) || !ends(words, end)) {
            throw refuse(words, operator);
        }
        String call = RegexpFunctions.LIKE + "(";
        // Around whatever else is put in at the same places.
        edits.addFirst(new Edit(words.start(first), words.start(first), negative ? "(NOT " + call : call));
        edits.add(new Edit(words.start(last + 1), words.end(operator), ", "));
        edits.add(new Edit(words.end(end), words.end(end), negative ? "))" : ")"));
    }

    static boolean begins(Words words, int first) {
        return first == 0 || BEFORE.stream().anyMatch(word -> words.is(first - 1, word));
    }

    static boolean ends(Words words, int last) {
        int next = last + 1;
        return next >= words.size()
                || words.isKind(next, SqlToken.Kind.WORD)
                || words.isKind(next, SqlToken.Kind.QUOTED_NAME)
                || words.is(next, ")")
                || words.is(next, ",")
                || words.is(next, ";");
    }

    /** The last token of the operand that begins here; -1 for none that is plain to see. */
    static int rightEnd(Words words, int first) {
        if (words.isKind(first, SqlToken.Kind.STRING)) {
            return first;
        }
        if (words.is(first, "?")) {
            boolean numbered = words.touchesNext(first) && words.isKind(first + 1, SqlToken.Kind.NUMBER);
            return numbered ? first + 1 : first;
        }
        if (words.is(first, "(")) {
            return words.closing(first);
        }
        if (!words.isFunction(first) && !words.isName(first)) {
            return -1;
        }
        int last = first;
        while (words.is(last + 1, ".") && words.isName(last + 2)) {
            last += 2;
        }
        if (words.is(last + 1, "(")) {
            return words.closing(last + 1);
        }
        return words.isName(last) ? last : -1;
    }

    private static RemException refuse(Words words, int token) {
        return StatementCheck.refuse(
                        "This operator of regular expressions cannot be read here", words.sql(), words.at(token))
                .hint(
                        "Write regexp_like(text, 'expression'); LIKE and ILIKE take plain patterns; names such as \"regexp\" in quotes");
    }
}
