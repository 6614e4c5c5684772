package io.remdb.engine;

import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Cursor;
import io.remdb.store.LogEntry;
import io.remdb.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Changes out of the log of this process. Entries are read some at a time; between two readings it holds nothing of the store. */
final class LocalChangeCursor implements ChangeCursor {
    private static final int ENTRIES_AT_ONCE = 256;
    private static final long BYTES_AT_ONCE = 1 << 20;
    private static final long CHANGE_BYTES = 64;

    private final Store store;
    private final CommitSignal signal;
    private final BooleanSupplier databaseClosed;
    private final LoggedTables tables;
    private final Set<String> wanted;
    private final long last;
    private final Deque<LogEntry> entries = new ArrayDeque<>();
    private @Nullable LoggedChanges current;
    private @Nullable Change upcoming;
    /** The changes that are passed over in the first entry. */
    private int skipped;
    /** Nothing has been read yet, and it begins with whatever the log has. */
    private boolean fromOldest;

    /** The last entry that was taken out of {@link #entries}, or the one before the first. */
    private long taken;

    private ChangePosition position;
    private volatile boolean closed;

    /**
     * From a position on, which the log has.
     *
     * @param wanted names of tables; none for all
     * @param fromOldest whether the position is that of the oldest entry, which may be another by the time it is read
     * @param last the entry behind which it ends
     */
    LocalChangeCursor(
            Store store,
            CommitSignal signal,
            BooleanSupplier databaseClosed,
            LoggedTables tables,
            Set<String> wanted,
            ChangePosition from,
            boolean fromOldest,
            long last) {
        this.store = store;
        this.signal = signal;
        this.databaseClosed = databaseClosed;
        this.tables = tables;
        this.wanted = Set.copyOf(wanted);
        this.last = last;
        this.position = from;
        this.taken = from.sequence();
        this.skipped = from.number();
        this.fromOldest = fromOldest;
    }

    @Override
    public boolean hasNext() {
        return await(Long.MAX_VALUE);
    }

    @Override
    public Optional<Change> poll(Duration atMost) {
        return await(nanos(atMost)) ? Optional.of(next()) : Optional.empty();
    }

    private static long nanos(Duration duration) {
        try {
            return Math.max(0, duration.toNanos());
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public Change next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Change given = upcoming;
        if (given == null) {
            throw new NoSuchElementException();
        }
        upcoming = null;
        position = given.place().position();
        return given;
    }

    @Override
    public boolean ended() {
        return closed || (upcoming == null && current == null && entries.isEmpty() && taken >= last);
    }

    @Override
    public ChangePosition position() {
        return position;
    }

    /** Whether there is a next change before the time is over. */
    private boolean await(long nanos) {
        boolean forEver = nanos == Long.MAX_VALUE;
        long deadline = System.nanoTime() + (forEver ? 0 : nanos);
        while (!closed) {
            if (fillFromEntries()) {
                return true;
            }
            if (taken >= last) {
                return false;
            }
            if (store.log().lastSequence() > taken) {
                read();
            } else if (!awaitCommit(forEver ? Long.MAX_VALUE : deadline - System.nanoTime())) {
                return false;
            }
        }
        return false;
    }

    private boolean fillFromEntries() {
        while (upcoming == null) {
            LoggedChanges changes = current;
            if (changes == null) {
                LogEntry entry = entries.poll();
                if (entry == null) {
                    return false;
                }
                taken = entry.sequence();
                changes = new LoggedChanges(entry, skipped, tables, store.records());
                skipped = 0;
                current = changes;
            }
            upcoming = changes.next(table -> wanted.isEmpty() || wanted.contains(table));
            if (changes.done()) {
                current = null;
                if (upcoming == null) {
                    position = ChangePosition.after(changes.sequence());
                }
            }
        }
        return true;
    }

    /** The next entries, of which there is one at least. */
    private void read() {
        try {
            readFrom(taken + 1);
            fromOldest = false;
        } catch (RemException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            long oldest = store.log().oldestSequence();
            if (!fromOldest) {
                throw LocalChanges.trimmed(position, oldest);
            }
            taken = oldest - 1; // it was trimmed since it was asked where it begins
            position = ChangePosition.after(taken);
        }
    }

    private void readFrom(long sequence) {
        long bytes = 0;
        try (Cursor<LogEntry> log = store.log().read(sequence)) {
            while (log.hasNext() && entries.size() < ENTRIES_AT_ONCE && bytes < BYTES_AT_ONCE) {
                LogEntry entry = log.next();
                if (entry.sequence() > last) {
                    return;
                }
                entries.add(entry);
                bytes += bytes(entry);
            }
        }
    }

    private static long bytes(LogEntry entry) {
        long bytes = 0;
        for (io.remdb.store.Change change : entry.changes()) {
            bytes += CHANGE_BYTES;
            if (change instanceof io.remdb.store.Change.PutEntity put) {
                bytes += put.entity().properties().length;
            } else if (change instanceof io.remdb.store.Change.PutEmbedding put) {
                bytes += (long) put.vector().length * Float.BYTES;
            }
        }
        return bytes;
    }

    /** Whether there is something to look at again. */
    private boolean awaitCommit(long nanos) {
        try {
            boolean came = signal.await(
                    () -> closed || databaseClosed.getAsBoolean() || store.log().lastSequence() > taken, nanos);
            if (databaseClosed.getAsBoolean()) {
                throw new RemException(ErrorCode.CLOSED, "The database has been closed");
            }
            return came;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Watching was interrupted", e)
                    .with("position", position)
                    .hint("Watch from this position to go on");
        }
    }

    @Override
    public void close() {
        closed = true;
        signal.wake();
    }
}
