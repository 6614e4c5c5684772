package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.Shipment;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.LogFile;
import org.rocksdb.RocksDBException;
import org.rocksdb.TransactionLogIterator;

/**
 * What was written, as it stands in the files of RocksDB's own log: those in use, and those that are kept beside them for stores that
 * follow this one ({@link WalArchive}).
 */
final class WalFiles {
    private final RocksHandle rocks;
    private final ShipmentForm form;

    WalFiles(RocksHandle rocks) {
        this.rocks = rocks;
        this.form = new ShipmentForm(rocks);
    }

    /**
     * Where to read on for everything behind an entry of the log.
     *
     * @param position RocksDB's sequence of the write after it, or of the one that it was written with, where others were written with it
     * @param exact whether the files have the entry; else they only have the next one, and what was written between, which is no entry,
     *     may be gone
     */
    record Start(long position, boolean exact) {}

    /**
     * Where to read on.
     *
     * @param lastSequence of the log, at the earliest when {@code next} was read
     * @param next RocksDB's sequence of a write to come
     * @throws RemException {@link ErrorCode#NOT_FOUND} when the files do not go back so far
     */
    Start startAfter(long sequence, long lastSequence, long next) {
        List<LogFile> files = all();
        OptionalLong oldest = OptionalLong.empty();
        long oldestStart = next;
        for (int i = files.size() - 1; i >= 0; i--) {
            long start = files.get(i).startSequence();
            OptionalLong first = start == 0 ? OptionalLong.empty() : firstEntry(start);
            if (first.isPresent() && first.getAsLong() <= sequence) {
                return new Start(positionAfter(sequence, start), true);
            }
            if (first.isPresent()) {
                oldest = first;
            }
            if (start != 0) {
                oldestStart = start;
            }
        }
        boolean nothingMissing = oldest.isPresent() ? oldest.getAsLong() == sequence + 1 : lastSequence == sequence;
        if (nothingMissing) {
            return new Start(oldestStart, false);
        }
        throw gone(sequence);
    }

    private static RemException gone(long sequence) {
        return new RemException(ErrorCode.NOT_FOUND, "What was written after this is no longer kept")
                .with("sequence", sequence);
    }

    /** The files with the oldest first. */
    List<LogFile> all() {
        try {
            return rocks.db().getSortedWalFiles();
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    /** The first entry of the log that is written from a position on. */
    OptionalLong firstEntry(long position) {
        try (Reader reader = new Reader(position)) {
            RecentWrites.Write write = reader.next();
            while (write != null) {
                Shipment shipment = form.of(write.batch(), 0);
                if (shipment.entries() > 0) {
                    return OptionalLong.of(shipment.firstSequence());
                }
                write = reader.next();
            }
            return OptionalLong.empty();
        }
    }

    private long positionAfter(long sequence, long start) {
        try (Reader reader = new Reader(start)) {
            RecentWrites.Write write = reader.next();
            while (write != null) {
                Shipment shipment = form.of(write.batch(), 0);
                if (shipment.entries() > 0 && shipment.lastSequence() >= sequence) {
                    if (shipment.firstSequence() > sequence) {
                        throw gone(sequence);
                    }
                    return shipment.lastSequence() == sequence ? write.next() : write.position();
                }
                write = reader.next();
            }
            throw gone(sequence);
        }
    }

    /** Reads writes from a position on. One thread. */
    final class Reader implements AutoCloseable {
        private final TransactionLogIterator files;
        private final long start;
        private boolean begun;

        /** @param start RocksDB's sequence */
        Reader(long start) {
            this.start = start;
            try {
                this.files = rocks.db().getUpdatesSince(start);
            } catch (RocksDBException e) {
                throw rocks.errors().of(e);
            }
        }

        /** The next write; null at the end of what is there. */
        RecentWrites.@Nullable Write next() {
            while (true) {
                if (begun) {
                    files.next();
                }
                if (!files.isValid()) {
                    return atEnd();
                }
                begun = true;
                TransactionLogIterator.BatchResult result = files.getBatch();
                try (var batch = result.writeBatch()) {
                    byte[] writes = batch.data();
                    long next = result.sequenceNumber() + BatchReader.count(writes);
                    if (next > start) {
                        return new RecentWrites.Write(result.sequenceNumber(), next, writes);
                    }
                } catch (RocksDBException e) {
                    throw rocks.errors().of(e);
                }
            }
        }

        /** The end, where it is none that was torn: a later reader goes on from there. */
        private RecentWrites.@Nullable Write atEnd() {
            try {
                files.status();
                return null;
            } catch (RocksDBException e) {
                RemException error = rocks.errors().of(e);
                if (error.code() == ErrorCode.UNAVAILABLE) {
                    return null;
                }
                throw error;
            }
        }

        @Override
        public void close() {
            files.close();
        }
    }
}
