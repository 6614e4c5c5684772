/**
 * The search index: vectors, words and filters over the rows, derived from the store and rebuilt from it at any time.
 *
 * <p>It gives candidates; the caller reads the rows again and drops those that have changed meanwhile.
 */
@NullMarked
package io.remdb.search;

import org.jspecify.annotations.NullMarked;
