package io.remdb.schema;

import java.io.Reader;

/**
 * Reads a text without ever filling a buffer with half of a surrogate pair at its end: SnakeYAML Engine (3.0.1, StreamReader) reads the other
 * half behind the end of its buffer.
 */
final class PairReader extends Reader {
    private final String text;
    private int at;

    PairReader(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
        if (at == text.length()) {
            return length == 0 ? 0 : -1;
        }
        int end = Math.min(text.length(), at + length);
        if (end < text.length() && end > at + 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int count = end - at;
        text.getChars(at, end, buffer, offset);
        at = end;
        return count;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
