package io.remdb.backup.archive;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.backup.BackupErrors;
import io.remdb.backup.archive.ArchiveFrame.Until.Then;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a store writes into its archive, in a thread of its own, some moments after it was written. Writers do not wait for it.
 * What is not on the store's disk yet is not archived: so the archive is never ahead of the store, not even after a power failure. What it
 * cannot write it keeps trying; where the store no longer has what is missing, the archive goes on behind a gap, and says so.
 */
public final class LogArchiver implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(LogArchiver.class.getName());
    private static final int MOST_BYTES = 4 << 20;
    private static final long FILE_BYTES = 16 << 20;
    /** Between two looks at what was written: many small writes are taken together. */
    private static final long PAUSE_MS = 20;

    /** Whoever ends the archiver waits so long at the most for it to notice. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LONGEST_COMMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_PENDING = 1_000;
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Whoever asks how it gets on waits so long for a beginning at the most. */
    private static final long LONGEST_START_MS = 1_000;

    /** While nothing is written, the archive says so this often. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What was written last is given so long to be archived when the database is closed. */
    private static final long LONGEST_END_MS = 30_000;

    private final Replication replication;
    private final Path archive;
    private final Duration interval;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable Trouble trouble;
    private final CountDownLatch tried = new CountDownLatch(1);

    private @Nullable ArchiveFileWriter writer;
    /** The last entry that is in the archive. */
    private volatile long archived;
    /** Whether it says that the database was closed with that entry: one that is only opened adds nothing. */
    private boolean closed;

    private long saidNanos;
    /** Shipments without an entry, until one with an entry comes: a store that is only opened leaves no file. */
    private final List<Shipment> pending = new ArrayList<>();

    /** Why nothing can be archived, and since when. */
    private record Trouble(Instant since, String problem) {}

    private LogArchiver(Replication replication, Path archive, Duration interval, InstantSource clock) {
        this.replication = replication;
        this.archive = archive;
        this.interval = interval;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("rem-log-archiver").unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param archive the folder of archives, in which each history has its own
     * @param interval after which what was written is in the archive
     */
    public static LogArchiver start(Replication replication, Path archive, Duration interval, InstantSource clock) {
        LogArchiver archiver = new LogArchiver(replication, archive, interval, clock);
        archiver.thread.start();
        return archiver;
    }

    private void run() {
        while (true) {
            try {
                work();
                return;
            } catch (InterruptedException _) {
                return;
            } catch (RemException e) {
                if (e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CONFLICT) {
                    end(e);
                    return;
                }
                tell(e);
            } finally {
                closeFile();
                pending.clear();
            }
            if (stopping || !pause(RETRY)) {
                return;
            }
        }
    }

    private void end(RemException e) {
        if (e.code() != ErrorCode.CLOSED) {
            LOGGER.log(Level.ERROR, "The log is not archived", e);
            remember(e);
        }
    }

    /** Once, until it works again. */
    private void tell(RemException e) {
        if (trouble == null) {
            LOGGER.log(Level.WARNING, "The log cannot be archived, which is tried again and again", e);
        }
        remember(e);
    }

    private void remember(RemException e) {
        Trouble before = trouble;
        trouble = new Trouble(before == null ? clock.instant() : before.since(), e.getMessage());
        tried.countDown();
    }

    private void succeeded() {
        trouble = null;
        tried.countDown();
    }

    /** How it gets on: right after the opening, when it has tried for the first time. Thread-safe. */
    public Statistics.Archiving state() {
        try {
            var _ = tried.await(LONGEST_START_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Trouble now = trouble;
        return new Statistics.Archiving(archived, now == null ? null : now.since(), now == null ? null : now.problem());
    }

    private static boolean pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void work() throws InterruptedException {
        ArchiveEnd end = ArchiveEnd.of(logArchive(), replication);
        archived = end.sequence();
        closed = end.closed();
        replication.archived(archived);
        try (ShipmentReader reader = reader()) {
            saidNanos = System.nanoTime();
            sayUntilNow(Then.OPEN);
            while (true) {
                boolean last = stopping;
                List<Shipment> batch = collect(reader, last);
                if (!batch.isEmpty()) {
                    write(batch);
                } else if (last) {
                    sayUntilNow(Then.CLOSED);
                    return;
                } else if (System.nanoTime() - saidNanos >= QUIET_NANOS) {
                    sayUntilNow(Then.OPEN);
                }
            }
        }
    }

    private ShipmentReader reader() {
        try {
            return replication.read(archived);
        } catch (RemException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
        long last = replication.log().lastSequence();
        LOGGER.log(
                Level.WARNING,
                "The archive of the log lacks entries {0} to {1}, which the database no longer has as they were written:"
                        + " make a backup, from which it can be restored to what comes after them",
                Long.toString(archived + 1),
                Long.toString(last));
        archived = last;
        replication.archived(last);
        return replication.read(last);
    }

    /** What was written within the interval; with an end in sight, what is there. */
    private List<Shipment> collect(ShipmentReader reader, boolean last) throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        List<Shipment> batch = new ArrayList<>();
        long bytes = 0;
        while (bytes < MOST_BYTES) {
            long left = end - System.nanoTime();
            if (left <= 0 || (last && archivedWith(batch) >= replication.log().lastSequence())) {
                break;
            }
            List<Shipment> next = reader.next(MOST_BYTES, Duration.ofNanos(Math.min(left, LONGEST_WAIT_NANOS)));
            for (Shipment shipment : next) {
                batch.add(shipment);
                bytes += shipment.writes().length;
            }
            if (stopping && !last) {
                break;
            }
            if (!next.isEmpty() && bytes < MOST_BYTES && !last) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        }
        return batch;
    }

    private long archivedWith(List<Shipment> batch) {
        return batch.isEmpty() ? archived : Math.max(archived, batch.getLast().lastSequence());
    }

    /** A write is seen here a moment before the store counts it as committed. */
    private void awaitOnDisk(long sequence) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_COMMIT_NANOS;
        while (replication.sync() < sequence) {
            if (System.nanoTime() - end > 0) {
                throw new RemException(ErrorCode.UNAVAILABLE, "What was written is not on the disk yet")
                        .with("sequence", sequence);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void write(List<Shipment> batch) throws InterruptedException {
        pending.addAll(batch);
        if (pending.size() < MOST_PENDING && pending.stream().allMatch(shipment -> shipment.entries() == 0)) {
            return;
        }
        long last = pending.getLast().lastSequence();
        awaitOnDisk(last);
        List<ArchiveFrame> frames = new ArrayList<>();
        pending.forEach(shipment -> frames.add(new ArchiveFrame.Writes(shipment)));
        frames.add(new ArchiveFrame.Mark(last, replication.checksum(last).orElse(0)));
        try {
            file().append(frames);
        } catch (IOException e) {
            throw unwritable(e);
        }
        succeeded();
        closed = false;
        saidNanos = System.nanoTime() - QUIET_NANOS;
        pending.clear();
        archived = last;
        replication.archived(last);
        if (writer != null && writer.bytes() >= FILE_BYTES) {
            closeFile();
        }
    }

    /** That all is here: a restore to a time after the last entry would not know it otherwise. */
    private void sayUntilNow(Then then) {
        if (closed) {
            succeeded();
            return;
        }
        Replication.LogMoment moment = replication.moment();
        if (moment.lastSequence() != archived) {
            return;
        }
        // What is committed next may have the same microsecond.
        Instant at = Instant.EPOCH.plus(moment.atMicros() - 1, ChronoUnit.MICROS);
        try {
            file().append(new ArchiveFrame.Until(archived, at, then));
        } catch (IOException e) {
            throw unwritable(e);
        }
        succeeded();
        saidNanos = System.nanoTime();
    }

    private RemException unwritable(IOException e) {
        return BackupErrors.of(e, "The archive of the log cannot be written", archive);
    }

    private ArchiveFileWriter file() throws IOException {
        ArchiveFileWriter current = writer;
        if (current == null) {
            History history = replication.history();
            current = logArchive()
                    .begin(new ArchiveFrame.Header(history.databaseId(), history.epochs(), archived, clock.instant()));
            writer = current;
        }
        return current;
    }

    private LogArchive logArchive() {
        return LogArchive.of(archive, replication.history().databaseId());
    }

    private void closeFile() {
        ArchiveFileWriter current = writer;
        writer = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A file of the archive of the log cannot be closed", e);
            }
        }
    }

    /** Archives what was written so far, as far as that takes no long time, and ends. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(LONGEST_END_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
