package io.remdb;

import java.util.List;

/**
 * What a batch insert did. Every row counted as inserted or updated is durable as the database's durability mode says.
 *
 * @param inserted rows that are new
 * @param updated rows that replaced one with the same key
 * @param failed rows that were not written
 * @param errors why, for the first {@value #ERRORS_KEPT} of them at most; {@link BatchOptions#onReject} hears of all
 * @param elapsedMs wall time, milliseconds
 */
public record BatchResult(long inserted, long updated, long failed, List<RowError> errors, long elapsedMs) {
    /** How many errors a result keeps. */
    public static final int ERRORS_KEPT = 1000;

    public BatchResult {
        errors = List.copyOf(errors);
    }

    /** Rows written a second. */
    public double rowsPerSecond() {
        return elapsedMs == 0 ? 0 : (inserted + updated) * 1000.0 / elapsedMs;
    }
}
