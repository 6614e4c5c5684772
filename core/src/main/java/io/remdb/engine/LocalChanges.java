package io.remdb.engine;

import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.Changes;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.ChangeRequest;
import io.remdb.spi.ChangeRequest.End;
import io.remdb.spi.ChangeRequest.Start;
import io.remdb.store.Cursor;
import io.remdb.store.LogEntry;
import io.remdb.store.LogStore;
import io.remdb.store.Store;
import java.util.Set;

/** The log of a database in this process as a feed. Closed before the store, so that nobody waits for what does not come. Thread-safe. */
final class LocalChanges implements AutoCloseable {
    private final Store store;
    private final LiveCatalog catalog;
    private final boolean logEnabled;
    private final CommitSignal signal = new CommitSignal();
    private volatile boolean closed;

    /** @param logEnabled whether entries stay in the log for a while */
    LocalChanges(Store store, LiveCatalog catalog, boolean logEnabled) {
        this.store = store;
        this.catalog = catalog;
        this.logEnabled = logEnabled;
        store.log().onCommit(signal);
    }

    Changes changes() {
        return ChangeRequest.open(this::open);
    }

    private ChangeCursor open(ChangeRequest request) {
        if (!logEnabled) {
            throw new RemException(ErrorCode.UNSUPPORTED, "There is no log to watch")
                    .hint("Open the database with P8_WAL_ENABLED=true: then entries are kept for a while");
        }
        LoggedTables tables = new LoggedTables(store);
        for (String name : request.tables()) {
            if (!tables.has(name)) {
                catalog.require(name); // says what is like it
            }
        }
        LogStore log = store.log();
        long last = log.lastSequence();
        ChangePosition from = switch (request.start()) {
            case Start.Now _ -> ChangePosition.after(last);
            case Start.Oldest _ -> ChangePosition.after(log.oldestSequence() - 1);
            case Start.After(ChangePosition position) -> checked(position, last, tables);
        };
        long end = switch (request.end()) {
            case End.Never _ -> Long.MAX_VALUE;
            case End.Now _ -> last;
            case End.Behind(long sequence) -> sequence;
        };
        return new LocalChangeCursor(
                store,
                signal,
                () -> closed,
                tables,
                Set.copyOf(request.tables()),
                from,
                request.start() instanceof Start.Oldest,
                end);
    }

    private ChangePosition checked(ChangePosition position, long last, LoggedTables tables) {
        long needed = position.number() == 0 ? position.sequence() : position.sequence() + 1;
        if (needed > last) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The log does not reach so far")
                    .with("from", position)
                    .with("last", last)
                    .hint("The position is of another database, or of a later state of this one, which has been"
                            + " restored or is a replica that lags behind");
        }
        long oldest = store.log().oldestSequence();
        if (position.sequence() + 1 < oldest) {
            throw trimmed(position, oldest);
        }
        if (position.number() > 0) {
            requireSoMany(position, tables);
        }
        return position;
    }

    /** Else changes would be passed over that nobody has seen, or the position is of another log. */
    private void requireSoMany(ChangePosition position, LoggedTables tables) {
        int changes;
        try (Cursor<LogEntry> log = store.log().read(position.sequence() + 1)) {
            changes = new LoggedChanges(log.next(), 0, tables, store.records()).size();
        } catch (RemException e) {
            throw e.code() == ErrorCode.NOT_FOUND
                    ? trimmed(position, store.log().oldestSequence())
                    : e;
        }
        if (position.number() > changes) {
            long commit = position.sequence() + 1;
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The commit has not so many changes")
                    .with("from", position)
                    .with("changes", changes)
                    .hint("From " + commit + " on comes what follows all of it; if the position was noted here, it is"
                            + " of another database, or of a state of this one before it was restored");
        }
    }

    /** What is said of a position that is behind the end of the log. */
    static RemException trimmed(ChangePosition position, long oldestSequence) {
        long oldest = oldestSequence - 1;
        return new RemException(ErrorCode.NOT_FOUND, "The log does not go back so far any more")
                .with("from", position)
                .with("oldest", oldest)
                .hint("To miss nothing, note the sequence (rem replication wal-status), take everything (rem export"
                        + " --all --include-deleted), then watch from the noted sequence; or watch from " + oldest
                        + ", without what was before. P8_WAL_MAX_SIZE_MB and P8_WAL_RETENTION_HOURS say how much of the"
                        + " log is kept");
    }

    @Override
    public void close() {
        closed = true;
        signal.wake();
    }
}
