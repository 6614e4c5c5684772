package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import java.util.Set;

/**
 * Reads that somebody asks what was done at some time ({@code what was I working on last Tuesday?}), without a word for what kind of thing: the answer is
 * in a table whose rows last, and say what they are in words of their own.
 */
final class DoingReader {
    /** Less than a table that is named. */
    private static final double DOING = 3;

    private static final Set<String> OPENINGS = Set.of("what", "how");
    private static final Set<String> DOERS = Set.of("i", "we", "you", "he", "she", "they", "people", "everybody");
    private static final Set<String> DO = Set.of("do", "doing", "done");
    private static final Set<String> DOINGS =
            Set.of("working", "worked", "happened", "happening", "happen", "busy", "spend", "spent");

    /** After the times, which have to be there. */
    void read(Sketch sketch) {
        TableInfo table = sketch.table();
        if (!OPENINGS.contains(sketch.word(0))
                || !sketch.has(Role.TIME)
                || !table.searchable()
                || table.end().isEmpty()) {
            return;
        }
        for (int at = 1; at < sketch.size(); at++) {
            if (sketch.free(at) && isDoing(sketch, at)) {
                sketch.take(at, at + 1, Role.TABLE);
                sketch.evidence(DOING);
                return;
            }
        }
    }

    private static boolean isDoing(Sketch sketch, int at) {
        String word = sketch.word(at);
        String next = sketch.word(at + 1);
        boolean someoneDoes = DOERS.contains(sketch.word(at - 1)) && !next.equals("not");
        return DOINGS.contains(word)
                || (someoneDoes && (DO.contains(word) || word.equals("work")))
                || (word.equals("up") && next.equals("to"))
                || (word.equals("going") && next.equals("on"));
    }
}
