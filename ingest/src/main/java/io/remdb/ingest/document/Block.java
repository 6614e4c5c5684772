package io.remdb.ingest.document;

/**
 * A stretch of a document's text, with the white space that separates it from the next.
 *
 * @param kind what it is
 * @param start its first character in the text
 * @param end behind its last
 * @param page where it stands: a page or slide, from 1; 0 where there are none
 * @param level of a heading, 1 to 6; 0 of anything else
 * @param title of a heading, without marks; empty of anything else
 */
public record Block(BlockKind kind, int start, int end, int page, int level, String title) {
    /** The deepest heading. */
    public static final int DEEPEST_LEVEL = 6;

    public Block {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("an empty block: " + start + " to " + end);
        }
    }
}
