package io.remdb.ingest.text;

import io.remdb.ingest.document.Document;

/** Finds the structure of a text: its blocks are the text, unchanged. Thread-safe. */
@FunctionalInterface
public interface TextReader {
    /**
     * The document that a text is.
     *
     * @param text any text
     * @param contentType its media type
     */
    Document read(String text, String contentType);
}
