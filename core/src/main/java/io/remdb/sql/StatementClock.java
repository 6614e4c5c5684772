package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a statement has worked. The time in which its reader thinks about a row does not count. For one thread at a time. */
final class StatementClock {
    /** H2's own deadline knows nothing of pauses, so it is set anew once they make up this share of the time-out. */
    private static final int REARM_SHARE = 16;

    /** The statement that this thread works on. */
    private static final ThreadLocal<@Nullable StatementClock> RUNNING = new ThreadLocal<>();

    private final long timeoutNanos;
    private long workedNanos;
    private long startedAt;
    private long pausedAt;
    private long pausedNanos;
    private @Nullable StatementClock outer;
    private volatile boolean cancelled;

    StatementClock(int timeoutMs) {
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        this.startedAt = System.nanoTime();
        this.pausedAt = startedAt;
    }

    /** Work goes on. */
    void resume() {
        outer = RUNNING.get();
        RUNNING.set(this);
        startedAt = System.nanoTime();
        pausedNanos += startedAt - pausedAt;
    }

    /** Work stops for now. */
    void pause() {
        pausedAt = System.nanoTime();
        workedNanos += pausedAt - startedAt;
        StatementClock before = outer;
        outer = null;
        if (before == null) {
            RUNNING.remove();
        } else {
            RUNNING.set(before);
        }
    }

    /** Whether the pauses since the last time that this was true are worth a new deadline. */
    boolean needsNewDeadline() {
        if (pausedNanos <= timeoutNanos / REARM_SHARE) {
            return false;
        }
        pausedNanos = 0;
        return true;
    }

    /** What is left while work goes on, in milliseconds, at least 1. */
    int leftMs() {
        long left = timeoutNanos - workedNanos - (System.nanoTime() - startedAt);
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }

    /** What was worked until the last pause. */
    long workedNanos() {
        return workedNanos;
    }

    /** Ends the time at once; from any thread. */
    void cancel() {
        cancelled = true;
    }

    /** What is left to the statement of this thread; the configured time-out where there is none. */
    static int leftToRunningMs() {
        StatementClock running = RUNNING.get();
        return running == null ? QueryOptions.CONFIGURED_TIMEOUT : running.leftMs();
    }

    /** For functions that H2 calls and that may take long: fails when the statement of this thread may not go on. */
    static void checkRunning() {
        StatementClock running = RUNNING.get();
        if (running != null) {
            running.check();
            if (Thread.currentThread().isInterrupted()) {
                throw new RemException(ErrorCode.CANCELLED, "The statement was interrupted");
            }
        }
    }

    /** Fails when the time is over; while work goes on. */
    void check() {
        if (cancelled || workedNanos + (System.nanoTime() - startedAt) > timeoutNanos) {
            throw timeout(null);
        }
    }

    static RemException timeout(@Nullable Throwable cause) {
        RemException error = new RemException(ErrorCode.TIMEOUT, "The statement took longer than its time-out", cause);
        StatementClock running = RUNNING.get();
        if (running != null) {
            error.with("timeout_ms", TimeUnit.NANOSECONDS.toMillis(running.timeoutNanos));
        }
        return error.hint(
                "Give it more time (P8_SEARCH_TIMEOUT_MS, or the time-out of this call), or less to do: EXPLAIN before"
                        + " the statement shows which tables it reads without an index");
    }
}
