package io.remdb.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the edges of one entity after the other, all seen from the same end and from one consistent view of the data at the time
 * it was opened. Reads no more than is asked for. Holds resources of the store until closed. One thread at a time.
 */
public interface EdgeWalk extends AutoCloseable {
    /**
     * Goes to before the first edge of an entity; the edges come by type and far end.
     *
     * @param near the entity at this walk's end of the edges
     * @param relType only this type; null for all
     */
    void moveTo(UUID near, @Nullable String relType);

    /** Goes to the next edge; false when there is none. */
    boolean next();

    /** The other end of the edge that it is at. */
    UUID far();

    /** The edge that it is at. */
    StoredEdge edge();

    @Override
    void close();
}
