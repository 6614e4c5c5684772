package io.remdb.store;

/** Which way an index is read. */
public enum Direction {
    /** From the smallest value. */
    ASCENDING,
    /** From the largest value. */
    DESCENDING
}
