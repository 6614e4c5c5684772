package io.remdb.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row that has passed its schema and is ready to be written.
 *
 * @param id deterministic or random
 * @param properties without {@code edges}
 * @param keys the values under which it will be looked up
 * @param text what is to be embedded; empty for nothing
 * @param edges the links that it brings, with targets not yet resolved
 */
record PreparedRow(UUID id, ObjectNode properties, List<String> keys, String text, List<EdgeSpec> edges) {
    PreparedRow {
        edges = List.copyOf(edges);
    }

    /** This row in place of an earlier one of the same batch and id: its content, the edges of both. */
    PreparedRow replacing(PreparedRow earlier) {
        List<EdgeSpec> all = new ArrayList<>(earlier.edges);
        all.addAll(edges);
        return new PreparedRow(id, properties, keys, text, all);
    }
}
