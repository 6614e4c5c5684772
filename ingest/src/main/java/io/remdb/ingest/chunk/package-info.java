/** Cuts a document into pieces of so many tokens, on headings and sentences. Knows no file and no table. */
@NullMarked
package io.remdb.ingest.chunk;

import org.jspecify.annotations.NullMarked;
