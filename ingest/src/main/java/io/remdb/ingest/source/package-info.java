/** Finds the files that are to be taken in: what was named, folders with their ignore rules, stdin. Reads names and bytes, and understands neither. */
@NullMarked
package io.remdb.ingest.source;

import org.jspecify.annotations.NullMarked;
