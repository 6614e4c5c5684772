package io.remdb.ingest;

import io.remdb.ingest.text.TextKind;

/** How a file is read. */
sealed interface FileKind {
    /** Rows, a line each. */
    record RowLines() implements FileKind {}

    /** Rows in one JSON list. */
    record RowList() implements FileKind {}

    /** Text, read here. */
    record Text(TextKind kind) implements FileKind {}

    /** A format that the parser's process reads. */
    record Format() implements FileKind {}
}
