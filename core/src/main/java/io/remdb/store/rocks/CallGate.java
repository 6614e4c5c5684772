package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls in until it is closed, and closes only when all of them have left: native memory that has been released must not be
 * touched. Costs two uncontended atomic additions a call, where a read-write lock would make all readers share one cache line.
 */
final class CallGate {
    private static final int STRIPES = 16;
    /** Stripes are a cache line apart. */
    private static final int SPACING = 16;

    private static final long WAIT_NANOS = 100_000;

    private final AtomicIntegerArray inside = new AtomicIntegerArray(STRIPES * SPACING);
    private volatile boolean closed;

    /**
     * Enters.
     *
     * @return what {@link #leave} must be called with
     * @throws RemException {@link ErrorCode#CLOSED}
     */
    int enter() {
        int pass = tryEnter();
        if (pass < 0) {
            throw new RemException(ErrorCode.CLOSED, "The database is closed");
        }
        return pass;
    }

    /**
     * Does something inside.
     *
     * @throws RemException {@link ErrorCode#CLOSED}
     */
    <T extends @Nullable Object> T call(Supplier<T> work) {
        int pass = enter();
        try {
            return work.get();
        } finally {
            leave(pass);
        }
    }

    /** As {@link #call}, where nothing is given back. */
    void run(Runnable work) {
        int pass = enter();
        try {
            work.run();
        } finally {
            leave(pass);
        }
    }

    /** Enters; negative when closed. */
    int tryEnter() {
        int pass = (int) (Thread.currentThread().threadId() & STRIPES - 1) * SPACING;
        inside.getAndIncrement(pass);
        // Written before read, here and in close(): one of the two sees the other.
        if (closed) {
            inside.getAndDecrement(pass);
            return -1;
        }
        return pass;
    }

    /**
     * For who has entered and stays for long: whoever closes waits for it.
     *
     * @throws RemException {@link ErrorCode#CLOSED}
     */
    void requireOpen() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The database is closed");
        }
    }

    /** Whether somebody waits for all to leave. */
    boolean isClosing() {
        return closed;
    }

    void leave(int pass) {
        inside.getAndDecrement(pass);
    }

    /** Lets nobody in any more and waits until all have left. */
    void close() {
        closed = true;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            while (inside.get(stripe * SPACING) != 0) {
                LockSupport.parkNanos(this, WAIT_NANOS);
            }
        }
    }
}
