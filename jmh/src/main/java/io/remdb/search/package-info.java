/** Pieces of searching. */
@NullMarked
package io.remdb.search;

import org.jspecify.annotations.NullMarked;
