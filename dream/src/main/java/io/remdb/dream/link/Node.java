package io.remdb.dream.link;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A moment or a resource, as far as linking needs it.
 *
 * @param id of its row
 * @param kind what it is
 * @param time when it began
 * @param centre what it is about, of unit length
 * @param parts of a moment: the resources in it
 * @param tags of a moment
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
public record Node(UUID id, Kind kind, Instant time, float[] centre, List<UUID> parts, List<String> tags) {
    /** What a node is. */
    public enum Kind {
        /** A moment. */
        MOMENT,
        /** A resource. */
        RESOURCE
    }

    public Node {
        parts = List.copyOf(parts);
        tags = List.copyOf(tags);
    }

    /** Whether one of both is in the other anyway. */
    boolean contains(Node other) {
        return parts.contains(other.id) || other.parts.contains(id);
    }
}
