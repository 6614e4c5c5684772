package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.store.StoreUpkeep.Compacted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;

/**
 * Compacts one family after the other. RocksDB does it in a thread that nobody interrupts, so that the caller can be, and so that a
 * database that is closed meanwhile does not wait for gigabytes to be written.
 */
final class FileCompaction {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final RocksHandle rocks;

    FileCompaction(RocksHandle rocks) {
        this.rocks = rocks;
    }

    Compacted run(ProgressListener progress) {
        flush();
        long before = bytes();
        Family[] families = Family.values();
        progress.progress(0, families.length);
        for (int done = 0; done < families.length; done++) {
            compact(families[done]);
            progress.progress(done + 1L, families.length);
        }
        return new Compacted(before, bytes());
    }

    /** What is in memory only would be compacted, too, and count as bytes that were not there before. */
    private void flush() {
        List<ColumnFamilyHandle> all = new ArrayList<>();
        for (Family family : Family.values()) {
            all.add(rocks.family(family));
        }
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            rocks.db().flush(options, all);
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    private long bytes() {
        long bytes = 0;
        for (Family family : Family.values()) {
            bytes += rocks.property(family, "rocksdb.live-sst-files-size");
        }
        return bytes;
    }

    private void compact(Family family) {
        AtomicReference<@Nullable RocksDBException> failure = new AtomicReference<>();
        try (CompactRangeOptions options = new CompactRangeOptions()
                .setExclusiveManualCompaction(false)
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)) {
            Thread worker = Thread.ofPlatform().name("rem-compaction").daemon().start(() -> {
                try {
                    rocks.db().compactRange(rocks.family(family), null, null, options);
                } catch (RocksDBException e) {
                    failure.set(e);
                }
            });
            await(worker, options);
        }
        RocksDBException failed = failure.get();
        if (failed != null) {
            throw rocks.errors().of(failed);
        }
    }

    /** Waits for it; where it is to end before that, waits until it has, for it uses what would be closed. */
    private void await(Thread worker, CompactRangeOptions options) {
        boolean interrupted = Thread.interrupted();
        boolean cancelled = interrupted;
        while (worker.isAlive()) {
            if (cancelled || rocks.gate().isClosing()) {
                cancelled = true;
                options.setCanceled(true);
            }
            try {
                var _ = worker.join(LOOK);
            } catch (InterruptedException _) {
                interrupted = true;
                cancelled = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (cancelled) {
            throw interrupted
                    ? new RemException(ErrorCode.CANCELLED, "The compaction was interrupted")
                            .hint("What was done until then is done; it can be run again at any time")
                    : new RemException(ErrorCode.CLOSED, "The database is closed");
        }
    }
}
