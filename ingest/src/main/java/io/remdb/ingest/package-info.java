/**
 * Takes files into a database: finds them, reads them, cuts their text into chunks, and writes each file as one document with its chunks, all
 * of it or nothing. {@link io.remdb.ingest.Ingester} is the way in.
 */
@NullMarked
package io.remdb.ingest;

import org.jspecify.annotations.NullMarked;
