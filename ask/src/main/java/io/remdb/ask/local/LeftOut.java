package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.util.Set;

/** How much it matters that a word of the question is not in the statement: a name, a number or a noun does, most verbs do not. */
final class LeftOut {
    private static final Set<String> BEFORE_VERBS = Set.of(
            "i", "we", "you", "he", "she", "they", "it", "who", "that", "which", "to", "do", "does", "did", "be", "is",
            "are", "was", "were", "been", "have", "has", "had", "can", "could", "will", "would", "should", "may",
            "might", "must", "ever", "not", "never", "n't");

    private static final Set<String> BEFORE_NOUNS = Set.of("with", "without", "of", "a", "an", "the", "per", "whose");

    /** Nouns that stand for what the question speaks of anyway: {@code pieces} for articles, {@code payment method} for the payment. */
    private static final Set<String> GENERIC = Set.of(
            "value",
            "method",
            "section",
            "piece",
            "folk",
            "date",
            "time",
            "day",
            "collection",
            "status",
            "group",
            "one",
            "office",
            "shop",
            "anywhere",
            "somewhere",
            "split",
            "standing",
            "account",
            "answer",
            "pls");

    /** What says what a value, a field or a group is of, or is called. */
    private static final Set<Role> COMPOUND = Set.of(Role.VALUE, Role.FIELD, Role.GROUP, Role.ORDER);

    private LeftOut() {}

    /** Whether the answer is that to another question without this word. */
    static boolean isEssential(Sketch sketch, int at) {
        Token token = sketch.token(at);
        if (token.is(Kind.NUMBER) || token.is(Kind.QUOTED)) {
            return true;
        }
        if (!token.is(Kind.WORD) || Vocabulary.isStopWord(token)) {
            return false;
        }
        boolean telling = !isVerb(sketch, at)
                && !Vocabulary.isCommon(token.lemma())
                && !GENERIC.contains(token.lemma())
                && sketch.role(at - 1).filter(COMPOUND::contains).isEmpty();
        return telling || isProper(sketch, at);
    }

    /** {@code books by Tolstoy}, {@code loans of 2019}: who has made what is asked for, or which it is, is no text to search for. */
    static boolean isNameOrNumber(Sketch sketch, int at) {
        boolean led = Set.of("by", "of", "from").contains(sketch.word(at - 1));
        return sketch.token(at).is(Kind.NUMBER) || (led && isProper(sketch, at));
    }

    /** {@code phone number of X}, {@code X's phone number}: what is asked of a row is none of its fields. */
    static boolean isAskedOfName(Sketch sketch, int at) {
        if (!isOf(sketch, at, Role.TOPIC) || Vocabulary.isStopWord(sketch.token(at)) || isVerb(sketch, at)) {
            return false;
        }
        boolean owned = sketch.word(at - 1).endsWith("'s") && isName(sketch, at - 1);
        return owned || (sketch.word(at + 1).equals("of") && isName(sketch, at + 2));
    }

    private static boolean isName(Sketch sketch, int at) {
        return isOf(sketch, at, Role.NAME)
                || (isOf(sketch, at, Role.VALUE) && sketch.token(at).capitalised());
    }

    private static boolean isOf(Sketch sketch, int at, Role role) {
        return sketch.role(at).filter(role::equals).isPresent();
    }

    private static boolean isProper(Sketch sketch, int at) {
        return at > 0 && sketch.token(at).capitalised();
    }

    private static boolean isVerb(Sketch sketch, int at) {
        String word = sketch.word(at);
        boolean noun = BEFORE_NOUNS.contains(sketch.word(at - 1))
                || sketch.role(at - 1).filter(Role.AGGREGATE::equals).isPresent();
        if (noun) {
            return false; // "with rating above 4"
        }
        return word.endsWith("ed")
                || word.endsWith("ing")
                || Lemmas.isParticiple(word)
                || BEFORE_VERBS.contains(sketch.word(at - 1))
                || sketch.word(at - 1).endsWith("n't")
                || sketch.role(at - 1).filter(Role.NAME::equals).isPresent();
    }
}
