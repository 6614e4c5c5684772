package io.remdb.store;

import io.remdb.embedding.EmbeddingSlot;
import java.util.Set;

/**
 * What an entity should have beside itself.
 *
 * @param derived its index entries and keys
 * @param vectors the slots in which it should have a vector
 */
public record RowParts(Change.Derived derived, Set<EmbeddingSlot> vectors) {
    /** Nothing. */
    public static final RowParts NONE = new RowParts(Change.Derived.NONE, Set.of());

    public RowParts {
        vectors = Set.copyOf(vectors);
    }
}
