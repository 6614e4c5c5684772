package io.remdb.backup.archive;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.backup.archive.ArchiveFrame.Until.Then;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Shipment;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an archive has after an entry, in order and without gaps: along the newest epochs of the history, each up to the entry with which
 * the next begins. One thread.
 */
public final class ArchivedLog implements AutoCloseable {
    private final Deque<LogArchive.Part> rest;
    private final Timeline timeline;
    private @Nullable ArchiveFile current;
    /** No entry of the current file counts after this one. */
    private long limit;
    /** Up to here everything has been given. */
    private long reached;

    /** Nothing was committed after {@link #reached} until then; null where that is not known. */
    private ArchiveFrame.@Nullable Until until;

    private @Nullable String problem;
    private @Nullable String tornAt;

    private ArchivedLog(List<LogArchive.Part> parts, Timeline timeline, long after) {
        this.rest = new ArrayDeque<>(timeline.counting(parts));
        this.timeline = timeline;
        this.reached = after;
        skipFilesBefore(after);
    }

    private void skipFilesBefore(long after) {
        while (rest.size() > 1) {
            LogArchive.Part first = rest.removeFirst();
            if (rest.getFirst().header().after() > after) {
                rest.addFirst(first);
                return;
            }
        }
    }

    /**
     * Reads on after an entry.
     *
     * @param epochs of the history as the store knows it that has the entry
     * @throws RemException {@link ErrorCode#CONFLICT} when the archive is of a history that has gone another way before that entry; {@link
     *     ErrorCode#UNKNOWN_FORMAT}, {@link ErrorCode#IO_ERROR}
     */
    public static ArchivedLog read(LogArchive archive, List<History.Epoch> epochs, long after) {
        return read(archive, archive.parts(), epochs, after);
    }

    /** The same of files that are known already. */
    static ArchivedLog read(LogArchive archive, List<LogArchive.Part> parts, List<History.Epoch> epochs, long after) {
        Timeline timeline = Timeline.of(parts, epochs);
        List<History.Epoch> newest = timeline.epochs();
        parts.forEach(part -> requireAgreement(archive, newest, part.header().epochs()));
        if (newest.size() > epochs.size() && newest.get(epochs.size()).firstSequence() <= after) {
            throw disagrees(archive);
        }
        return new ArchivedLog(parts, timeline, after);
    }

    private static void requireAgreement(LogArchive archive, List<History.Epoch> some, List<History.Epoch> others) {
        int common = Math.min(some.size(), others.size());
        if (!some.subList(0, common).equals(others.subList(0, common))) {
            throw disagrees(archive);
        }
    }

    private static RemException disagrees(LogArchive archive) {
        return new RemException(ErrorCode.CONFLICT, "The archive of the log and the backup have gone different ways")
                .with("archive", archive.folder())
                .hint("Two databases were promoted from one. Use a backup of the one that the archive is of");
    }

    /**
     * The next writes or mark; null at the end, of which {@link #problem} may say that it is none.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED}, {@link ErrorCode#IO_ERROR}
     */
    public @Nullable ArchiveFrame next() {
        while (problem == null) {
            ArchiveFile file = current;
            if (file == null) {
                if (rest.isEmpty()) {
                    return null;
                }
                open(rest.removeFirst());
                continue;
            }
            ArchiveFrame frame = file.next();
            if (frame == null) {
                finish(file);
            } else if (isWanted(file, frame)) {
                return frame;
            }
        }
        return null;
    }

    private void open(LogArchive.Part part) {
        if (part.header().after() > reached) {
            problem = missing(reached + 1, part.header().after());
            return;
        }
        current = ArchiveFile.open(part.path());
        limit = timeline.end(part);
        if (until != null) {
            // Whoever has begun another file was about to write.
            until = new ArchiveFrame.Until(until.sequence(), until.at(), Then.OPEN);
        }
    }

    private boolean isWanted(ArchiveFile file, ArchiveFrame frame) {
        return switch (frame) {
            case ArchiveFrame.Header _ -> false;
            case ArchiveFrame.Mark(long sequence, var _) -> sequence == reached;
            case ArchiveFrame.Until found -> {
                // A former primary did not know what its successor wrote.
                if (found.sequence() == reached && limit == Long.MAX_VALUE) {
                    until = found;
                }
                yield false;
            }
            case ArchiveFrame.Writes(Shipment shipment) -> {
                if (shipment.entries() == 0) {
                    yield shipment.lastSequence() == reached;
                }
                if (shipment.lastSequence() <= reached || shipment.lastSequence() > limit) {
                    yield false;
                }
                if (shipment.firstSequence() > reached + 1) {
                    problem = missing(reached + 1, shipment.firstSequence() - 1) + " in " + file.name();
                    yield false;
                }
                reached = shipment.lastSequence();
                until = null;
                yield true;
            }
        };
    }

    private void finish(ArchiveFile file) {
        // A torn end is one of a process that was killed, if what follows goes on there; else it is where it all ends.
        LogArchive.Part next = rest.peekFirst();
        if (file.isTorn() && (next == null || next.header().after() > reached)) {
            tornAt = file.name() + " is not whole from byte " + file.position() + " on";
        }
        file.close();
        current = null;
    }

    private static String missing(long first, long last) {
        return first == last ? "entry " + first + " is missing" : "entries " + first + " to " + last + " are missing";
    }

    /** Why it ends where it does, where that is not its regular end. */
    public @Nullable String problem() {
        if (problem != null && tornAt != null) {
            return problem + "; " + tornAt;
        }
        return problem != null ? problem : tornAt;
    }

    /** Until when nothing was committed after the last entry that was given; null where the archive does not say. */
    public @Nullable Instant until() {
        return until == null ? null : until.at();
    }

    /** Whether the archive ends with the last entry that was given, and the database was closed after that. */
    public boolean isClosed() {
        return until != null && until.then() == Then.CLOSED && problem() == null;
    }

    /** Whether entries are missing in the middle. */
    public boolean hasGap() {
        return problem != null;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
    }
}
