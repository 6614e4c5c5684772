package io.remdb.store;

import io.remdb.embedding.EmbeddingSlot;
import java.util.List;
import java.util.UUID;

/**
 * One change of a {@link WriteUnit}; without the derived parts (index entries, keys) also what a {@link LogEntry} tells its
 * followers.
 */
public sealed interface Change {
    /** Makes or changes the numbers of a table. */
    record DefineTable(TableDefinition definition) implements Change {}

    /** Removes a table that has no entities. */
    record DropTable(int table) implements Change {}

    /**
     * Writes an entity.
     *
     * @param entity the new state; its version is set by the store
     * @param expectedVersion the version of the state that this was computed from; 0: the entity must not exist
     * @param before what is derived from the state that it replaces; {@link Derived#NONE} for a new entity
     * @param after what is derived from the new state
     */
    record PutEntity(StoredEntity entity, long expectedVersion, Derived before, Derived after) implements Change {}

    /**
     * Removes an entity for good, with its vectors. Its edges are removed by changes of their own: when one that starts at it
     * is not among them, the unit is in conflict.
     *
     * @param expectedVersion as for {@link PutEntity}
     * @param before what is derived from the state that goes
     * @param wasDeleted whether it was soft-deleted, for the counters
     */
    record RemoveEntity(int table, UUID id, long expectedVersion, Derived before, boolean wasDeleted)
            implements Change {}

    /**
     * Demands that an entity is as it was when the unit was computed; changes nothing and is not in the log.
     *
     * @param expectedVersion as for {@link PutEntity}
     */
    record RequireEntity(int table, UUID id, long expectedVersion) implements Change {}

    /**
     * Writes an edge; the same source, type and target is the same edge.
     *
     * @param creation what becomes of the time at which an edge that is there was first written
     */
    record PutEdge(StoredEdge edge, Creation creation) implements Change {
        /** What becomes of the time at which an edge that is there was first written. */
        public enum Creation {
            /** It stays: with another time the unit is in conflict. */
            KEPT,
            /** It becomes the given one. */
            REPLACED
        }

        /** An edge that keeps the time of its creation. */
        public PutEdge(StoredEdge edge) {
            this(edge, Creation.KEPT);
        }
    }

    /** Removes an edge, if it is there. */
    record RemoveEdge(UUID src, String relType, UUID dst) implements Change {}

    /** Writes a vector of an entity. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PutEmbedding(int table, UUID id, EmbeddingSlot slot, float[] vector) implements Change {}

    /** Removes a vector, if it is there. */
    record RemoveEmbedding(int table, UUID id, EmbeddingSlot slot) implements Change {}

    /**
     * Writes index entries of an entity that is not itself written: a new index over existing rows. Not in the log.
     *
     * @param expectedVersion as for {@link PutEntity}; the entity's version stays as it is
     * @param deleted whether the entity is soft-deleted
     * @param entries all that it has, in indexes that there were before, too: an index may tell of other fields
     */
    record PutIndexEntries(int table, UUID id, long expectedVersion, boolean deleted, List<IndexEntry> entries)
            implements Change {}

    /** Removes a whole index of a table. */
    record DropIndex(int table, int field) implements Change {}

    /** Removes all vectors of a table's slot. */
    record DropEmbeddings(int table, EmbeddingSlot slot) implements Change {}

    /**
     * What the schema derives from an entity.
     *
     * @param indexEntries its places in the ordered indexes, those of one field side by side
     * @param keys the values under which it is looked up, distinct
     */
    record Derived(List<IndexEntry> indexEntries, List<String> keys) {
        /** Nothing. */
        public static final Derived NONE = new Derived(List.of(), List.of());

        public Derived {
            indexEntries = List.copyOf(indexEntries);
            keys = List.copyOf(keys);
        }
    }
}
