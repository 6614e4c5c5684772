package io.remdb;

import java.util.List;

/**
 * What a check of a whole database has found.
 *
 * @param rows that were read, soft-deleted ones included
 * @param edges that were read
 * @param vectors that were read
 * @param indexEntries that were read: places of rows in indexes and under keys
 * @param logEntries that were read
 * @param findings what is not as it was written; empty when all is well. At most {@link #MOST_FINDINGS}
 * @param found how many findings there were in all
 */
public record Verification(
        long rows, long edges, long vectors, long indexEntries, long logEntries, List<Finding> findings, long found) {
    /** The most findings that are kept. */
    public static final int MOST_FINDINGS = 1_000;

    public Verification {
        findings = List.copyOf(findings);
    }

    /** Whether everything is as it was written. */
    public boolean isSound() {
        return found == 0;
    }

    /**
     * Something that is not as it was written.
     *
     * @param part of the database: a column family of the store, or {@code search}
     * @param problem a sentence that does not vary from case to case
     * @param place where it is
     */
    public record Finding(String part, String problem, String place) {}
}
