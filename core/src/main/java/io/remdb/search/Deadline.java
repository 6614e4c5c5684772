package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/** When a search gives up. */
final class Deadline {
    private final long timeoutMs;
    private final long endNanos;

    private Deadline(long timeoutMs) {
        this.timeoutMs = timeoutMs;
        this.endNanos = System.nanoTime() + timeoutMs * 1_000_000;
    }

    static Deadline afterMs(long timeoutMs) {
        return new Deadline(timeoutMs);
    }

    /** The same time again, from now on. */
    Deadline renewed() {
        return new Deadline(timeoutMs);
    }

    long remainingNanos() {
        return endNanos - System.nanoTime();
    }

    boolean passed() {
        return remainingNanos() <= 0;
    }

    /** @throws RemException {@link ErrorCode#TIMEOUT} when it has passed */
    void check() {
        if (passed()) {
            throw timeout();
        }
    }

    RemException timeout() {
        return new RemException(ErrorCode.TIMEOUT, "The search was not done within its time limit")
                .with("timeout_ms", timeoutMs)
                .hint("Try again: the index may be catching up; or raise P8_SEARCH_TIMEOUT_MS");
    }
}
