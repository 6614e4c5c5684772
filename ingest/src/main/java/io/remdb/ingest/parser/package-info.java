/**
 * Reads the formats that are not text (PDF, Office, EPUB, e-mail, HTML) in a process of its own, which is limited in memory and time, and
 * ended when it goes over: what a hostile file does, it does there. {@link io.remdb.ingest.parser.ParserProcess} is this side,
 * {@code io.remdb.ingest.parser.child} the other; {@link io.remdb.ingest.parser.Frames} is what they say to each other.
 */
@NullMarked
package io.remdb.ingest.parser;

import org.jspecify.annotations.NullMarked;
