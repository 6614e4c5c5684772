package io.remdb.server.replication;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, and then a random part of that, so that many who have
 * lost the same server do not come back together ("full jitter", M. Brooker, "Exponential Backoff and Jitter", 2015). One thread.
 */
public final class Backoff {
    private static final long FIRST_MS = 200;
    private static final long MOST_MS = 60_000;

    private long ceilingMs = FIRST_MS;

    /** An attempt has succeeded. */
    public void reset() {
        ceilingMs = FIRST_MS;
    }

    /** The milliseconds to wait. */
    public long nextMs() {
        long wait = ThreadLocalRandom.current().nextLong(ceilingMs / 4, ceilingMs + 1);
        ceilingMs = Math.min(MOST_MS, 2 * ceilingMs);
        return wait;
    }
}
