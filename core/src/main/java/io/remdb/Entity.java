package io.remdb;

import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row of one table.
 *
 * @param id deterministic where the row has a key, else random
 * @param entityType the table: the schema's short name
 * @param createdAt when the row was first written, UTC, microseconds
 * @param modifiedAt when it was last written, UTC, microseconds
 * @param deletedAt when it was soft-deleted; null while it is alive
 * @param edges the links that start here, by type and far end: all of them where the entity was read by its id or is one of a
 *     listed table; the first {@value #MAX_EDGES_CARRIED} where it was found (by a key, a search, a traversal), so that an
 *     entity with a million links costs no more than another: fewer are all there are, and {@link RemDatabase#edges} gives the rest
 * @param properties the user's JSON object; not to be modified
 * @param embeddings vectors by name ({@code embedding}, {@code embedding_alt}); empty unless asked for
 */
public record Entity(
        UUID id,
        String entityType,
        Instant createdAt,
        Instant modifiedAt,
        @Nullable Instant deletedAt,
        List<Edge> edges,
        ObjectNode properties,
        Map<String, float[]> embeddings) {
    /** The most links that an entity carries as one of the results of a lookup, a search or a traversal. */
    public static final int MAX_EDGES_CARRIED = 100;

    public Entity {
        edges = List.copyOf(edges);
        embeddings = Map.copyOf(embeddings);
    }

    /** {@code {"id", "entity_type", "created_at", "modified_at", "deleted_at", "edges", "properties"}}, without the vectors. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("id", id.toString());
        json.put("entity_type", entityType);
        json.put("created_at", Timestamps.text(createdAt));
        json.put("modified_at", Timestamps.text(modifiedAt));
        json.put("deleted_at", deletedAt == null ? null : Timestamps.text(deletedAt));
        ArrayNode links = json.putArray("edges");
        edges.forEach(edge -> links.add(edge.json()));
        json.set("properties", properties);
        return json;
    }

    /** Whether the row is soft-deleted. */
    public boolean deleted() {
        return deletedAt != null;
    }
}
