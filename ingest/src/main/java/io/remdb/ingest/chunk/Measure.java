package io.remdb.ingest.chunk;

import io.remdb.embedding.TextTokenizer;

/** How much a text counts. */
final class Measure {
    /**
     * A model knows no word of hundreds of letters, and no white space: to it either is next to nothing, however long it is. So many
     * characters count as a token at least, which is several times what any real text has.
     */
    private static final int MOST_CHARACTERS_OF_A_TOKEN = 32;

    private final TextTokenizer tokenizer;

    Measure(TextTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    int of(String text) {
        return Math.max(tokenizer.count(text), Math.ceilDiv(text.length(), MOST_CHARACTERS_OF_A_TOKEN));
    }
}
