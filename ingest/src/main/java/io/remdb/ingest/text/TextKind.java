package io.remdb.ingest.text;

/**
 * How a file of text is read.
 *
 * @param contentType its media type
 * @param reader finds its structure
 */
public record TextKind(String contentType, TextReader reader) {}
