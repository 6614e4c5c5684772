package io.remdb.store;

import java.util.List;

/**
 * One committed {@link WriteUnit} in the log.
 *
 * @param sequence its place: from 1, without gaps
 * @param committedAtMicros microseconds since 1970, UTC
 * @param changes as committed; the {@link Change.Derived} parts are {@link Change.Derived#NONE} when read from the log
 */
public record LogEntry(long sequence, long committedAtMicros, List<Change> changes) {
    public LogEntry {
        changes = List.copyOf(changes);
    }
}
