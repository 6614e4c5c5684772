package io.remdb.dream.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of a text. Immutable. */
public final class Words {
    /** A word: letters and digits, with what holds them together, such as {@code follow-up}, {@code 4.2}, {@code don't}. */
    static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’._-][\\p{L}\\p{N}]+)*");

    private static final Set<String> FUNCTION_WORDS = WordList.read("function-words.txt");
    private static final int SHORTEST_STEM = 3;

    private Words() {}

    /** Whether a word says nothing by itself. */
    public static boolean functional(String word) {
        return FUNCTION_WORDS.contains(plain(word));
    }

    /** The words of a text in lower case, those that say something. */
    public static List<String> content(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = plain(matcher.group());
            if (!FUNCTION_WORDS.contains(word) && word.codePoints().anyMatch(Character::isLetter)) {
                words.add(stem(word));
            }
        }
        return words;
    }

    /** All words of a text, stemmed. */
    public static List<String> stems(String text) {
        return WORD.matcher(text).results().map(word -> stem(word.group())).toList();
    }

    /** A word in lower case with a straight apostrophe. */
    static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    /** A word without the endings of number and possession: {@code customers'} and {@code customer} are the same word. */
    public static String stem(String word) {
        String stem = plain(word);
        if (stem.endsWith("'s")) {
            stem = stem.substring(0, stem.length() - 2);
        }
        if (stem.length() > SHORTEST_STEM + 1 && stem.endsWith("ies")) {
            return stem.substring(0, stem.length() - 3) + "y";
        }
        boolean plural = stem.length() > SHORTEST_STEM
                && stem.endsWith("s")
                && !stem.endsWith("ss")
                && !stem.endsWith("us")
                && !stem.endsWith("is");
        return plural ? stem.substring(0, stem.length() - 1) : stem;
    }
}
