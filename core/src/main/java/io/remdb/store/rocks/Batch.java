package io.remdb.store.rocks;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Writes to several families that are made together. One thread; to be closed. */
final class Batch implements AutoCloseable {
    private final WriteBatch batch = new WriteBatch();
    private final RocksHandle rocks;

    Batch(RocksHandle rocks) {
        this.rocks = rocks;
    }

    WriteBatch writes() {
        return batch;
    }

    void put(Family family, byte[] key, byte[] value) {
        try {
            batch.put(rocks.family(family), key, value);
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    void delete(Family family, byte[] key) {
        try {
            batch.delete(rocks.family(family), key);
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    /** Deletes from {@code start} up to, but without, {@code end}. */
    void deleteRange(Family family, byte[] start, byte[] end) {
        try {
            batch.deleteRange(rocks.family(family), start, end);
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    void deletePrefix(Family family, byte[] prefix) {
        deleteRange(family, prefix, Bytes.successor(prefix));
    }

    @Override
    public void close() {
        batch.close();
    }
}
