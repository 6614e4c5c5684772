/** Where documents go: which fields of a table hold the text, the name and the place of a chunk, and the rows that come of a document. */
@NullMarked
package io.remdb.ingest.table;

import org.jspecify.annotations.NullMarked;
