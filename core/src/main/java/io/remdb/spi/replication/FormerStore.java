package io.remdb.spi.replication;

/** What becomes of the files that a copy of another database replaces. */
public enum FormerStore {
    /** They go: they have nothing that the copy does not have. */
    OUTDATED,
    /** They are kept in the database's folder under another name. */
    KEPT
}
