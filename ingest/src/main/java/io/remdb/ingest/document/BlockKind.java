package io.remdb.ingest.document;

/** What a stretch of a document is, as far as it matters for cutting it. */
public enum BlockKind {
    /** The heading of what follows. */
    HEADING,
    /** Sentences. */
    PARAGRAPH,
    /** Lines that say more together than each alone: a table. */
    TABLE,
    /** Lines of a program. */
    CODE,
    /** One row of a table that is itself a file. */
    ROW
}
