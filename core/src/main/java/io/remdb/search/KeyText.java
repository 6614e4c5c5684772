package io.remdb.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A key, or a text that is compared with keys, without what makes no difference: letters in the form that Unicode calls
 * compatible (NFKC), small, without accents.
 *
 * @param folded the whole text
 * @param words its runs of letters and digits; each ideograph and each symbol such as an emoji is a word of its own
 * @param parts the words, those in camel case taken apart; equal to {@code words} where there are none
 */
record KeyText(String folded, List<String> words, List<String> parts) {
    /** Words that are looked at; the rest of a key that is a text is left out. */
    static final int MOST_WORDS = 48;
    /** Characters of a word, and of a whole key, that are compared where not everything is. */
    static final int LONGEST_WORD = 64;

    static final int LONGEST_WHOLE = 128;

    private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");
    private static final int FIRST_NOT_ASCII = 0x80;

    /** What becomes of a character. */
    private enum Kind {
        SEPARATOR,
        UPPER,
        OTHER,
        ALONE
    }

    /** Takes a text apart. */
    static KeyText of(String text) {
        String normal = isAscii(text) ? text : withoutAccents(text);
        List<String> words = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        split(normal, words, parts);
        return new KeyText(foldCase(normal), words, parts.equals(words) ? words : parts);
    }

    /** The beginning of the whole text: what is in the index. */
    String whole() {
        return cut(folded, LONGEST_WHOLE);
    }

    /** Whether some word is in camel case. */
    boolean hasParts() {
        return !parts.equals(words);
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_NOT_ASCII) {
                return false;
            }
        }
        return true;
    }

    /** Only European accents go: the marks of other scripts are letters. */
    private static String withoutAccents(String text) {
        String taken = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        return Normalizer.normalize(taken, Normalizer.Form.NFC);
    }

    /** By way of capitals, so that ß is ss; with one sigma. */
    private static String foldCase(String text) {
        return isAscii(text)
                ? text.toLowerCase(Locale.ROOT)
                : text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    }

    private static void split(String text, List<String> words, List<String> parts) {
        int at = 0;
        while (at < text.length() && words.size() < MOST_WORDS) {
            int start = at;
            Kind kind = kind(text.codePointAt(at));
            at += Character.charCount(text.codePointAt(at));
            switch (kind) {
                case SEPARATOR -> {}
                case ALONE -> {
                    words.add(text.substring(start, at));
                    parts.add(text.substring(start, at));
                }
                case UPPER, OTHER -> {
                    while (at < text.length() && isInWord(kind(text.codePointAt(at)))) {
                        at += Character.charCount(text.codePointAt(at));
                    }
                    addWord(text.substring(start, at), words, parts);
                }
            }
        }
    }

    private static boolean isInWord(Kind kind) {
        return kind == Kind.UPPER || kind == Kind.OTHER;
    }

    private static Kind kind(int character) {
        if (Character.isUpperCase(character)) {
            return Kind.UPPER;
        }
        if (Character.isIdeographic(character)) {
            return Kind.ALONE;
        }
        return switch (Character.getType(character)) {
            case Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL ->
                character < FIRST_NOT_ASCII ? Kind.SEPARATOR : Kind.ALONE;
            case Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> Kind.OTHER;
            default -> Kind.SEPARATOR;
        };
    }

    private static void addWord(String word, List<String> words, List<String> parts) {
        words.add(cut(foldCase(word), LONGEST_WORD));
        int start = 0;
        for (int i = 1; i < word.length() && parts.size() < MOST_WORDS; i++) {
            if (isBoundary(word, i)) {
                parts.add(cut(foldCase(word.substring(start, i)), LONGEST_WORD));
                start = i;
            }
        }
        parts.add(cut(foldCase(word.substring(start)), LONGEST_WORD));
    }

    /** Before the capital of {@code rustTokio}, and before the last one of {@code HTTPServer}. */
    private static boolean isBoundary(String word, int at) {
        return Character.isUpperCase(word.charAt(at))
                && (Character.isLowerCase(word.charAt(at - 1))
                        || (at + 1 < word.length()
                                && Character.isUpperCase(word.charAt(at - 1))
                                && Character.isLowerCase(word.charAt(at + 1))));
    }

    /** The beginning of a text, cut between two characters. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
