package io.remdb.store.rocks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB with its families, in terms of {@link Family} and of our errors. Callers have passed the {@link #gate}, except
 * in {@link #close}.
 */
final class RocksHandle {
    private static final long FLUSH_AT_CLOSE_BYTES = 16 << 20;

    /** Something that holds native memory of the open database. */
    interface Open {
        /** Releases it; also called by the store when it closes. Calling it again does nothing. */
        void release();
    }

    private final CallGate gate;
    private final Set<Open> cursors;
    private final RocksDB db;
    private final Map<Family, ColumnFamilyHandle> families;
    private final Map<Family, Integer> numbers;
    private final List<ColumnFamilyHandle> unused;
    private final NativeOptions options;
    private final Medium medium;
    private final RocksErrors errors;
    private final @Nullable FolderLock lock;
    private volatile StoreCipher cipher = PlainCipher.PLAIN;
    /** The last write, if it failed. */
    private volatile @Nullable RocksDBException failedWrite;

    private final Reading reading;
    private final WriteOptions writing;
    private final ReentrantLock writeOrder;
    private final RecentWrites recent;

    RocksHandle(
            RocksDB db,
            Map<Family, ColumnFamilyHandle> families,
            List<ColumnFamilyHandle> unused,
            NativeOptions options,
            Medium medium,
            RocksErrors errors,
            @Nullable FolderLock lock) {
        this.gate = new CallGate();
        this.cursors = ConcurrentHashMap.newKeySet();
        this.db = db;
        this.families = families;
        this.numbers = new EnumMap<>(Family.class);
        families.forEach((family, handle) -> numbers.put(family, handle.getID()));
        this.unused = unused;
        this.options = options;
        this.medium = medium;
        this.errors = errors;
        this.lock = lock;
        this.reading = Reading.now();
        this.writing = options.forWriting(medium);
        this.writeOrder = new ReentrantLock();
        this.recent = new RecentWrites();
    }

    private RocksHandle(RocksHandle other, Reading reading) {
        this.gate = other.gate;
        this.cursors = other.cursors;
        this.db = other.db;
        this.families = other.families;
        this.numbers = other.numbers;
        this.unused = other.unused;
        this.options = other.options;
        this.medium = other.medium;
        this.errors = other.errors;
        this.lock = other.lock;
        this.cipher = other.cipher;
        this.reading = reading;
        this.writing = other.writing;
        this.writeOrder = other.writeOrder;
        this.recent = other.recent;
    }

    /** The same database read in another way; only for reading, and not to be closed. */
    RocksHandle reading(Reading otherwise) {
        return new RocksHandle(this, otherwise);
    }

    CallGate gate() {
        return gate;
    }

    RocksErrors errors() {
        return errors;
    }

    RocksDB db() {
        return db;
    }

    /** What is between the store and RocksDB. */
    StoreCipher cipher() {
        return cipher;
    }

    /** Sets the cipher; before anything that it enciphers is read or written. */
    void encipher(StoreCipher by) {
        cipher = by;
    }

    ColumnFamilyHandle family(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    /** What RocksDB numbers a family with. */
    int number(Family family) {
        return Objects.requireNonNull(numbers.get(family));
    }

    /** How it is read. */
    Reading reading() {
        return reading;
    }

    byte @Nullable [] get(Family family, byte[] key) {
        byte[] storedKey = cipher.key(family, key);
        byte[] stored = getStored(family, storedKey);
        return stored == null ? null : cipher.open(family, storedKey, stored);
    }

    private byte @Nullable [] getStored(Family family, byte[] storedKey) {
        try {
            return db.get(family(family), reading.plain(), storedKey);
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
    }

    /**
     * Reads only the start of a value.
     *
     * @return the length of the whole value; negative when there is none
     */
    int getStart(Family family, byte[] key, byte[] start) {
        return switch (cipher) {
            case PlainCipher _ -> getPlainStart(family, key, start);
            case SealingCipher _ -> {
                byte[] value = get(family, key); // can only be opened as a whole
                if (value == null) {
                    yield -1;
                }
                System.arraycopy(value, 0, start, 0, Math.min(value.length, start.length));
                yield value.length;
            }
        };
    }

    private int getPlainStart(Family family, byte[] key, byte[] start) {
        try {
            return db.get(family(family), reading.plain(), key, start);
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
    }

    /**
     * The values in the order of the keys, null where there is none. RocksDB's call for many gives null for one that it cannot read, too (11.8.1, a
     * damaged block): what it does not have is asked for by itself, which tells the two apart and costs next to nothing where the filters know.
     */
    @SuppressWarnings("NullAway") // RocksDB does not say that elements can be null
    List<byte @Nullable []> getAll(Family family, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<byte[]> storedKeys = new ArrayList<>(keys.size());
        keys.forEach(key -> storedKeys.add(cipher.key(family, key)));
        List<byte @Nullable []> values;
        try {
            values = db.multiGetAsList(reading.plain(), Collections.nCopies(keys.size(), family(family)), storedKeys);
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
        for (int i = 0; i < values.size(); i++) {
            byte[] stored = values.get(i) == null ? getStored(family, storedKeys.get(i)) : values.get(i);
            if (stored != null) {
                values.set(i, cipher.open(family, storedKeys.get(i), stored));
            }
        }
        return values;
    }

    RocksIterator iterator(Family family, ReadOptions readOptions) {
        return db.newIterator(family(family), readOptions);
    }

    /** An iterator that ends early because of an error says so only here. */
    void requireRead(RocksIterator iterator) {
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
    }

    void write(Batch batch) {
        write(batch.serialised());
    }

    /**
     * Writes a batch as {@link Batch#serialised} makes it. One after the other, as RocksDB does it too: so each has its own place in
     * the log, and those who read along see them in that order.
     */
    void write(byte[] batch) {
        writeOrder.lock();
        try (WriteBatch writes = new WriteBatch(batch)) {
            db.write(writing, writes);
            failedWrite = null;
            if (recent.hasReaders()) {
                long next = db.getLatestSequenceNumber() + 1;
                recent.add(next - BatchReader.count(batch), next, batch);
            }
        } catch (RocksDBException e) {
            failedWrite = e;
            throw errors.of(e);
        } finally {
            writeOrder.unlock();
        }
    }

    /** The last writes, for those who read along. */
    RecentWrites recent() {
        return recent;
    }

    /**
     * Has the writes from now on kept for a reader.
     *
     * @return RocksDB's sequence of the next one
     */
    long readAlong() {
        writeOrder.lock();
        try {
            long next = db.getLatestSequenceNumber() + 1;
            recent.addReader(next);
            return next;
        } finally {
            writeOrder.unlock();
        }
    }

    /** Has the disk itself hold everything that was written. */
    void syncWal() {
        switch (medium) {
            case MEMORY -> {
                // There is no disk.
            }
            case DISK -> {
                RocksDBException failed = failedWrite;
                if (failed != null) {
                    // RocksDB recovers from a full disk by itself, but not once a sync has failed on the broken log
                    // file.
                    throw errors.of(failed);
                }
                try {
                    db.syncWal();
                } catch (RocksDBException e) {
                    throw errors.of(e);
                }
            }
        }
    }

    /** Frees the disk of whole files below {@code end}, which must have been deleted before. */
    void dropFilesBelow(Family family, byte[] start, byte[] end) {
        try {
            db.deleteFilesInRanges(family(family), List.of(start, end), false);
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
    }

    long property(Family family, String name) {
        try {
            return db.getLongProperty(family(family), name);
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
    }

    void register(Open cursor) {
        cursors.add(cursor);
    }

    /** How many hold native memory now: cursors, walks, snapshots. */
    int openCursors() {
        return cursors.size();
    }

    void unregister(Open cursor) {
        cursors.remove(cursor);
    }

    /** Releases what has been registered; a store that has been closed has done so. */
    void release(Open open) {
        int pass = gate.tryEnter();
        if (pass >= 0) {
            try {
                unregister(open);
                open.release();
            } finally {
                gate.leave(pass);
            }
        }
    }

    /** Waits for the calls that are under way, then releases everything. */
    void close() {
        recent.close();
        gate.close();
        cursors.forEach(Open::release);
        cursors.clear();
        try {
            syncWal();
            flushIfMuch();
        } finally {
            db.cancelAllBackgroundWork(true);
            families.values().forEach(ColumnFamilyHandle::close);
            unused.forEach(ColumnFamilyHandle::close);
            db.close();
            reading.close();
            options.close();
            if (lock != null) {
                lock.close();
            }
        }
    }

    /** What is left in RocksDB's own log is replayed at the next opening: quick for a little, slow for much. */
    private void flushIfMuch() {
        try (FlushOptions flush = new FlushOptions()) {
            if (medium == Medium.DISK
                    && db.getAggregatedLongProperty("rocksdb.cur-size-active-mem-table") >= FLUSH_AT_CLOSE_BYTES) {
                db.flush(flush, List.copyOf(families.values()));
            }
        } catch (RocksDBException e) {
            throw errors.of(e);
        }
    }
}
