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
        /** An ordered index can be read in either direction, in order. */
        ORDERED_INDEX_SCAN
    }

    public StoreCapabilities {
        capabilities = Set.copyOf(capabilities);
    }

    /** Whether the engine has it. */
    public boolean has(Capability capability) {
        return capabilities.contains(capability);
    }
}
