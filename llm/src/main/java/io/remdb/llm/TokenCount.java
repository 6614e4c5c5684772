package io.remdb.llm;

/**
 * Tokens that were read and written.
 *
 * @param input of requests
 * @param output of replies, what a model thinks included
 */
public record TokenCount(long input, long output) {
    /** None. */
    public static final TokenCount NONE = new TokenCount(0, 0);

    /** Both together. */
    public TokenCount plus(TokenCount other) {
        return new TokenCount(input + other.input, output + other.output);
    }
}
