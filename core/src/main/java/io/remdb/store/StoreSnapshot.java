package io.remdb.store;

/**
 * The entities, vectors, edges and indexes of a store as they were at one moment, whatever is written afterwards. What has been
 * replaced since stays on the disk until it is closed. Thread-safe.
 */
public interface StoreSnapshot extends AutoCloseable {
    /** Entities by identity; nothing can be committed here, and counters and receipts are those of now. */
    RecordStore records();

    /** Entities by value. */
    IndexStore indexes();

    @Override
    void close();
}
