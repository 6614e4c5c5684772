/**
 * What has been read of a file: its text, in blocks, and what is known of it. The readers of text ({@code io.remdb.ingest.text}) and of other
 * formats ({@code io.remdb.ingest.parser}) make it, {@code io.remdb.ingest.chunk} cuts it.
 */
@NullMarked
package io.remdb.ingest.document;

import org.jspecify.annotations.NullMarked;
