@NullMarked
package io.remdb.ingest.source;

import org.jspecify.annotations.NullMarked;
