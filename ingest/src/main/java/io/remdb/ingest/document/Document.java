package io.remdb.ingest.document;

import java.util.List;

/**
 * The text of a file and what is known of it.
 *
 * @param contentType media type, such as {@code application/pdf}
 * @param text everything that can be read in it
 * @param blocks that make up the text: the first begins at its start, each next where the one before ends, the last ends with it
 * @param info what the file says of itself
 */
public record Document(String contentType, String text, List<Block> blocks, DocumentInfo info) {
    public Document {
        blocks = List.copyOf(blocks);
        int end = 0;
        for (Block block : blocks) {
            if (block.start() != end) {
                throw new IllegalArgumentException("a gap or an overlap at " + end);
            }
            end = block.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("the blocks end at " + end + ", the text at " + text.length());
        }
    }
}
