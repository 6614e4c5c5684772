package io.remdb.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that become visible and durable together, or not at all.
 *
 * @param atomicity what the changes span: an engine with partitions may refuse or coordinate the wider one
 * @param changes in the order in which they take effect
 * @param receipt what is kept of it, where it may be asked for again; null: nothing. Without changes there is none
 */
public record WriteUnit(
        Atomicity atomicity, List<Change> changes, @Nullable Receipt receipt) {
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

    /** A unit of which nothing is kept. */
    public WriteUnit(Atomicity atomicity, List<Change> changes) {
        this(atomicity, changes, null);
    }

    /** The same, of which this is kept. */
    public WriteUnit with(Receipt receipt) {
        return new WriteUnit(atomicity, changes, receipt);
    }
}
