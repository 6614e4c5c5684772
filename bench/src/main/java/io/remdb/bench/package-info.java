/** Placeholder room. */
@NullMarked
package io.remdb.bench;

import org.jspecify.annotations.NullMarked;
