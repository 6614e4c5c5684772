package io.remdb.ask.local;

import java.util.List;
import java.util.Set;

/** Which rows a question asks for by its first words: {@code who}, {@code which stations}, {@code in what countries}. */
final class Asked {
    private static final Set<String> WHO =
            Set.of("who", "whose", "whom", "everybody", "everyone", "anybody", "anyone", "people");
    private static final Set<String> WHICH = Set.of("which", "what");
    private static final int OPENING = 3;

    private Asked() {}

    /** Whether the question begins with asking for rows of the table. */
    static boolean isFor(Sketch sketch) {
        List<Token> tokens = sketch.tokens();
        for (int at = 0; at < Math.min(tokens.size(), OPENING); at++) {
            if (WHO.contains(sketch.word(at))) {
                return NounReader.weight(sketch, sketch.table(), at) > 0;
            }
            if (WHICH.contains(sketch.word(at))) {
                for (int noun = at + 1; noun <= at + OPENING; noun++) {
                    String head = sketch.lemma(noun);
                    if (head.equals(sketch.table().head())) {
                        return true;
                    }
                    if (sketch.domain().tables().stream()
                            .anyMatch(table -> table.head().equals(head))) {
                        return false;
                    }
                }
                return false;
            }
        }
        return false;
    }
}
