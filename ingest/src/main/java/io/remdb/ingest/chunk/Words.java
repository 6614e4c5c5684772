package io.remdb.ingest.chunk;

/** Where words end: behind the white space that follows them. */
final class Words {
    private Words() {}

    /** Where the word ends that begins at {@code start}; white space there is part of it. */
    static int end(String text, int start, int limit) {
        int end = start;
        while (end < limit && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        while (end < limit && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        while (end < limit && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where the word begins that ends at {@code end}, with its white space. */
    static int start(String text, int end, int limit) {
        int start = end;
        while (start > limit && Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        while (start > limit && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }
}
