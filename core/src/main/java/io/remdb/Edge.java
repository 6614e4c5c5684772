package io.remdb;

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
public record Edge(UUID src, UUID dst, String relType, ObjectNode properties, Instant createdAt) {}
