package io.remdb.search;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Slows writers down for a moment while a search has waited for long: many that never stop would leave the index no time to catch up, and no
 * search would ever get its turn. Thread-safe.
 */
final class WriterThrottle {
    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Who waits says so this often. */
    static final long NANOS_BETWEEN_LOOKS = SEEN_NANOS / 2;

    private volatile long overdueSeenNanos = System.nanoTime() - SEEN_NANOS;

    /** A search waits since a time of {@link System#nanoTime}. */
    void waitsSince(long nanos) {
        long now = System.nanoTime();
        if (now - nanos >= OVERDUE_NANOS) {
            overdueSeenNanos = now;
        }
    }

    /** In the thread of whoever wrote, after the write. */
    void afterWrite() {
        if (System.nanoTime() - overdueSeenNanos < SEEN_NANOS) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }
}
