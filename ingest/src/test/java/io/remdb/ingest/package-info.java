@NullMarked
package io.remdb.ingest;

import org.jspecify.annotations.NullMarked;
