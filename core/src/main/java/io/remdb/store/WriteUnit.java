package io.remdb.store;

import java.util.List;

/**
 * Changes that become visible and durable together, or not at all.
 *
 * @param atomicity what the changes span: an engine with partitions may refuse or coordinate the wider one
 * @param changes in the order in which they take effect
 */
public record WriteUnit(Atomicity atomicity, List<Change> changes) {
    /** What a unit spans. */
    public enum Atomicity {
        /** One entity with what belongs to it: its vectors and outgoing edges. */
        ONE_ENTITY,
        /** Several entities. */
        SEVERAL_ENTITIES
    }

    public WriteUnit {
        changes = List.copyOf(changes);
    }
}
