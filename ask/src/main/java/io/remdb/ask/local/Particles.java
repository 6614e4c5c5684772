package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.util.Set;

/**
 * Little words that say what state something is in: {@code are off}, {@code is still out}, {@code switched on}. The same words are prepositions where
 * something follows that they belong to: {@code on the shelf}, {@code out of stock}.
 */
final class Particles {
    private static final Set<String> WORDS =
            Set.of("on", "off", "in", "out", "up", "down", "over", "under", "away", "back", "through");

    /** What may stand between "are" and the particle. */
    private static final Set<String> ADVERBS = Set.of(
            "still",
            "currently",
            "now",
            "already",
            "again",
            "yet",
            "always",
            "just",
            "not",
            "all",
            "both",
            "either",
            "presently");

    /** After what ends with the particle: the next part of the sentence. */
    private static final Set<String> FOLLOWING = Set.of(
            "and",
            "or",
            "but",
            "in",
            "at",
            "since",
            "during",
            "now",
            "right",
            "currently",
            "today",
            "by",
            "with",
            "than",
            "while",
            "because",
            "already",
            "again",
            "which",
            "that");

    private static final int ADVERBS_AT_MOST = 3;

    private Particles() {}

    /** Whether a particle stands for a state, and not before something that it belongs to. */
    static boolean sayState(Sketch sketch, int at) {
        if (!WORDS.contains(sketch.word(at)) || !ends(sketch, at)) {
            return false;
        }
        return isVerb(sketch, at - 1) || isSaid(sketch, at);
    }

    /** The first word of what says the state: {@code switched off} begins with its verb. */
    static int begin(Sketch sketch, int at) {
        boolean state = sayState(sketch, at);
        return state && isVerb(sketch, at - 1) && sketch.free(at - 1) ? at - 1 : at;
    }

    private static boolean ends(Sketch sketch, int at) {
        int next = at + 1;
        return next >= sketch.size()
                || sketch.token(next).is(Kind.PUNCTUATION)
                || FOLLOWING.contains(sketch.word(next))
                || (isVerb(sketch, at - 1)
                        && sketch.lemma(next).equals(sketch.table().head()));
    }

    /** {@code switched off}, {@code going up}, {@code lent out}. */
    private static boolean isVerb(Sketch sketch, int at) {
        boolean form = Lemmas.isParticiple(sketch.word(at)) || sketch.word(at).endsWith("ing");
        return form && sketch.token(at).is(Kind.WORD) && !Vocabulary.isStopWord(sketch.token(at));
    }

    /** {@code are off}, {@code is still not out}, {@code aren't on}. */
    private static boolean isSaid(Sketch sketch, int at) {
        int place = at - 1;
        while (place > at - ADVERBS_AT_MOST && ADVERBS.contains(sketch.word(place))) {
            place--;
        }
        return sketch.lemma(place).equals("be")
                || (sketch.word(place).endsWith("n't") && sketch.word(place).length() <= "weren't".length())
                || place < at - 1
                || isSubject(sketch, place);
    }

    /** {@code is the lamp on}: the verb stands before what is asked about. */
    private static boolean isSubject(Sketch sketch, int at) {
        return sketch.lemma(0).equals("be") && at > 0 && !Vocabulary.isStopWord(sketch.token(at));
    }
}
