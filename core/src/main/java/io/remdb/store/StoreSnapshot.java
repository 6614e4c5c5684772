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

    /** Reads everything and says what is not as it was written. */
    StoreContents verify(StoreCheck check);

    /**
     * The same, always {@link io.remdb.Verification.Depth#DEEP}, and brings what is derived to what its source says, in units of the log:
     * each is right by what is there when it is written. What cannot be mended stays as it is.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#READ_ONLY} in a replica
     */
    StoreContents repair(StoreRepair repair);

    /** The same for the index entries and keys of the rows of one table. */
    void repairIndexes(int table, StoreRepair repair);

    @Override
    void close();
}
