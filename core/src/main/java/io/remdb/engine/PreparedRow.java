package io.remdb.engine;

import io.remdb.embedding.EmbeddingSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row that has passed its schema and is ready to be written.
 *
 * @param id deterministic or random
 * @param properties without {@code edges}
 * @param keys the values under which it will be looked up
 * @param text what is to be embedded; empty for nothing
 * @param edges the links that it brings, with targets not yet resolved
 * @param restoration what it is written back with; null for a row that is new, or changed now
 */
record PreparedRow(
        UUID id,
        ObjectNode properties,
        List<String> keys,
        String text,
        List<EdgeSpec> edges,
        @Nullable Restoration restoration) {
    PreparedRow {
        edges = List.copyOf(edges);
    }

    /** A row that is new, or changed now. */
    PreparedRow(UUID id, ObjectNode properties, List<String> keys, String text, List<EdgeSpec> edges) {
        this(id, properties, keys, text, edges, null);
    }

    /** The vectors that it brings, which are all that it has; null where its text is to be embedded. */
    @Nullable
    Map<EmbeddingSlot, float[]> vectors() {
        return restoration == null ? null : restoration.vectors();
    }

    /** This row in place of an earlier one of the same batch and id: its content, the edges of both, unless it says which it has. */
    PreparedRow replacing(PreparedRow earlier) {
        if (restoration != null) {
            return this;
        }
        List<EdgeSpec> all = new ArrayList<>(earlier.edges);
        all.addAll(edges);
        return new PreparedRow(id, properties, keys, text, all);
    }
}
