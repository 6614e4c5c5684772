package io.remdb.sql;

import io.remdb.sql.SyntaxTranslation.Edit;
import java.util.List;
import java.util.Set;

/**
 * Puts {@code title LIKE '%a%b%'} into a call of {@link LikeFunctions}: where a pattern has more than one {@code %} before its end,
 * H2 tries all ways to share the text among them and minds no time-out. Other patterns stay with H2, which may use an index for
 * them. Where the operands are not plain to see from the words, the operator is refused unless its pattern is a simple one, so
 * that H2 never meets a statement that nothing could end.
 */
final class LikeOperator {
    /** How many {@code %} before its end a pattern may have so that H2 reads the text about once. */
    private static final int FEW = 1;

    /** Functions that make no {@code %} out of a text that has none. */
    private static final Set<String> NO_PERCENT =
            Set.of("lower", "upper", "concat", "trim", "cast", "coalesce", "nullif");

    private LikeOperator() {}

    /**
     * Adds the edits.
     *
     * @param percents the most {@code %} that a parameter has
     */
    static void translate(Words words, List<Edit> edits, int percents) {
        for (int i = 1; i < words.size(); i++) {
            if (words.isKind(i, SqlToken.Kind.WORD) && (words.is(i, "LIKE") || words.is(i, "ILIKE"))) {
                operator(words, i, edits, percents);
            }
        }
    }

    private static void operator(Words words, int operator, List<Edit> edits, int percents) {
        boolean negative = words.is(operator - 1, "NOT");
        int last = operator - (negative ? 2 : 1);
        int end = right(words, operator + 1);
        if (end < 0 ? !words.is(operator + 1, "CASE") : isSimple(words, operator + 1, end, percents)) {
            return;
        }
        int first = left(words, last);
        int closing = end;
        boolean escape = words.is(end + 1, "ESCAPE");
        if (escape) {
            closing = words.isKind(end + 2, SqlToken.Kind.STRING) || words.is(end + 2, "?") ? end + 2 : -1;
        }
        boolean plain = first >= 0
                && closing >= 0
                && !words.is(end + 1, "UESCAPE")
                && RegexpOperator.begins(words, first)
                && RegexpOperator.ends(words, closing);
        if (!plain) {
            throw StatementCheck.refuse("This LIKE cannot be read here", words.sql(), words.at(operator))
                    .hint("Put each side of it into parentheses, and what stands around it: (a || b) LIKE ('%c%d%')");
        }
        String call = CharacterFunctions.quoted(words.at(operator).text()) + "(";
        // Around whatever else is put in at the same places.
        edits.addFirst(new Edit(words.start(first), words.start(first), negative ? "(NOT " + call : call));
        edits.add(new Edit(words.start(last + 1), words.end(operator), ", "));
        if (escape) {
            edits.add(new Edit(words.start(end + 1), words.end(end + 1), ", "));
        }
        edits.add(new Edit(words.end(closing), words.end(closing), negative ? "))" : ")"));
    }

    /** The first token of the text that ends at a token: operands with arrows, || and :: between them; -1 for anything else. */
    private static int left(Words words, int last) {
        int first = operand(words, last);
        int before = first < 0 ? -1 : beforeOperator(words, first);
        while (before >= 0) {
            first = operand(words, before);
            before = first < 0 ? -1 : beforeOperator(words, first);
        }
        return first;
    }

    /** The last token of what an arrow, || or :: in front of a token connects with it; -1 when none stands there. */
    private static int beforeOperator(Words words, int first) {
        boolean arrow = words.is(first - 1, ">");
        if (arrow && words.is(first - 2, ">") && words.is(first - 3, "-")) {
            return first - 4;
        }
        boolean two = (arrow && words.is(first - 2, "-"))
                || (words.is(first - 1, "|") && words.is(first - 2, "|"))
                || (words.is(first - 1, ":") && words.is(first - 2, ":"));
        return two ? first - 3 : -1;
    }

    private static int operand(Words words, int last) {
        if (words.isKind(last, SqlToken.Kind.NUMBER)) {
            return last;
        }
        if (words.is(last, "END")) {
            return caseOf(words, last);
        }
        if (!words.is(last, "]")) {
            return words.operand(last);
        }
        int open = Subscripts.opening(words, last);
        return open < 0 ? -1 : words.operand(open - 1);
    }

    /** The CASE that an END belongs to; -1 when there is none. */
    private static int caseOf(Words words, int end) {
        int depth = 0;
        for (int i = end; i >= 0; i--) {
            depth += words.is(i, "END") ? 1 : words.is(i, "CASE") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The last token of the pattern that begins at a token: operands with || between them; -1 for anything else. */
    private static int right(Words words, int first) {
        int end = RegexpOperator.rightEnd(words, first);
        while (end >= 0 && words.is(end + 1, "|") && words.is(end + 2, "|")) {
            end = RegexpOperator.rightEnd(words, end + 3);
        }
        return end;
    }

    /** Whether a pattern has few {@code %}, whatever its parameters are. */
    private static boolean isSimple(Words words, int first, int last, int percents) {
        int count = 0;
        for (int i = first; i <= last; i++) {
            if (words.isKind(i, SqlToken.Kind.STRING)) {
                if (words.sql().startsWith("&", words.start(i) + 1)) {
                    return false; // U&'\0025' is a percent sign too
                }
                count += count(words.at(i).text(), i == last);
            } else if (words.is(i, "?")) {
                count += percents;
            } else if (words.is(i, "SELECT") || (words.isName(i) && !isKnownFunction(words, i))) {
                return false;
            }
        }
        return count <= FEW;
    }

    private static boolean isKnownFunction(Words words, int i) {
        return words.is(i, "CAST")
                || (words.is(i + 1, "(") && NO_PERCENT.contains(words.at(i).name()))
                || words.is(i - 1, "AS");
    }

    private static int count(String pattern, boolean atEnd) {
        int end = pattern.length();
        while (atEnd && end > 0 && pattern.charAt(end - 1) == '%') {
            end--;
        }
        return percents(pattern.substring(0, end));
    }

    /** How many {@code %} a text has. */
    static int percents(String text) {
        return (int) text.chars().filter(character -> character == '%').count();
    }
}
