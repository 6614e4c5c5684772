package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

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

    /** Negations that leave rows out, also within what is searched for. */
    private static final Set<String> EXCLUDING =
            Set.of("except", "excluding", "excepting", "exclude", "besides", "omitting", "omit");

    /** What may stand between a negation and what it turns round without being meant by it. */
    private static final Set<String> BETWEEN = Set.of(
            "do",
            "be",
            "have",
            "get",
            "go",
            "come",
            "ever",
            "even",
            "yet",
            "actually",
            "really",
            "exactly",
            "quite",
            "the",
            "one",
            "those",
            "any",
            "all",
            "of",
            "from",
            "in",
            "on",
            "at",
            "to",
            "a");

    /** After a contraction: who is spoken to, or whether there is something at all. */
    private static final Set<String> RHETORICAL = Set.of("there", "we", "you", "i", "it");

    private static final Map<String, String> PHRASES = Map.of(
            "other", "than", "rather", "than", "leaving", "out", "leave", "out", "spare", "me", "apart", "from",
            "aside", "from");

    /** No place. */
    static final int NONE = -1;

    private Negations() {}

    static boolean is(String word) {
        return WORDS.contains(word) || word.endsWith("n't") || word.endsWith("n\u2019t");
    }

    /** Whether a negation before a token is about it, and not about something between. */
    static boolean before(Sketch sketch, int at) {
        return placeBefore(sketch, at) != NONE;
    }

    /** The place of the negation before a token that is about it; {@link #NONE} where there is none. */
    static int placeBefore(Sketch sketch, int at) {
        int unknown = 0;
        for (int place = at - 1; place >= Math.max(0, at - REACH); place--) {
            String word = sketch.word(place);
            if (is(word)) {
                return isOfOthers(sketch, place) ? NONE : place;
            }
            if (isPhrase(sketch, place)) {
                return place;
            }
            if (word.equals("but")
                    || word.equals(",")
                    || word.equals(";")
                    || word.equals("that")
                    || word.equals("which")) {
                return NONE;
            }
            boolean passes = Vocabulary.isStopWord(sketch.token(place))
                    || sketch.role(place)
                            .filter(role -> role == Role.TABLE || role == Role.FIELD)
                            .isPresent()
                    || (sketch.role(place).filter(role -> role == Role.VALUE).isPresent()
                            && joins(sketch.word(place + 1)))
                    || word.equals("than");
            // One verb may stand between: "not made by X".
            if (!passes && (sketch.role(place).isPresent() || ++unknown > 1)) {
                return NONE;
            }
        }
        return NONE;
    }

    /**
     * The place of a negation that turns round what begins at a token: between them stands nothing that it could be about instead.
     *
     * @param passes places of words that belong to what is turned round
     */
    static int placeRightBefore(Sketch sketch, int at, IntPredicate passes) {
        for (int place = at - 1; place >= Math.max(0, at - REACH); place--) {
            if (is(sketch.word(place)) || isPhrase(sketch, place)) {
                return isOfOthers(sketch, place) ? NONE : place;
            }
            boolean second = place > 0 && isPhrase(sketch, place - 1);
            if (!second && !BETWEEN.contains(sketch.lemma(place)) && !passes.test(place)) {
                return NONE;
            }
        }
        return NONE;
    }

    /** A negation of a time or of a comparison is about nothing else, and a rhetorical one about nothing. */
    private static boolean isOfOthers(Sketch sketch, int place) {
        return isRhetorical(sketch, place)
                || sketch.role(place)
                        .filter(role -> role == Role.TIME || role == Role.NUMBER)
                        .isPresent();
    }

    /** {@code other than}, {@code leaving out}: negations of two words. */
    private static boolean isPhrase(Sketch sketch, int at) {
        return sketch.word(at + 1).equals(PHRASES.get(sketch.word(at)));
    }

    /** Takes the negations that have other words in them. */
    static void take(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            if (isPhrase(sketch, at)) {
                sketch.take(at, at + 2, Role.VALUE);
            }
        }
    }

    /** The place of a negation before a token in its clause; {@link #NONE} where there is none. */
    static int placeInClause(Sketch sketch, int at) {
        for (int place = at - 1; place >= Math.max(0, at - CLAUSE); place--) {
            String word = sketch.word(place);
            if ((is(word) || word.equals("nobody")) && !isOfOthers(sketch, place)) {
                return place;
            }
            if (isPhrase(sketch, place)) {
                return place;
            }
            if (word.equals("but") || word.equals("and") || sketch.token(place).is(Token.Kind.PUNCTUATION)) {
                return NONE;
            }
        }
        return NONE;
    }

    /** {@code X was not part of}, {@code X did not}: the place of the negation that follows; {@link #NONE} where there is none. */
    static int placeAfter(Sketch sketch, int end) {
        boolean verb = Set.of("was", "is", "were", "are", "did", "does", "do", "has", "have")
                .contains(sketch.word(end));
        int next = verb && sketch.word(end + 1).equals("not")
                ? end + 2
                : sketch.word(end).endsWith("n't") ? end + 1 : 0;
        boolean last = next >= sketch.size() || (next > 0 && sketch.token(next).is(Token.Kind.PUNCTUATION));
        return next > 0 && (last || PRESENCE.contains(sketch.word(next))) ? next - 1 : NONE;
    }

    /** The negations of a question that nothing in its reading stands for. */
    static List<String> unread(Sketch sketch) {
        List<String> unread = new ArrayList<>();
        for (int at = 0; at < sketch.size(); at++) {
            boolean phrase = isPhrase(sketch, at);
            if (!(phrase || is(sketch.word(at))) || sketch.isNegated(at) || isRhetorical(sketch, at)) {
                continue;
            }
            Role role = sketch.role(at).orElse(null);
            boolean read = role == Role.TOPIC ? !excludes(sketch, at) : role != null && !phrase;
            if (!read) {
                unread.add(phrase ? sketch.text(at, at + 2) : sketch.token(at).text());
            }
        }
        return unread;
    }

    /** {@code isn't there}, {@code why don't we}, {@code are there no}, {@code not only}: nothing is denied. */
    private static boolean isRhetorical(Sketch sketch, int at) {
        if (sketch.word(at).equals("no") && at == 2 && sketch.word(1).equals("there")) {
            return sketch.lemma(0).equals("be");
        }
        boolean contraction = sketch.word(at).endsWith("n't") || sketch.word(at).endsWith("n\u2019t");
        return (contraction && at <= 1 && RHETORICAL.contains(sketch.word(at + 1)))
                || sketch.word(at + 1).equals("only");
    }

    /** Whether a negation among the words of a search says what is not to be found: {@code about X but not about Y}. */
    private static boolean excludes(Sketch sketch, int at) {
        return EXCLUDING.contains(sketch.word(at))
                || isPhrase(sketch, at)
                || (sketch.word(at).equals("not")
                        && (Set.of("but", "and", ",").contains(sketch.word(at - 1))
                                || sketch.word(at + 1).equals("about")));
    }

    /** Whether a word joins one of several with the next. */
    static boolean joins(String word) {
        return word.equals("or") || word.equals("nor") || word.equals("and") || word.equals(",");
    }
}
