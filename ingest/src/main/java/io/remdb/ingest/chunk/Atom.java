package io.remdb.ingest.chunk;

import io.remdb.ingest.document.Block;
import io.remdb.ingest.document.BlockKind;

/**
 * What a chunk has whole or not at all.
 *
 * @param start its first character
 * @param end behind its last
 * @param tokens how much it counts
 * @param block of which it is, or is a part
 * @param blank whether it is nothing but white space
 */
record Atom(int start, int end, int tokens, Block block, boolean blank) {
    boolean heading() {
        return block.kind() == BlockKind.HEADING;
    }

    /** Whether a part of it may be said again: half a sentence says something, half a row of a table does not. */
    boolean prose() {
        return block.kind() == BlockKind.PARAGRAPH;
    }
}
