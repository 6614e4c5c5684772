@NullMarked
package io.remdb.ingest.text;

import org.jspecify.annotations.NullMarked;
