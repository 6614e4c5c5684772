package io.remdb.store;

import java.util.Set;

/**
 * What an engine can do; the planner does the rest as residual work.
 *
 * @param capabilities what it has
 */
public record StoreCapabilities(Set<Capability> capabilities) {
    /** Something that not every engine can do. */
    public enum Capability {
        /** A unit of several entities is atomic. */
        ATOMIC_ACROSS_ENTITIES,
        /** A cursor sees one consistent view. */
        SNAPSHOT_READS,
        /** An index can be read by ranges, in either direction, in order; without it only by values that are equal. */
        ORDERED_INDEX_SCAN,
        /** An entry of an index tells what the entity has in other indexed fields, well enough to leave out nearly all that have another value. */
        INDEX_TELLS_OTHER_FIELDS,
        /** The entities of a table are scanned in the order of their ids; without it in another one, which is always the same. */
        ORDERED_ID_SCAN
    }

    public StoreCapabilities {
        capabilities = Set.copyOf(capabilities);
    }

    /** Whether the engine has it. */
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }
}
