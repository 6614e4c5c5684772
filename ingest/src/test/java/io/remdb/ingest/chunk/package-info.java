@NullMarked
package io.remdb.ingest.chunk;

import org.jspecify.annotations.NullMarked;
