package io.remdb.ask.local;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/**
 * Base forms of English words, by rule and a short list of exceptions: good enough to compare a question with the names and values of a
 * schema, both of which go through it.
 */
final class Lemmas {
    private static final int FIRST_ACCENT = 128;
    private static final int SHORTEST_PLURAL = 4;
    private static final int SHORTEST_STEM = 3;

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("people", "person"),
            Map.entry("persons", "person"),
            Map.entry("children", "child"),
            Map.entry("men", "man"),
            Map.entry("women", "woman"),
            Map.entry("feet", "foot"),
            Map.entry("mice", "mouse"),
            Map.entry("criteria", "criterion"),
            Map.entry("data", "data"),
            Map.entry("news", "news"),
            Map.entry("series", "series"),
            Map.entry("species", "species"),
            Map.entry("movies", "movie"),
            Map.entry("cookies", "cookie"),
            Map.entry("lives", "life"),
            Map.entry("knives", "knife"),
            Map.entry("shelves", "shelf"),
            Map.entry("has", "have"),
            Map.entry("had", "have"),
            Map.entry("does", "do"),
            Map.entry("did", "do"),
            Map.entry("done", "do"),
            Map.entry("is", "be"),
            Map.entry("are", "be"),
            Map.entry("was", "be"),
            Map.entry("were", "be"),
            Map.entry("been", "be"),
            Map.entry("being", "be"),
            Map.entry("wrote", "write"),
            Map.entry("written", "write"),
            Map.entry("came", "come"),
            Map.entry("sent", "send"),
            Map.entry("bought", "buy"),
            Map.entry("made", "make"),
            Map.entry("paid", "pay"),
            Map.entry("spent", "spend"),
            Map.entry("sold", "sell"),
            Map.entry("led", "lead"),
            Map.entry("ran", "run"),
            Map.entry("held", "hold"),
            Map.entry("met", "meet"),
            Map.entry("went", "go"),
            Map.entry("gone", "go"),
            Map.entry("got", "get"),
            Map.entry("gave", "give"),
            Map.entry("given", "give"),
            Map.entry("took", "take"),
            Map.entry("taken", "take"),
            Map.entry("said", "say"),
            Map.entry("told", "tell"),
            Map.entry("began", "begin"),
            Map.entry("begun", "begin"),
            Map.entry("built", "build"),
            Map.entry("cost", "cost"),
            Map.entry("read", "read"),
            Map.entry("felt", "feel"),
            Map.entry("left", "leave"),
            Map.entry("better", "good"),
            Map.entry("worse", "bad"));

    private Lemmas() {}

    /** The singular of a noun; other words as they are, irregular verb forms apart. */
    static String of(String word) {
        String lower = withoutPossessive(word.toLowerCase(Locale.ROOT));
        String irregular = IRREGULAR.get(lower);
        if (irregular != null) {
            return irregular;
        }
        if (lower.length() < SHORTEST_PLURAL || !lower.endsWith("s") || endsWithAny(lower, "ss", "us", "is", "'s")) {
            return lower;
        }
        if (lower.endsWith("ies")) {
            return lower.length() > SHORTEST_PLURAL ? cut(lower, 3) + "y" : cut(lower, 1);
        }
        if (endsWithAny(lower, "sses", "xes", "zzes", "ches", "shes")) {
            return cut(lower, 2);
        }
        return cut(lower, 1);
    }

    /** A lemma without the endings of verbs, for comparing {@code ordered}, {@code ordering} and {@code order}. */
    static String stem(String lemma) {
        String stem = lemma;
        if (stem.endsWith("ing") && stem.length() >= SHORTEST_STEM + 3) {
            stem = undoubled(cut(stem, 3));
        } else if (stem.endsWith("ied") && stem.length() > SHORTEST_STEM + 1) {
            stem = cut(stem, 3) + "y";
        } else if (stem.endsWith("ed") && stem.length() >= SHORTEST_STEM + 2) {
            stem = undoubled(cut(stem, 2));
        } else if (stem.endsWith("er") && stem.length() >= SHORTEST_STEM + 3) {
            stem = undoubled(cut(stem, 2));
        }
        return stem.endsWith("e") && stem.length() > SHORTEST_STEM ? cut(stem, 1) : stem;
    }

    /** Whether words of one stem are forms of one word: {@code plan} and {@code plane}, {@code contain} and {@code container} are not. */
    static boolean areForms(String lemma, String other) {
        boolean verbs = hasEnding(lemma) || hasEnding(other);
        boolean agent = lemma.endsWith("er") != other.endsWith("er");
        return lemma.equals(other) || (verbs && !agent);
    }

    private static boolean hasEnding(String lemma) {
        return lemma.endsWith("ing") || lemma.endsWith("ed");
    }

    /** Whether a word is the form of a verb after "have": {@code placed}, {@code bought}. */
    static boolean isParticiple(String word) {
        return word.endsWith("ed") || (IRREGULAR.containsKey(word) && !word.endsWith("s") && !of(word).equals("be"));
    }

    /** Letters without their accents: who types a name in haste leaves them out. */
    static String withoutAccents(String words) {
        return words.chars().allMatch(letter -> letter < FIRST_ACCENT)
                ? words
                : Normalizer.normalize(words, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    }

    private static String undoubled(String stem) {
        int last = stem.length() - 1;
        boolean doubled =
                last > 1 && stem.charAt(last) == stem.charAt(last - 1) && "bdgmnprt".indexOf(stem.charAt(last)) >= 0;
        return doubled ? cut(stem, 1) : stem;
    }

    private static String withoutPossessive(String word) {
        String plain = word.replace('\u2019', '\'');
        if (plain.endsWith("'s")) {
            return cut(plain, 2);
        }
        return plain.endsWith("s'") ? cut(plain, 1) : plain;
    }

    private static boolean endsWithAny(String word, String... endings) {
        for (String ending : endings) {
            if (word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String word, int characters) {
        return word.substring(0, word.length() - characters);
    }
}
