package io.remdb;

/**
 * What one statement may do and use.
 *
 * @param access whether it may write
 * @param maxRows how many rows its result, or what it writes, may have, from 1: one more is {@link ErrorCode#TOO_LARGE};
 *     {@link #NO_LIMIT} for the limits of the database alone
 * @param timeoutMs how long it may work, in milliseconds, the time between two rows that the reader takes not counted;
 *     {@link #CONFIGURED_TIMEOUT} for {@code P8_SEARCH_TIMEOUT_MS}. For a write: how long it may look for what to write. For LOOKUP,
 *     FUZZY, SEARCH and TRAVERSE, and EXPLAIN of them: all of the call, also the time in which a search waits for rows that were
 *     written just before to be indexed. Two pieces of work are not cut short, but are followed by {@link ErrorCode#TIMEOUT} when
 *     the time is over: the model's on the question of a SEARCH, and the opening of the search index by the first search
 */
public record QueryOptions(Access access, long maxRows, int timeoutMs) {
    /** Any number of rows. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    /** As {@code P8_SEARCH_TIMEOUT_MS} says. */
    public static final int CONFIGURED_TIMEOUT = 0;

    /** May write, has no limit of rows, and the configured time-out. */
    public static final QueryOptions DEFAULTS = new QueryOptions(Access.READ_WRITE, NO_LIMIT, CONFIGURED_TIMEOUT);

    /** Whether a statement may write. */
    public enum Access {
        /** Every statement. */
        READ_WRITE,
        /** A statement that writes is {@link ErrorCode#UNSUPPORTED}. */
        READ_ONLY
    }

    public QueryOptions {
        if (maxRows < 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A limit of rows is at least 1")
                    .with("maxRows", maxRows);
        }
        if (timeoutMs < 0) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A time-out is at least 0, in milliseconds")
                    .with("timeoutMs", timeoutMs);
        }
    }

    /** The same with another access. */
    public QueryOptions withAccess(Access access) {
        return new QueryOptions(access, maxRows, timeoutMs);
    }

    /** The same with another limit of rows. */
    public QueryOptions withMaxRows(long maxRows) {
        return new QueryOptions(access, maxRows, timeoutMs);
    }

    /** The same with another time-out in milliseconds. */
    public QueryOptions withTimeoutMs(int timeoutMs) {
        return new QueryOptions(access, maxRows, timeoutMs);
    }
}
