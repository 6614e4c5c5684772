package io.remdb.sql;

import io.remdb.QueryResult;

/** A result that knows how long its statement has worked: without the time that its reader takes between two rows. */
public interface TimedResult extends QueryResult {
    /** Nanoseconds until now. */
    long workedNanos();
}
