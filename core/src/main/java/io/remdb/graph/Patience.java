package io.remdb.graph;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/** How long a traversal may take, and whether anybody still waits for it. */
final class Patience {
    private static final long NANOS_PER_MS = 1_000_000;
    /** Reading an edge takes less time than asking what time it is. */
    private static final int EDGES_BETWEEN_LOOKS = 1024;

    private final long timeoutMs;
    private final long endNanos;
    private int spent;

    Patience(long timeoutMs) {
        this.timeoutMs = timeoutMs;
        this.endNanos = System.nanoTime() + timeoutMs * NANOS_PER_MS;
    }

    /**
     * Called for every edge that is read.
     *
     * @throws RemException {@link ErrorCode#TIMEOUT}, {@link ErrorCode#CANCELLED}
     */
    void spend() {
        spent++;
        if (spent % EDGES_BETWEEN_LOOKS == 0) {
            look();
        }
    }

    private void look() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The traversal was interrupted");
        }
        if (System.nanoTime() - endNanos > 0) {
            throw new RemException(ErrorCode.TIMEOUT, "The traversal was not done within its time limit")
                    .with("timeout_ms", timeoutMs)
                    .with("edges_read", spent)
                    .hint("Name the types or the direction, or lower the depth; or raise P8_SEARCH_TIMEOUT_MS");
        }
    }
}
