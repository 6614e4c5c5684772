package io.remdb.store;

import io.remdb.embedding.EmbeddingSlot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entities, their vectors and edges, by identity. Thread-safe. Reads see every unit that was acknowledged before them. */
public interface RecordStore {
    /** The table that an entity is in. */
    OptionalInt tableOf(UUID id);

    /** An entity of a table, soft-deleted or not. */
    Optional<StoredEntity> get(int table, UUID id);

    /** Entities of a table in the order of the ids, null where there is none. */
    List<@Nullable StoredEntity> getAll(int table, List<UUID> ids);

    /** Entities of any tables in the order of the ids, null where there is none. */
    List<@Nullable StoredEntity> getAll(List<UUID> ids);

    /**
     * The entities of a table in the order of the store: that of their ids, or, where it is encrypted, another that stays the same.
     *
     * @param after resume behind this id, whether there is a row of it or not; null from the start
     */
    Cursor<StoredEntity> scan(int table, @Nullable UUID after);

    /** A vector of an entity. */
    Optional<float[]> embedding(int table, UUID id, EmbeddingSlot slot);

    /** Vectors in the order of the ids, null where there is none. */
    List<float @Nullable []> embeddings(int table, EmbeddingSlot slot, List<UUID> ids);

    /** All vectors of a table in the order of the ids. */
    Cursor<StoredEmbedding> scanEmbeddings(int table, EmbeddingSlot slot);

    /**
     * The edges that start at an entity, by type and target.
     *
     * @param relType only this type; null for all
     */
    Cursor<StoredEdge> edgesFrom(UUID src, @Nullable String relType);

    /** The edges that end at an entity, by type and source. */
    Cursor<StoredEdge> edgesTo(UUID dst, @Nullable String relType);

    /** A walk along edges, which reads the edges of many entities at less cost than a cursor for each. */
    EdgeWalk walk(EdgeEnd near);

    /** One edge. */
    Optional<StoredEdge> edge(UUID src, String relType, UUID dst);

    /** The counters of a table. */
    TableCounts counts(int table);

    /**
     * Applies a unit.
     *
     * @throws RepeatedRequestException when there is a receipt of its request already
     */
    CommitResult commit(WriteUnit unit);

    /** The receipt of a request, unless many others have been written since. */
    Optional<Receipt> receipt(UUID request);
}
