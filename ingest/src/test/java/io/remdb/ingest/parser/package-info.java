@NullMarked
package io.remdb.ingest.parser;

import org.jspecify.annotations.NullMarked;
