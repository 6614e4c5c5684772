package io.remdb.sql;

import io.remdb.sql.SyntaxTranslation.Edit;
import java.util.List;

/**
 * Puts the functions that have a syntax of their own, or are keywords of H2, into calls that find {@link CharacterFunctions}:
 * {@code LEFT(x, 1)}, {@code SUBSTRING(x FROM 2 FOR 3)}, {@code POSITION(x IN y)}.
 */
final class CharacterCalls {
    private CharacterCalls() {}

    static void translate(Words words, List<Edit> edits) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (!words.isKind(i, SqlToken.Kind.WORD) || !words.is(i + 1, "(") || words.is(i - 1, ".")) {
                continue;
            }
            if (words.is(i, "LEFT") || words.is(i, "RIGHT")) {
                edits.add(new Edit(
                        words.start(i),
                        words.end(i),
                        CharacterFunctions.quoted(words.at(i).text())));
            } else if (words.is(i, "POSITION")) {
                replace(words, i + 1, "IN", ",", edits);
            } else if (words.is(i, "SUBSTRING") || words.is(i, "SUBSTR")) {
                boolean from = replace(words, i + 1, "FROM", ",", edits);
                replace(words, i + 1, "FOR", from ? "," : ", 1,", edits);
            }
        }
    }

    /** Replaces the first such word that stands directly between the parentheses; whether there is one. */
    private static boolean replace(Words words, int open, String word, String comma, List<Edit> edits) {
        int close = words.closing(open);
        for (int i = open + 1; i < close; i++) {
            if (words.is(i, "(")) {
                i = words.closing(i);
            } else if (words.is(i, word) && !words.is(i - 1, "DISTINCT")) {
                edits.add(new Edit(words.start(i), words.end(i), comma));
                return true;
            }
        }
        return false;
    }
}
