/**
 * Reads the formats that are text, in this process: decoding is strict, and nothing in a text is followed, expanded or run. XML is read as
 * text, by no parser.
 */
@NullMarked
package io.remdb.ingest.text;

import org.jspecify.annotations.NullMarked;
