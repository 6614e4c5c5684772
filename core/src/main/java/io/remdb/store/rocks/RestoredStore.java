package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.spi.replication.Shipment;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * A copy of a store that becomes a store of its own, without its keys: what was written to the original afterwards is written to it as it
 * was written there. One thread; the caller has the lock of its folder ({@link RocksStore#whileLocked}).
 */
public final class RestoredStore implements AutoCloseable {
    private final RocksHandle rocks;
    private final Path folder;
    private final UUID databaseId;

    private RestoredStore(RocksHandle rocks, Path folder, UUID databaseId) {
        this.rocks = rocks;
        this.folder = folder;
        this.databaseId = databaseId;
    }

    /** The newest version of the format that can be restored. */
    public static int formatVersion() {
        return Meta.FORMAT_VERSION;
    }

    /**
     * Opens the copy in a folder.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} where it is none, {@link ErrorCode#IO_ERROR}
     */
    public static RestoredStore open(Path folder, RemConfig config) {
        RocksHandle rocks = StoreOpener.openLocked(folder, config);
        byte[] id = rocks.get(Family.META, Meta.DATABASE_ID);
        if (id == null) {
            rocks.close();
            throw new RemException(ErrorCode.CORRUPTED, "The files of the backup are no database")
                    .with("path", folder)
                    .hint("Use another backup");
        }
        return new RestoredStore(rocks, folder, Bytes.uuidAt(id, 0));
    }

    /** The last entry of its log; empty where that has none any more. */
    public OptionalLong lastSequence() {
        try (ReadOptions reading = new ReadOptions();
                RocksIterator entries = rocks.iterator(Family.WAL, reading)) {
            entries.seekToLast();
            return entries.isValid() ? OptionalLong.of(KeyCodec.logSequence(entries.key())) : OptionalLong.empty();
        }
    }

    /** As {@link io.remdb.spi.replication.Replication#checksum}. */
    public OptionalLong checksum(long sequence) {
        return EntryChecksum.of(rocks, sequence);
    }

    /** Writes what the original has written. */
    public void write(List<Shipment> shipments) {
        if (!shipments.isEmpty()) {
            rocks.write(Batch.joined(shipments.stream().map(Shipment::writes).toList()));
        }
    }

    /**
     * Lets it go its own way: what it has is what the original had, and what is written from now on is another history. It is nobody's
     * replica and has none.
     */
    public void beginHistory(UUID historyId) {
        Batch batch = new Batch(rocks); // without a cipher: what is written here is readable in every store
        batch.put(Family.META, Meta.HISTORY, KeyCodec.id(historyId));
        batch.delete(Family.META, Meta.REPLICA_OF);
        batch.delete(Family.META, Meta.FENCED);
        batch.deleteRange(Family.META, Meta.REPLICA, Bytes.successor(Meta.REPLICA));
        rocks.write(batch);
        rocks.syncWal();
        OptionalLong last = lastSequence();
        if (KeyEntries.keyring(rocks).isEmpty() && last.isPresent()) {
            HeadWitness.plain(folder, databaseId).save(last.getAsLong());
        }
    }

    @Override
    public void close() {
        rocks.close();
    }
}
