package io.remdb.engine;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a row that is written back had besides its properties.
 *
 * @param createdAtMicros as of {@link StoredEntity}
 * @param modifiedAtMicros as of {@link StoredEntity}
 * @param deletedAtMicros as of {@link StoredEntity}
 * @param edges all that start at it
 * @param vectors all of its vectors; null where they are not known, so that its text is embedded
 */
record Restoration(
        long createdAtMicros,
        long modifiedAtMicros,
        long deletedAtMicros,
        List<StoredEdge> edges,
        @Nullable Map<EmbeddingSlot, float[]> vectors) {
    Restoration {
        edges = List.copyOf(edges);
        vectors = vectors == null ? null : Map.copyOf(vectors);
    }

    /** The row as it was, its version still to be set. */
    StoredEntity entity(int table, UUID id, byte[] properties) {
        return new StoredEntity(table, id, 0, createdAtMicros, modifiedAtMicros, deletedAtMicros, properties);
    }
}
