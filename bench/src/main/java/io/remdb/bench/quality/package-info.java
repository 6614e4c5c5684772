/**
 * Whether a search finds what people judged to be relevant: test collections, the measures of the field, and ways to fuse
 * two rankings. Pure functions over lists of ids; the searching itself is the caller's.
 */
@NullMarked
package io.remdb.bench.quality;

import org.jspecify.annotations.NullMarked;
