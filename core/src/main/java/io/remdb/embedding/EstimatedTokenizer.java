package io.remdb.embedding;

/**
 * Counts tokens on the safe side where a model's own tokenizer is not to be had: spaces and small letters of Latin text take 0.3 tokens
 * (0.2 to 0.25 in truth), capitals, digits and signs one (so that base64 and numbers fit), everything else 1.5.
 *
 * @param windowTokens the most tokens of a text that the model reads at once
 */
public record EstimatedTokenizer(int windowTokens) implements TextTokenizer {
    private static final double LATIN = 0.3;
    private static final double SIGN = 1;
    private static final double OTHER = 1.5;

    @Override
    public int count(String text) {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(tokens(text)));
    }

    /** The tokens of a text, not rounded. */
    public static double tokens(String text) {
        double tokens = 0;
        for (int i = 0; i < text.length(); i++) {
            tokens += tokens(text.charAt(i));
        }
        return tokens;
    }

    /** The tokens that a character adds. */
    public static double tokens(char character) {
        if (character == ' ' || (character >= 'a' && character <= 'z')) {
            return LATIN;
        }
        return character < 128 ? SIGN : OTHER;
    }

    @Override
    public void close() {}
}
