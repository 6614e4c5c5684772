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
 * @param searchRows rows that search indexes have, as they were compared
 * @param findings what is not as it was written; empty when all is well. At most {@link #MOST_FINDINGS}
 * @param found how many findings there were in all
 * @param notes rows that do not obey their table's schema, which can be older than a rule of it: nothing is damaged. Looked for by a
 *     deep check only. At most {@link #MOST_FINDINGS}
 * @param noted how many such rows there were in all
 */
public record Verification(
        long rows,
        long edges,
        long vectors,
        long indexEntries,
        long logEntries,
        long searchRows,
        List<Finding> findings,
        long found,
        List<Finding> notes,
        long noted) {
    /** The most findings that are kept. */
    public static final int MOST_FINDINGS = 1_000;

    public Verification {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether everything is as it was written. */
    public boolean isSound() {
        return found == 0;
    }

    /** How far a check goes. */
    public enum Depth {
        /**
         * Reads every file with its checksums and every entry once, and compares what can be counted: rows with their ids, index entries, keys
         * and counters, edges from both ends, the log with its bounds, the search index with its table.
         */
        QUICK,
        /**
         * Also looks up for every row and edge what belongs to it, for everything derived its row, and holds rows against their schemas and the
         * documents of the search index against the rows.
         */
        DEEP
    }

    /**
     * Something that is not as it was written.
     *
     * @param part of the database: a column family of the store, {@code files} of the storage engine, {@code schemas}, or {@code search}
     * @param problem what is wrong: a sentence that does not vary from case to case
     * @param place where: a row, a table, an edge, a key, a file
     */
    public record Finding(String part, String problem, String place) {}
}
