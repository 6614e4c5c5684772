package io.remdb.sql;

import io.remdb.sql.SyntaxTranslation.Edit;
import java.util.List;

/**
 * Makes {@code tags[9]} NULL where there is no such element, which is an error of H2: {@code tags[array_place(tags, 9)]}. Where the
 * array is not a column, a call or an array that is written out, or has parameters, H2 decides.
 */
final class Subscripts {
    private Subscripts() {}

    static void translate(Words words, List<Edit> edits) {
        for (int i = 1; i < words.size(); i++) {
            if (words.is(i, "[") && !words.is(i - 1, "ARRAY")) {
                int close = closing(words, i);
                refuseSlice(words, i, close);
                int first = array(words, i - 1);
                if (first >= 0 && close > i && isPlain(words, first, i - 1, edits)) {
                    String array = words.sql().substring(words.start(first), words.end(i - 1));
                    String call = ArrayFunctions.PLACE + "(" + array + ", ";
                    // Around whatever else is put in at the same places.
                    edits.addFirst(new Edit(words.end(i), words.end(i), call));
                    edits.add(new Edit(words.start(close), words.start(close), ")"));
                }
            }
        }
    }

    private static void refuseSlice(Words words, int open, int close) {
        for (int i = open + 1; i < close; i++) {
            i = words.is(i, "(") ? words.closing(i) : i;
            boolean slice = words.is(i, ":") && !words.is(i - 1, ":") && !words.is(i + 1, ":");
            if (slice) {
                throw StatementCheck.refuse("SQL does not have this here", words.sql(), words.at(i))
                        .hint("A part of an array: ARRAY_SLICE(tags, 1, 2)");
            }
        }
    }

    private static int closing(Words words, int open) {
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            depth += words.is(i, "[") ? 1 : words.is(i, "]") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The first token of the array that ends at a token; -1 when it is not plain to see. */
    private static int array(Words words, int last) {
        if (!words.is(last, "]")) {
            boolean value = words.isKind(last, SqlToken.Kind.STRING) || words.is(last, "?");
            int first = value ? -1 : words.operand(last);
            return isRestOfCall(words, first) ? -1 : first;
        }
        int open = opening(words, last);
        return words.is(open - 1, "ARRAY") ? open - 1 : -1;
    }

    /** Whether the FILTER, OVER or WITHIN GROUP of a call begins at a token: the call itself stands before it. */
    private static boolean isRestOfCall(Words words, int first) {
        return words.is(first - 1, ")") || words.is(first - 1, "OVER") || words.is(first - 1, "GROUP");
    }

    /** The bracket that opens the one at a token; -1 when none does. */
    static int opening(Words words, int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            depth += words.is(i, "]") ? 1 : words.is(i, "[") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the text of the array may be given to H2 a second time. */
    private static boolean isPlain(Words words, int first, int last, List<Edit> edits) {
        for (int i = first; i <= last; i++) {
            if (words.is(i, "?")) {
                return false;
            }
        }
        return edits.stream().noneMatch(edit -> edit.start() >= words.start(first) && edit.end() < words.end(last));
    }
}
