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
        return Math.max(tokenizer.count(text), least(text.length()));
    }

    /**
     * How much a part of a text counts, where it counts no more than {@code most}; else some larger number, which it takes no longer to
     * find however long the part is.
     */
    int of(String text, int start, int end, int most) {
        int least = least(end - start);
        return least > most ? least : of(text.substring(start, end));
    }

    /** More characters than this are more tokens than these. */
    static int mostCharacters(int tokens) {
        return tokens * MOST_CHARACTERS_OF_A_TOKEN;
    }

    private static int least(int characters) {
        return Math.ceilDiv(characters, MOST_CHARACTERS_OF_A_TOKEN);
    }
}
