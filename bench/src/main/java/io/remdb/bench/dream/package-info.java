/** How good a dream is: weeks of people who do not exist, and what a reader says that happened in them. */
@NullMarked
package io.remdb.bench.dream;

import org.jspecify.annotations.NullMarked;
