package io.remdb.ingest.chunk;

import java.util.List;

/**
 * A piece of a document's text.
 *
 * @param ordinal its place in the document, from 0
 * @param start its first character, which the chunk before may have too
 * @param ownStart the first character that no chunk before has: what lies from there to {@code end} of all chunks is the text
 * @param end behind its last character
 * @param headings the headings that it stands under, from the outermost
 * @param firstPage the page on which its own text begins, from 1; 0 where there are no pages
 * @param lastPage the page on which it ends
 */
public record Chunk(int ordinal, int start, int ownStart, int end, List<String> headings, int firstPage, int lastPage) {
    public Chunk {
        headings = List.copyOf(headings);
    }

    /** Its text. */
    public String content(String text) {
        return text.substring(start, end);
    }
}
