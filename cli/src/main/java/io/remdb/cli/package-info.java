/** Placeholder room. */
@NullMarked
package io.remdb.cli;

import org.jspecify.annotations.NullMarked;
