package io.remdb.ingest.parser;

/**
 * A file to be read.
 *
 * @param path where it is
 * @param name what it is called, which may tell its format
 * @param characters the longest text that is taken
 * @param attachmentDepth how deep attachments are followed
 */
public record ParseRequest(String path, String name, int characters, int attachmentDepth) {}
