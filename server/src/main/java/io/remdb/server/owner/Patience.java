package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Waiting for what another process does, of which nothing tells: pauses that grow, until a deadline. One thread. */
final class Patience {
    private static final long FIRST_PAUSE_MS = 5;
    private static final long LONGEST_PAUSE_MS = 250;

    private final long deadline;
    private final BooleanSupplier closed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition never = lock.newCondition();
    private long pause = FIRST_PAUSE_MS;

    Patience(long milliseconds) {
        this(milliseconds, () -> false);
    }

    /** @param closed whether what is waited for is not wanted any more, so that a pause fails */
    Patience(long milliseconds, BooleanSupplier closed) {
        this.closed = closed;
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    boolean over() {
        return System.nanoTime() - deadline >= 0;
    }

    /** @throws RemException {@link ErrorCode#CLOSED} when it is not wanted any more: before what takes a while */
    void requireWanted() {
        if (closed.getAsBoolean()) {
            throw new RemException(ErrorCode.CLOSED, "The database is closed");
        }
    }

    /** @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted, CLOSED when it is not wanted any more */
    void pause() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(pause);
            while (left > 0) {
                left = never.awaitNanos(left);
            }
            requireWanted();
            pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Waiting for the database was interrupted", e);
        } finally {
            lock.unlock();
        }
    }
}
