package io.remdb;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table at the moment of an {@link EntityScan}.
 *
 * @param name of the table
 * @param schema the document of its schema; not to be modified
 * @param embeddings what its vectors are, by their names in {@link Entity#embeddings}; empty where nothing is embedded
 * @param rows how many rows it had, soft-deleted ones counted where the scan gives them; of a scan with a condition the most that
 *     can come
 */
public record ScannedTable(String name, ObjectNode schema, Map<String, Vectors> embeddings, long rows) {
    public ScannedTable {
        embeddings = Map.copyOf(embeddings);
    }

    /**
     * What vectors are comparable with.
     *
     * @param model the full name, such as {@code local:all-MiniLM-L6-v2}
     * @param dimension the length of each
     */
    public record Vectors(String model, int dimension) {}
}
