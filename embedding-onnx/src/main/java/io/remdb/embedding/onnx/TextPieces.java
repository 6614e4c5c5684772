package io.remdb.embedding.onnx;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts a long text where a tokenizer of BERT's kind would cut it anyway, so that the tokens of the pieces are those of the
 * whole, but only one piece's tokens need memory at a time. Not thread-safe.
 *
 * <p>The best cut is after white space; next, before ASCII punctuation or a CJK ideograph, which are tokens of their own.
 * Where a piece has neither, one word fills it: it is cut anyway (the tokenizer knows no word of more than 100 letters).
 */
final class TextPieces implements Iterator<String> {
    /** Some 2,000 tokens of English: eight windows, so that few cuts fall into a text. */
    static final int PIECE_CHARS = 8192;

    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final char FIRST_IDEOGRAPH = '\u4e00';
    private static final char LAST_IDEOGRAPH = '\u9fff';

    private final String text;
    private int position;

    TextPieces(String text) {
        this.text = text;
    }

    @Override
    public boolean hasNext() {
        return position < text.length();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int start = position;
        position = text.length() - start <= PIECE_CHARS ? text.length() : cut(start, start + PIECE_CHARS);
        return text.substring(start, position);
    }

    private int cut(int start, int limit) {
        for (int end = limit; end > start; end--) {
            if (isWhiteSpace(text.charAt(end - 1))) {
                return end;
            }
        }
        for (int end = limit; end > start; end--) {
            if (isTokenOfItsOwn(text.charAt(end))) {
                return end;
            }
        }
        boolean splitsPair =
                Character.isHighSurrogate(text.charAt(limit - 1)) && Character.isLowSurrogate(text.charAt(limit));
        return splitsPair ? limit - 1 : limit;
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static boolean isTokenOfItsOwn(char c) {
        return PUNCTUATION.indexOf(c) >= 0 || (c >= FIRST_IDEOGRAPH && c <= LAST_IDEOGRAPH);
    }
}
