package io.remdb.store;

import io.remdb.spi.replication.Replication;
import java.util.List;
import java.util.Optional;

/**
 * All durable data of one database. Thread-safe.
 *
 * <p>A unit applied by {@link RecordStore#commit} is there whole after a crash of the process or not at all; a
 * {@link CommitResult.Applied} survives a killed process always, and a power failure once {@link #sync} has returned or where
 * {@code P8_WAL_SYNC} is {@code always}.
 */
public interface Store extends AutoCloseable {
    /** What this engine can do. */
    StoreCapabilities capabilities();

    /** The version of the format on disk. */
    int formatVersion();

    /** The tables that are defined. */
    List<TableDefinition> tables();

    /** The highest number that any table has ever had; 0 for none. */
    int highestTableNumber();

    /** Entities by identity, and writes. */
    RecordStore records();

    /** Entities by value. */
    IndexStore indexes();

    /** The log. */
    LogStore log();

    /** Copies of this store; empty where it has no files of which one could be made. */
    Optional<Replication> replication();

    /** The keys, where it is encrypted. */
    Optional<StoreEncryption> encryption();

    /** Everything as it is now, for reading that takes long; see {@link StoreCapabilities.Capability#SNAPSHOT_READS}. */
    StoreSnapshot snapshot();

    /** How large it is, and what makes it smaller. */
    StoreUpkeep upkeep();

    /** Has what is written measured from now on; to be called before that. */
    void observe(StoreObserver observer);

    /** Returns when everything acknowledged survives a power failure. */
    void sync();

    /** Syncs and releases the folder. Calling it again does nothing; any other call after it fails with CLOSED. */
    @Override
    void close();
}
