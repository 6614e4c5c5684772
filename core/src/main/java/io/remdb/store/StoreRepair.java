package io.remdb.store;

import io.remdb.embedding.EmbeddingSlot;
import java.util.Optional;
import java.util.UUID;

/** How the data of a store is repaired: what is derived is brought to what its source says. One thread. */
public interface StoreRepair extends StoreCheck {
    /** As {@link #parts}, but by the schema of now, which stays until {@link #settled} returns. */
    Optional<RowParts> partsNow(StoredEntity entity);

    /** Does something while no table is changed. */
    void settled(Runnable work);

    /** Hears of an entity that lacks a vector, or has one that is not of its table's model. */
    void lacksVector(int table, UUID id, EmbeddingSlot slot);

    /**
     * Hears of what was done.
     *
     * @param part of the store: a family
     * @param what was done: a fixed sentence
     * @param count of how many
     */
    void mended(String part, String what, long count);
}
