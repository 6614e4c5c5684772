package io.remdb.ingest.source;

import io.remdb.RemException;

/** What a walk has come upon. */
public sealed interface Found {
    /** A file to be read. */
    record OfFile(SourceFile file) implements Found {}

    /**
     * Something that cannot be read.
     *
     * @param uri of the file or folder
     */
    record Unreadable(String uri, RemException reason) implements Found {}
}
