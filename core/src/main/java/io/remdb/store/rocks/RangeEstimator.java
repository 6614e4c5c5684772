package io.remdb.store.rocks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/**
 * About how many index entries lie between two keys. A range that looks small is counted; a large one is judged by the bytes that
 * it takes in files and by RocksDB's statistics of what is still in memory.
 */
final class RangeEstimator {
    /** Counting so many costs some ten microseconds. */
    private static final int COUNTED_AT_MOST = 256;
    /** Block boundaries make the approximation wrong by less than this. */
    private static final long SURELY_LARGE = 4096;

    private static final int ESTIMATES_BETWEEN_REFRESHES = 4096;
    private static final long TYPICAL_ENTRY_BYTES = 24;

    private final RocksHandle rocks;
    private volatile long entryBytes = TYPICAL_ENTRY_BYTES;
    private final AtomicInteger untilRefresh = new AtomicInteger();

    RangeEstimator(RocksHandle rocks) {
        this.rocks = rocks;
    }

    long estimate(byte[] start, byte[] end) {
        if (Arrays.compareUnsigned(start, end) >= 0) {
            return 0;
        }
        try (Slice lower = new Slice(start);
                Slice upper = new Slice(end)) {
            long about = approximate(new Range(lower, upper));
            if (about >= SURELY_LARGE) {
                return about;
            }
            int counted = count(lower, upper);
            return counted < COUNTED_AT_MOST ? counted : Math.max(counted, about);
        }
    }

    private int count(Slice lower, Slice upper) {
        try (ReadOptions reading = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                RocksIterator iterator = rocks.iterator(Family.INDEXES, reading)) {
            int count = 0;
            for (iterator.seekToFirst(); count < COUNTED_AT_MOST && iterator.isValid(); iterator.next()) {
                count++;
            }
            return count;
        }
    }

    private long approximate(Range range) {
        long inFiles = rocks.db()
                .getApproximateSizes(rocks.family(Family.INDEXES), List.of(range), SizeApproximationFlag.INCLUDE_FILES)[
                0];
        long inMemory = rocks.db().getApproximateMemTableStats(rocks.family(Family.INDEXES), range).count;
        return inMemory + inFiles / averageEntryBytes();
    }

    /** Bytes that an entry takes in files on the average, after compression. Racing threads may refresh it twice. */
    private long averageEntryBytes() {
        if (untilRefresh.getAndDecrement() <= 0) {
            untilRefresh.set(ESTIMATES_BETWEEN_REFRESHES);
            long bytes = rocks.property(Family.INDEXES, "rocksdb.live-sst-files-size");
            long entries = rocks.property(Family.INDEXES, "rocksdb.estimate-num-keys")
                    - rocks.property(Family.INDEXES, "rocksdb.num-entries-active-mem-table")
                    - rocks.property(Family.INDEXES, "rocksdb.num-entries-imm-mem-tables");
            entryBytes = bytes > 0 && entries > 0 ? Math.max(1, bytes / entries) : TYPICAL_ENTRY_BYTES;
        }
        return entryBytes;
    }
}
