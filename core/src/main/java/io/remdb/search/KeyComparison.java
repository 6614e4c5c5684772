package io.remdb.search;

import io.remdb.KeyMatch.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much keys are like a text, as a number that means the same in every table: it knows nothing of how often words occur.
 *
 * <p>The best tier counts. Within the tiers, what counts is how much of the key the text covers, and for {@link Tier#SIMILAR}
 * the larger of two similarities: of the whole texts, {@code 1 - distance / length of the longer} ({@link EditDistance}); and of the
 * words, the mean of each one's similarity to the word of the key that it is most like (A. E. Monge and C. P. Elkan, "The field
 * matching problem: algorithms and applications", KDD 1996), long words counting for more, as a key that has other words besides
 * is less alike. Thread-safe.
 */
public final class KeyComparison {
    private static final double LEAST_PREFIX = 0.9;
    private static final double LEAST_WORDS = 0.75;
    /** What is less alike than this is not alike. */
    private static final double LEAST_SIMILARITY = 0.6;

    private static final double BEGINS_WORD = 0.95;
    /** A word with more errors than half of its letters is another word. */
    private static final double LEAST_WORD_SIMILARITY = 0.5;
    /** The part of the similarity by words that the rest of the key can cost. */
    private static final double COVERAGE_WEIGHT = 0.1;

    private static final int MOST_ERRORS_IN_WORD = 2;
    private static final int MOST_ERRORS = 3;
    /** A single letter begins too many words, and is too short for an error. */
    static final int SHORTEST_BEGINNING = 2;

    static final int SHORTEST_WITH_ERROR = 3;

    private final KeyText text;
    private final int[] whole;
    private final List<List<String>> readings;

    /** Compares keys with the text of a query. */
    public KeyComparison(KeyQuery query) {
        this.text = query.text();
        this.whole = text.whole().codePoints().toArray();
        this.readings = text.hasParts() ? List.of(text.words(), text.parts()) : List.of(text.words());
    }

    /**
     * What a comparison says.
     *
     * @param score 0 to 1
     * @param tier the band of scores that it lies in
     */
    public record Similarity(double score, Tier tier) {}

    /** How much a key is like the text; empty when it is not. */
    public Optional<Similarity> with(String key) {
        KeyText other = KeyText.of(key);
        if (other.folded().equals(text.folded())) {
            return Optional.of(new Similarity(1, Tier.EXACT));
        }
        if (other.folded().startsWith(text.folded())) {
            double covered = (double) text.folded().length() / other.folded().length();
            return Optional.of(new Similarity(LEAST_PREFIX + (1 - LEAST_PREFIX) * covered, Tier.PREFIX));
        }
        double found = -1;
        double similar = similarityOfWhole(other);
        int letters = letters(other.words());
        List<String> tokens = tokens(other);
        for (List<String> words : readings) {
            double coverage = letters == 0 ? 0 : Math.min(1.0, (double) letters(words) / letters);
            if (hasAll(words, tokens)) {
                found = Math.max(found, coverage);
            } else {
                similar = Math.max(similar, similarity(words, tokens) * (1 - COVERAGE_WEIGHT * (1 - coverage)));
            }
        }
        if (found >= 0) {
            return Optional.of(new Similarity(LEAST_WORDS + (LEAST_PREFIX - LEAST_WORDS) * found, Tier.WORDS));
        }
        return similar >= LEAST_SIMILARITY
                ? Optional.of(new Similarity(LEAST_WORDS * similar, Tier.SIMILAR))
                : Optional.empty();
    }

    private double similarityOfWhole(KeyText other) {
        int[] otherWhole = other.whole().codePoints().toArray();
        int most = whole.length < SHORTEST_WITH_ERROR ? 0 : MOST_ERRORS;
        int distance = EditDistance.of(whole, otherWhole, most);
        return distance > most ? 0 : 1 - (double) distance / Math.max(whole.length, otherWhole.length);
    }

    /** A word in camel case stands for itself and for its parts. */
    private static List<String> tokens(KeyText key) {
        if (!key.hasParts()) {
            return key.words();
        }
        List<String> tokens = new ArrayList<>(key.words());
        tokens.addAll(key.parts());
        return tokens;
    }

    private static int letters(List<String> words) {
        int letters = 0;
        for (String word : words) {
            letters += word.length();
        }
        return letters;
    }

    private static boolean hasAll(List<String> words, List<String> tokens) {
        for (String word : words) {
            if (!has(word, tokens)) {
                return false;
            }
        }
        return !words.isEmpty();
    }

    private static boolean has(String word, List<String> tokens) {
        for (String token : tokens) {
            if (token.equals(word) || beginsWith(token, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWith(String token, String word) {
        return word.length() >= SHORTEST_BEGINNING && token.startsWith(word);
    }

    private static double similarity(List<String> words, List<String> tokens) {
        double sum = 0;
        for (String word : words) {
            double best = 0;
            for (String token : tokens) {
                best = Math.max(best, similarity(word, token));
            }
            sum += word.length() * best;
        }
        return words.isEmpty() ? 0 : sum / letters(words);
    }

    /** Of two words: 1 for the same, 0 for different ones. */
    static double similarity(String word, String token) {
        if (token.equals(word)) {
            return 1;
        }
        double best = beginsWith(token, word) ? BEGINS_WORD : 0;
        if (word.length() < SHORTEST_WITH_ERROR) {
            return best;
        }
        int distance = EditDistance.of(word, token, MOST_ERRORS_IN_WORD);
        if (distance > MOST_ERRORS_IN_WORD) {
            return best;
        }
        double similarity = 1 - (double) distance / Math.max(word.length(), token.length());
        return similarity < LEAST_WORD_SIMILARITY ? best : Math.max(best, similarity);
    }
}
