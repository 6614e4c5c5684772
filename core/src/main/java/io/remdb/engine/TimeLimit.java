package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import io.remdb.search.SearchIndex;
import java.util.concurrent.TimeUnit;

/**
 * How long one call of a verb may take, where its caller says so. Without that, each part of its work has the time-out of the
 * settings, and a search waits for an index that gets on however long that takes. Thread-safe.
 */
final class TimeLimit {
    /** No other limit than that of the settings. */
    static final TimeLimit CONFIGURED = new TimeLimit(QueryOptions.CONFIGURED_TIMEOUT);

    private final int timeoutMs;
    private final long startNanos = System.nanoTime();

    private TimeLimit(int timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    /** The limit of a statement that starts now. */
    static TimeLimit of(QueryOptions options) {
        return isConfigured(options.timeoutMs()) ? CONFIGURED : new TimeLimit(options.timeoutMs());
    }

    private static boolean isConfigured(int timeoutMs) {
        return timeoutMs == QueryOptions.CONFIGURED_TIMEOUT;
    }

    /** @throws RemException {@link ErrorCode#TIMEOUT} when the time is over */
    void check() {
        if (!isConfigured(timeoutMs) && leftNanos() <= 0) {
            throw timeout();
        }
    }

    /**
     * What is left, at least one millisecond.
     *
     * @param configuredMs the time-out of the settings, for where there is no other
     * @throws RemException {@link ErrorCode#TIMEOUT} when nothing is
     */
    long leftMs(long configuredMs) {
        check();
        return isConfigured(timeoutMs) ? configuredMs : Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos()));
    }

    /** The index, for the time that is left. */
    SearchIndex in(SearchIndex index) {
        return isConfigured(timeoutMs) ? index : index.within(leftMs(timeoutMs));
    }

    /** What SQL may take of it. */
    QueryOptions options() {
        return QueryOptions.DEFAULTS.withTimeoutMs((int) leftMs(QueryOptions.CONFIGURED_TIMEOUT));
    }

    private long leftNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMs) - (System.nanoTime() - startNanos);
    }

    private RemException timeout() {
        return new RemException(ErrorCode.TIMEOUT, "The statement took longer than its time-out")
                .with("timeout_ms", timeoutMs)
                .hint("Give it more time (the time-out of this call), or less to do: one table, fewer keys, types of"
                        + " edges, a lower limit");
    }
}
