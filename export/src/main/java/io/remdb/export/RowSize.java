package io.remdb.export;

import io.remdb.Entity;
import tools.jackson.databind.JsonNode;

/** About how many bytes a row is, so that batches of large rows are small. */
final class RowSize {
    private static final int ROW = 100;
    private static final int EDGE = 150;
    private static final int NODE = 16;

    private RowSize() {}

    static long of(Entity row) {
        long bytes = ROW + (long) EDGE * row.edges().size() + of(row.properties());
        for (float[] vector : row.embeddings().values()) {
            bytes += (long) Float.BYTES * vector.length;
        }
        return bytes;
    }

    private static long of(JsonNode node) {
        long bytes = NODE;
        if (node.isString()) {
            bytes += node.stringValue().length();
        } else if (node.isContainer()) {
            for (JsonNode child : node) {
                bytes += of(child);
            }
        }
        return bytes;
    }
}
