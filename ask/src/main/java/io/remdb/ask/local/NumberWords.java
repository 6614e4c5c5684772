package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers in digits and in words. */
final class NumberWords {
    private static final Map<String, Integer> SMALL = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("thirteen", 13),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16),
            Map.entry("seventeen", 17),
            Map.entry("eighteen", 18),
            Map.entry("nineteen", 19),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("sixty", 60),
            Map.entry("seventy", 70),
            Map.entry("eighty", 80),
            Map.entry("ninety", 90),
            Map.entry("dozen", 12));

    private static final Map<String, Integer> SCALES = Map.of("hundred", 100, "thousand", 1_000, "million", 1_000_000);

    private NumberWords() {}

    /** A number and the place after it. */
    record Found(BigDecimal value, int end) {
        int intValue() {
            return value.intValue();
        }
    }

    /** The number that begins at a token: {@code 3.5}, {@code five}, {@code twenty five}, {@code 2 million}, {@code a dozen}. */
    static Optional<Found> at(List<Token> tokens, int start) {
        if (start >= tokens.size()) {
            return Optional.empty();
        }
        Token first = tokens.get(start);
        if (first.is(Kind.NUMBER)) {
            return Optional.of(scaled(tokens, new BigDecimal(first.lemma()), start + 1));
        }
        if (first.lemma().equals("half")) {
            int next =
                    start + 1 < tokens.size() && tokens.get(start + 1).lemma().equals("a") ? start + 2 : start + 1;
            Integer scale = next < tokens.size() ? SCALES.get(tokens.get(next).lemma()) : null;
            return scale == null
                    ? Optional.empty()
                    : Optional.of(new Found(BigDecimal.valueOf(scale).divide(BigDecimal.TWO), next + 1));
        }
        boolean article = first.lemma().equals("a") && start + 1 < tokens.size() && scaleOrDozen(tokens.get(start + 1));
        int at = article ? start + 1 : start;
        Token word = tokens.get(at);
        if (article && SCALES.containsKey(word.lemma())) {
            return Optional.of(scaled(tokens, BigDecimal.ONE, at));
        }
        Integer small = word.is(Kind.WORD) ? SMALL.get(word.lemma()) : null;
        if (small == null) {
            return Optional.empty();
        }
        int value = small;
        int end = at + 1;
        if (value >= 20 && value % 10 == 0) {
            int next = end < tokens.size() && tokens.get(end).text().equals("-") ? end + 1 : end;
            Integer ones = next < tokens.size() ? SMALL.get(tokens.get(next).lemma()) : null;
            if (ones != null && ones > 0 && ones < 10) {
                value += ones;
                end = next + 1;
            }
        }
        return Optional.of(scaled(tokens, BigDecimal.valueOf(value), end));
    }

    private static boolean scaleOrDozen(Token token) {
        return SCALES.containsKey(token.lemma()) || token.lemma().equals("dozen");
    }

    private static Found scaled(List<Token> tokens, BigDecimal value, int end) {
        Integer scale = end < tokens.size() ? SCALES.get(tokens.get(end).lemma()) : null;
        return scale == null ? new Found(value, end) : new Found(value.multiply(BigDecimal.valueOf(scale)), end + 1);
    }
}
