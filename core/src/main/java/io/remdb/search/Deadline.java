package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/** When a search gives up. */
final class Deadline {
    /** How the time of a search is counted. */
    enum Kind {
        /** Each step of it has the whole time: an index that gets on is waited for. */
        OF_EACH_STEP,
        /** All of it has the time once, the waiting included. */
        OF_ALL
    }

    private final long timeoutMs;
    private final Kind kind;
    private final long endNanos;

    private Deadline(long timeoutMs, Kind kind) {
        this.timeoutMs = timeoutMs;
        this.kind = kind;
        this.endNanos = System.nanoTime() + timeoutMs * 1_000_000;
    }

    static Deadline afterMs(long timeoutMs) {
        return afterMs(timeoutMs, Kind.OF_EACH_STEP);
    }

    static Deadline afterMs(long timeoutMs, Kind kind) {
        return new Deadline(timeoutMs, kind);
    }

    /** That of the next step: the same time again, from now on, unless it is one for all steps. */
    Deadline renewed() {
        return renewed(0);
    }

    /** The same for a step that may take at least so long. */
    Deadline renewed(long leastMs) {
        return switch (kind) {
            case OF_EACH_STEP -> new Deadline(Math.max(timeoutMs, leastMs), kind);
            case OF_ALL -> this;
        };
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
