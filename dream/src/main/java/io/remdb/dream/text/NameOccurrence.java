package io.remdb.dream.text;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words with capitals in a text that may be somebody's name, and what stands around them.
 *
 * @param words without a title
 * @param title such as {@code Dr}; empty where there is none
 * @param before the word before it in lower case; empty at the beginning of a sentence
 * @param after the word after it in lower case; empty where a sign comes first
 * @param opening whether it opens a sentence, where every word has a capital
 * @param called whether somebody is called by it: {@code Anna, can you}, {@code thanks Anna!}
 * @param possessive whether {@code 's} follows
 */
record NameOccurrence(
        List<String> words,
        String title,
        String before,
        String after,
        boolean opening,
        boolean called,
        boolean possessive) {
    private static final int MOST_WORDS = 3;
    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "dr",
            "doctor",
            "prof",
            "professor",
            "sir",
            "lady",
            "herr",
            "frau",
            "señor",
            "señora",
            "monsieur",
            "madame");
    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*");
    private static final Pattern POSSESSIVE = Pattern.compile("['’]s?$");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:…\"“”(\\n]\\s*$");

    /** What may be a name in a text. */
    static List<NameOccurrence> in(String text) {
        List<Token> tokens = tokens(text);
        List<NameOccurrence> found = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            if (!tokens.get(i).capital() || tokens.get(i).word().equals("I")) {
                i++;
                continue;
            }
            int start = i;
            i++;
            while (i < tokens.size()
                    && tokens.get(i).capital()
                    && !tokens.get(i - 1).possessive()
                    && (tokens.get(i).gap().isBlank()
                            || (isTitle(tokens.get(i - 1))
                                    && tokens.get(i).gap().equals(". ")))) {
                i++;
            }
            occurrence(text, tokens, start, i).ifPresent(found::add);
        }
        return found;
    }

    /** The words as they would be written. */
    String name() {
        return String.join(" ", words);
    }

    private static Optional<NameOccurrence> occurrence(String text, List<Token> tokens, int from, int end) {
        int start = from;
        boolean opening = tokens.get(start).opening();
        while (end - start > 1 && partsFromName(tokens.get(start))) {
            start++;
            opening = false;
        }
        String title = "";
        if (end - start > 1 && isTitle(tokens.get(start))) {
            title = tokens.get(start).word();
            start++;
        }
        if (end - start > MOST_WORDS) {
            return Optional.empty(); // a heading
        }
        List<String> words =
                tokens.subList(start, end).stream().map(Token::word).toList();
        Token last = tokens.get(end - 1);
        String following = end < tokens.size() ? tokens.get(end).gap() : text.substring(last.end());
        String after = end < tokens.size() && following.isBlank()
                ? lower(tokens.get(end).word())
                : "";
        Token first = tokens.get(start);
        String before =
                start > 0 && first.gap().isBlank() ? lower(tokens.get(start - 1).word()) : "";
        boolean called = (first.opening() || first.gap().contains(",") || GREETINGS.contains(before))
                && (following.startsWith(",") || following.startsWith("!") || following.startsWith("?"));
        return Optional.of(new NameOccurrence(words, title, before, after, opening, called, last.possessive()));
    }

    private static final Set<String> CALENDAR = Stream.concat(
                    Arrays.stream(DayOfWeek.values()).map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH)),
                    Arrays.stream(Month.values()).map(month -> month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)))
            .map(NameOccurrence::lower)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> GREETINGS =
            Set.of("hi", "hello", "hey", "dear", "thanks", "thank", "sorry", "ok", "please");

    /** "With Anna" and "Dear Anna" at the beginning of a sentence, and "Friday Anna" anywhere; but the Old Mill is all name. */
    private static boolean partsFromName(Token token) {
        return (token.opening() && (Words.functional(token.word()) || GREETINGS.contains(lower(token.word()))))
                || CALENDAR.contains(lower(token.word()));
    }

    private static boolean isTitle(Token token) {
        return TITLES.contains(lower(token.word()));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            String gap = text.substring(end, matcher.start());
            String word = matcher.group();
            Matcher possessive = POSSESSIVE.matcher(word);
            boolean owns = possessive.find();
            String bare = owns ? word.substring(0, possessive.start()) : word;
            boolean opening = tokens.isEmpty() || SENTENCE_END.matcher(gap).find();
            tokens.add(new Token(bare, gap, opening, owns, matcher.end()));
            end = matcher.end();
        }
        return tokens;
    }

    private record Token(String word, String gap, boolean opening, boolean possessive, int end) {
        /** Whether it is written as a name is: USB and NOT are not. */
        boolean capital() {
            return !word.isEmpty()
                    && Character.isUpperCase(word.codePointAt(0))
                    && word.codePoints().skip(1).anyMatch(Character::isLowerCase);
        }
    }
}
