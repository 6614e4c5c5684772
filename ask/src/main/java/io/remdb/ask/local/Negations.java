package io.remdb.ask.local;

import java.util.Set;

/** Whether something is said to be not so. */
final class Negations {
    private static final Set<String> WORDS = Set.of(
            "not",
            "no",
            "without",
            "except",
            "excluding",
            "excepting",
            "non",
            "neither",
            "nor",
            "never",
            "n't",
            "besides",
            "minus",
            "ignoring",
            "lacking",
            "missing",
            "exclude",
            "omitting");

    private static final Set<String> PRESENCE =
            Set.of("part", "in", "involved", "there", "present", "with", "among", "included");

    /** How many words may stand between the negation and what it is about. */
    private static final int REACH = 4;

    private Negations() {}

    static boolean is(String word) {
        return WORDS.contains(word) || word.endsWith("n't") || word.endsWith("n\u2019t");
    }

    /** Whether a negation before a token is about it, and not about something between. */
    static boolean before(Sketch sketch, int at) {
        int unknown = 0;
        for (int place = at - 1; place >= Math.max(0, at - REACH); place--) {
            String word = sketch.word(place);
            if (is(word)) {
                return true;
            }
            if ((word.equals("other") || word.equals("rather"))
                    && sketch.word(place + 1).equals("than")) {
                return true;
            }
            if (word.equals("but")
                    || word.equals(",")
                    || word.equals(";")
                    || word.equals("that")
                    || word.equals("which")) {
                return false;
            }
            boolean passes = Vocabulary.isStopWord(sketch.token(place))
                    || sketch.role(place)
                            .filter(role -> role == Sketch.Role.TABLE || role == Sketch.Role.FIELD)
                            .isPresent()
                    || (sketch.role(place)
                                    .filter(role -> role == Sketch.Role.VALUE)
                                    .isPresent()
                            && joins(sketch.word(place + 1)))
                    || word.equals("than");
            // One verb may stand between: "not made by X".
            if (!passes && (sketch.role(place).isPresent() || ++unknown > 1)) {
                return false;
            }
        }
        return false;
    }

    /** {@code X was not part of}: the negation follows. */
    static boolean after(Sketch sketch, int end) {
        boolean verb = Set.of("was", "is", "were", "are").contains(sketch.word(end));
        int next = verb && sketch.word(end + 1).equals("not")
                ? end + 2
                : sketch.word(end).endsWith("n't") ? end + 1 : 0;
        return next > 0 && PRESENCE.contains(sketch.word(next));
    }

    private static boolean joins(String word) {
        return word.equals("or") || word.equals("nor") || word.equals("and") || word.equals(",");
    }
}
