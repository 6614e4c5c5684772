package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestorePoint;
import io.remdb.backup.BackupManifest;
import io.remdb.backup.archive.ArchiveFrame;
import io.remdb.backup.archive.ArchivedLog;
import io.remdb.backup.archive.LogArchive;
import io.remdb.spi.replication.Shipment;
import io.remdb.store.rocks.RestoredStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what was written after a backup to a copy of it, up to a point. One thread, once. */
final class LogReplay {
    private static final long BATCH_BYTES = 4 << 20;

    /**
     * How far a copy has got.
     *
     * @param sequence of the last entry
     * @param committedAt when that was
     * @param entries that were written to it
     * @param completeUntil everything that was committed until then is in it
     */
    record Reached(long sequence, Instant committedAt, long entries, Instant completeUntil) {
        Reached completeUntil(@Nullable Instant moment) {
            return moment == null || moment.isBefore(completeUntil)
                    ? this
                    : new Reached(sequence, committedAt, entries, moment);
        }
    }

    private final RestoredStore store;
    private final RestorePoint to;
    private final List<Shipment> batch = new ArrayList<>();
    private long batchBytes;
    private Reached reached;

    private LogReplay(RestoredStore store, BackupManifest backup, RestorePoint to) {
        this.store = store;
        this.to = to;
        this.reached = new Reached(
                backup.sequence(), backup.committedAt(), 0, later(backup.createdAt(), backup.committedAt()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    /**
     * Before a backup is copied.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for a time that is still to come
     */
    static void requirePast(RestorePoint to) {
        Instant now = Instant.now();
        if (to instanceof RestorePoint.Time(Instant time) && time.isAfter(now)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The time to restore to is in the future")
                    .with("to", time)
                    .with("now", now.truncatedTo(ChronoUnit.SECONDS))
                    .hint("A time without a zone is local, and a day means its end; --to latest restores everything"
                            + " that there is");
        }
    }

    /**
     * Brings a copy of a backup up to where the options say.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when the archive does not reach that far, {@link ErrorCode#INVALID_ARGUMENT} when there is none, {@link ErrorCode#CORRUPTED} when what
     *     it has is not what was written, {@link ErrorCode#CONFLICT}
     */
    static Reached replay(RestoredStore store, BackupManifest backup, RestoreOptions options) {
        LogReplay replay = new LogReplay(store, backup, options.to());
        return switch (options.to()) {
            case RestorePoint.OfBackup _ -> replay.reached;
            case RestorePoint.Sequence(long sequence) when sequence == backup.sequence() -> replay.reached;
            case RestorePoint.Time(Instant time)
            when !hasLog(backup, options) && replay.isComplete(time) -> replay.reached;
            case RestorePoint.Sequence _, RestorePoint.Time _, RestorePoint.Latest _ ->
                replay.run(backup, options.logArchive());
        };
    }

    private static boolean hasLog(BackupManifest backup, RestoreOptions options) {
        Path archive = options.logArchive();
        return archive != null
                && Files.isDirectory(LogArchive.of(archive, backup.historyId()).folder());
    }

    private boolean isComplete(Instant time) {
        return !time.isAfter(reached.completeUntil());
    }

    private Reached run(BackupManifest backup, @Nullable Path archive) {
        if (archive == null) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "There is no archive of the log to restore from")
                    .with("to", text(to))
                    .with("reaches", reached.sequence())
                    .with("until", reached.committedAt())
                    .hint("Name it with --archive or P8_WAL_ARCHIVE; without --to, what the backup has is restored");
        }
        LogArchive ofHistory = LogArchive.of(archive, backup.historyId());
        if (!Files.isDirectory(ofHistory.folder())) {
            throw new RemException(ErrorCode.NOT_FOUND, "The archive has no log of the database that was backed up")
                    .with("archive", archive)
                    .with("to", text(to))
                    .with("reaches", reached.sequence())
                    .with("until", reached.committedAt())
                    .hint(
                            "Name the folder that P8_WAL_ARCHIVE was when it was written to; without --to, what the backup"
                                    + " has is restored");
        }
        try (ArchivedLog log = ArchivedLog.read(ofHistory, backup.epochs(), backup.sequence())) {
            boolean there = false;
            for (ArchiveFrame frame = log.next(); frame != null && !there; frame = there ? null : log.next()) {
                there = switch (frame) {
                    case ArchiveFrame.Header _, ArchiveFrame.Until _ -> false;
                    case ArchiveFrame.Mark mark -> {
                        check(mark, ofHistory);
                        yield false;
                    }
                    case ArchiveFrame.Writes(Shipment shipment) -> take(shipment);
                };
            }
            write();
            if (!there) {
                reached = reached.completeUntil(log.until());
            }
            requireThere(there, log, ofHistory);
            return there && to instanceof RestorePoint.Time(Instant time) ? reached.completeUntil(time) : reached;
        }
    }

    /** Whether the point is reached. */
    private boolean take(Shipment shipment) {
        if (isBeyond(shipment)) {
            return true;
        }
        batch.add(shipment);
        batchBytes += shipment.writes().length;
        if (batchBytes >= BATCH_BYTES) {
            write();
        }
        if (shipment.entries() > 0) {
            Instant committedAt = Instant.EPOCH.plus(shipment.committedAtMicros(), ChronoUnit.MICROS);
            reached = new Reached(
                    shipment.lastSequence(),
                    committedAt,
                    reached.entries() + shipment.entries(),
                    later(reached.completeUntil(), committedAt));
        }
        return to instanceof RestorePoint.Sequence(long sequence) && reached.sequence() == sequence;
    }

    private boolean isBeyond(Shipment shipment) {
        return switch (to) {
            case RestorePoint.Sequence(long sequence) -> shipment.lastSequence() > sequence;
            case RestorePoint.Time(Instant time) ->
                shipment.entries() > 0 && shipment.committedAtMicros() > ChronoUnit.MICROS.between(Instant.EPOCH, time);
            case RestorePoint.OfBackup _, RestorePoint.Latest _ -> false;
        };
    }

    private void write() {
        store.write(batch);
        batch.clear();
        batchBytes = 0;
    }

    /** The copy and the original have gone the same way so far. */
    private void check(ArchiveFrame.Mark mark, LogArchive archive) {
        write();
        long checksum = store.checksum(mark.sequence()).orElse(mark.checksum());
        if (mark.checksum() != 0 && checksum != mark.checksum()) {
            throw new RemException(ErrorCode.CORRUPTED, "The archive of the log is not of what the backup was made of")
                    .with("archive", archive.folder())
                    .with("sequence", mark.sequence())
                    .hint("Restore the backup without --to, or use another one");
        }
    }

    private void requireThere(boolean there, ArchivedLog log, LogArchive archive) {
        boolean between = to instanceof RestorePoint.Sequence(long sequence) && there && reached.sequence() < sequence;
        boolean enough = (there && !between)
                || switch (to) {
                    case RestorePoint.OfBackup _ -> true;
                    case RestorePoint.Latest _ -> !log.hasGap();
                    case RestorePoint.Sequence _ -> false;
                    // A database that was closed with all of its log archived has written nothing since that came here.
                    case RestorePoint.Time(Instant time) -> isComplete(time) || log.isClosed();
                };
        if (!enough) {
            RemException error = new RemException(
                            ErrorCode.NOT_FOUND, "The archive of the log does not reach the point asked for")
                    .with("to", text(to))
                    .with("reaches", reached.sequence())
                    .with("until", reached.committedAt())
                    .with("complete_until", reached.completeUntil())
                    .with("archive", archive.folder());
            // A replica writes several entries at once; one that was promoted archives them so.
            String problem = between ? "the entry was written together with later ones" : log.problem();
            throw (problem == null ? error : error.with("problem", problem))
                    .hint("--to " + reached.sequence() + " restores what there is without a gap"
                            + (problem == null ? ", and so does --to latest" : "; a later backup goes on behind it"));
        }
    }

    static String text(RestorePoint point) {
        return switch (point) {
            case RestorePoint.OfBackup _ -> "backup";
            case RestorePoint.Latest _ -> "latest";
            case RestorePoint.Sequence(long sequence) -> Long.toString(sequence);
            case RestorePoint.Time(Instant time) -> time.toString();
        };
    }
}
