package io.remdb.ask.local;

import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param from the first moment; null for any time before {@code to}
 * @param to the first moment after it; null for any time after {@code from}
 */
record TimeRange(@Nullable ZonedDateTime from, @Nullable ZonedDateTime to) {
    static TimeRange between(ZonedDateTime from, ZonedDateTime to) {
        return new TimeRange(from, to);
    }

    TimeRange onwards() {
        return new TimeRange(from, null);
    }

    TimeRange after() {
        return new TimeRange(to, null);
    }

    TimeRange before() {
        return new TimeRange(null, from);
    }

    TimeRange until() {
        return new TimeRange(null, to);
    }

    /** From the beginning of this one to the end of another one. */
    TimeRange through(TimeRange last) {
        return new TimeRange(from, last.to);
    }
}
