package io.remdb;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * Changes in the order of the log, each once. What has not been taken is neither kept in memory nor keeps the log from being trimmed: who
 * reads so slowly that it is gone is told so with {@link ErrorCode#NOT_FOUND}. One thread at a time, but any may {@link #close} it,
 * which ends a wait.
 */
public interface ChangeCursor extends Iterator<Change>, AutoCloseable {
    /**
     * Waits for the next change.
     *
     * @return whether there is one: no once it has ended or is closed
     * @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted, {@link ErrorCode#CLOSED} when the database is
     *     closed, {@link ErrorCode#NOT_FOUND} when the log has been trimmed up to behind the position
     */
    @Override
    boolean hasNext();

    /**
     * The next change, unless none comes for a while, or none at all.
     *
     * @throws RemException as {@link #hasNext}
     */
    Optional<Change> poll(Duration atMost);

    /** Whether no more changes come: it is closed, or everything has been given that was asked for. */
    boolean ended();

    /**
     * Behind the last change that was given, and those that were passed over because nobody asked for them: who watches from here
     * misses nothing, and gets nothing twice. Still known when it is closed.
     */
    ChangePosition position();

    @Override
    void close();
}
