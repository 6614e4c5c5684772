package io.remdb;

import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A directed link between two entities.
 *
 * @param src where it starts
 * @param dst where it ends; the entity may not exist yet
 * @param relType what the link says, such as {@code authored_by}
 * @param properties the link's own data, empty when there is none; not to be modified
 * @param createdAt when it was first written, UTC, microseconds
 */
public record Edge(UUID src, UUID dst, String relType, ObjectNode properties, Instant createdAt) {
    /** {@code {"src", "dst", "rel_type", "properties", "created_at"}}. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("src", src.toString());
        json.put("dst", dst.toString());
        json.put("rel_type", relType);
        json.set("properties", properties);
        json.put("created_at", Timestamps.text(createdAt));
        return json;
    }
}
