package io.remdb.ask.local;

import java.util.Map;
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
            "omitting",
            "omit",
            "skip",
            "skipping",
            "avoid",
            "avoiding",
            "ignore");

    private static final Set<String> PRESENCE =
            Set.of("part", "in", "involved", "there", "present", "with", "among", "included");

    /** How many words may stand between the negation and what it is about. */
    private static final int REACH = 4;

    private static final int CLAUSE = 6;
    private static final Map<String, String> PHRASES = Map.of(
            "other", "than", "rather", "than", "leaving", "out", "leave", "out", "spare", "me", "apart", "from",
            "aside", "from");

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
            if (isPhrase(sketch, place)) {
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

    /** {@code other than}, {@code leaving out}: negations of two words. */
    private static boolean isPhrase(Sketch sketch, int at) {
        return sketch.word(at + 1).equals(PHRASES.get(sketch.word(at)));
    }

    /** Takes the negations that have other words in them. */
    static void take(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            if (isPhrase(sketch, at)) {
                sketch.take(at, at + 2, Sketch.Role.VALUE);
            }
        }
    }

    /** Whether the clause in which a token stands has a negation before it. */
    static boolean inClause(Sketch sketch, int at) {
        for (int place = at - 1; place >= Math.max(0, at - CLAUSE); place--) {
            String word = sketch.word(place);
            if (is(word) || word.equals("nobody")) {
                return true;
            }
            if (word.equals("but") || word.equals("and") || sketch.token(place).is(Token.Kind.PUNCTUATION)) {
                return false;
            }
        }
        return false;
    }

    /** {@code X was not part of}, {@code X did not}: the negation follows. */
    static boolean after(Sketch sketch, int end) {
        boolean verb = Set.of("was", "is", "were", "are", "did", "does", "do", "has", "have")
                .contains(sketch.word(end));
        int next = verb && sketch.word(end + 1).equals("not")
                ? end + 2
                : sketch.word(end).endsWith("n't") ? end + 1 : 0;
        boolean last = next >= sketch.size() || (next > 0 && sketch.token(next).is(Token.Kind.PUNCTUATION));
        return next > 0 && (last || PRESENCE.contains(sketch.word(next)));
    }

    private static boolean joins(String word) {
        return word.equals("or") || word.equals("nor") || word.equals("and") || word.equals(",");
    }
}
