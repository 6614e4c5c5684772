package io.remdb.sql;

import io.remdb.sql.SyntaxTranslation.Edit;
import java.util.List;
import java.util.Set;

/**
 * {@code x AT TIME ZONE z} as the standard has it. H2 takes whatever follows the zone for a part of it, a comparison too, so
 * parentheses are put around all three; and it casts a moment to a day or a time in UTC, whatever zone it was put into, so such a
 * cast is given the local time ({@link MomentFunctions}).
 */
final class TimeZones {
    /** Before a text that is a moment, a day or a time. */
    private static final Set<String> LITERALS = Set.of("TIMESTAMP", "DATE", "TIME");

    private static final Set<String> LOCAL_TYPES = Set.of("DATE", "TIME", "TIMESTAMP", "DATETIME");

    private TimeZones() {}

    static void translate(Words words, List<Edit> edits) {
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "AT") && words.is(i + 1, "TIME") && words.is(i + 2, "ZONE")) {
                int first = momentThatEnds(words, i - 1);
                int last = zoneThatBegins(words, i + 3);
                if (first >= 0 && last >= 0) {
                    translate(words, first, last, edits);
                }
            }
        }
    }

    private static void translate(Words words, int first, int last, List<Edit> edits) {
        int outerFirst = first;
        int outerLast = last;
        while (words.is(outerFirst - 1, "(") && words.is(outerLast + 1, ")") && !words.isFunction(outerFirst - 2)) {
            outerFirst--;
            outerLast++;
        }
        boolean isCast = words.is(outerFirst - 1, "(")
                && words.is(outerFirst - 2, "CAST")
                && words.is(outerLast + 1, "AS")
                && isLocal(words, outerLast + 2);
        boolean isShortCast = outerFirst < first
                && words.is(outerLast + 1, ":")
                && words.is(outerLast + 2, ":")
                && isLocal(words, outerLast + 3);
        boolean local = isCast || isShortCast;
        if (local) {
            insert(words.start(outerFirst), MomentFunctions.LOCAL + '(', edits);
        }
        insert(words.start(first), "(", edits);
        insert(words.end(last), ")", edits);
        if (local) {
            insert(words.end(outerLast), ")", edits);
        }
    }

    private static void insert(int at, String text, List<Edit> edits) {
        edits.add(new Edit(at, at, text));
    }

    /** The first token of what is put into a zone; -1 when it is not plain to see. */
    private static int momentThatEnds(Words words, int last) {
        int first = words.operand(last);
        if (first > 0 && words.isKind(first, SqlToken.Kind.STRING)) {
            if (LITERALS.stream().anyMatch(word -> words.is(first - 1, word))) {
                return first - 1;
            }
            boolean zoned = words.is(first - 1, "ZONE") && words.is(first - 2, "TIME") && words.is(first - 3, "WITH");
            return zoned ? first - 4 : first;
        }
        return words.is(first - 1, ":") ? -1 : first;
    }

    /** The last token of a zone; -1 when it is not plain to see. */
    private static int zoneThatBegins(Words words, int first) {
        if (words.is(first, "(")) {
            return words.closing(first);
        }
        boolean plain = words.isKind(first, SqlToken.Kind.STRING)
                || words.is(first, "?")
                || (words.isName(first) && !words.is(first + 1, "(") && !words.is(first + 1, "."));
        return plain && !words.is(first, "INTERVAL") && !words.is(first + 1, ":") ? first : -1;
    }

    private static boolean isLocal(Words words, int type) {
        int behind = words.is(type + 1, "(") ? words.closing(type + 1) + 1 : type + 1;
        return LOCAL_TYPES.stream().anyMatch(name -> words.is(type, name)) && !words.is(behind, "WITH");
    }
}
