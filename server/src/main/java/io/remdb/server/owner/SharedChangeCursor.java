package io.remdb.server.owner;

import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.server.client.ConnectionLostException;
import io.remdb.spi.ChangeRequest;
import io.remdb.spi.ChangeRequest.End;
import io.remdb.spi.ChangeRequest.Start;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Changes of a shared database, which any of its owners goes on with from the position that was reached. */
final class SharedChangeCursor implements ChangeCursor {
    /** A connection that was there for so long was not lost in vain, though nothing was changed meanwhile. */
    private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final SharedDatabase database;
    private final ChangeRequest request;
    private volatile ChangeCursor source;
    private volatile boolean closed;
    private @Nullable Change upcoming;
    private ChangePosition position;
    private int lossesInVain;

    private SharedChangeCursor(SharedDatabase database, ChangeRequest request) {
        this.database = database;
        this.request = request;
        this.source = database.with(current -> request.openIn(current.changes()));
        this.position = source.position();
    }

    /** Begins. */
    static SharedChangeCursor open(SharedDatabase database, ChangeRequest request) {
        // What is the last commit now is not what it is for the next owner.
        ChangeRequest fixed = request.end() instanceof End.Now
                ? request.endingAt(new End.Behind(database.info().sequence()))
                : request;
        return new SharedChangeCursor(database, fixed);
    }

    @Override
    public boolean hasNext() {
        return await(Long.MAX_VALUE);
    }

    @Override
    public Optional<Change> poll(Duration atMost) {
        return await(Math.max(0, TimeUnit.NANOSECONDS.convert(atMost))) ? Optional.of(next()) : Optional.empty();
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
        position = source.position();
        return given;
    }

    private boolean await(long nanos) {
        boolean forEver = nanos == Long.MAX_VALUE;
        long deadline = System.nanoTime() + (forEver ? 0 : nanos);
        long left = nanos;
        while (!closed && upcoming == null) {
            try {
                long some = Math.min(left, WHILE_NANOS);
                upcoming = source.poll(Duration.ofNanos(some)).orElse(null);
                lossesInVain = 0;
                if (upcoming == null) {
                    position = source.position();
                    if (source.ended()) {
                        return false;
                    }
                }
            } catch (ConnectionLostException e) {
                if (closed) {
                    return false;
                }
                if (++lossesInVain > SharedDatabase.MOST_LOSSES) {
                    throw e;
                }
                goOn();
            }
            left = forEver ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (upcoming == null && left <= 0) {
                return false;
            }
        }
        return !closed;
    }

    /** In the next owner, behind what was given. */
    private void goOn() {
        ChangeRequest rest = request.startingAt(new Start.After(position));
        source.close();
        source = database.with(current -> rest.openIn(current.changes()));
        if (closed) {
            source.close(); // by another thread, which may have closed the one before
        }
    }

    @Override
    public boolean ended() {
        return closed || (upcoming == null && source.ended());
    }

    @Override
    public ChangePosition position() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
        source.close();
    }
}
