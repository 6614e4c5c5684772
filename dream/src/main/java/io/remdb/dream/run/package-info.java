/**
 * Runs: reads, has described, compares with what is there, writes, and takes back. Only this room writes to the database, and only rows and edges that
 * say that a dream wrote them.
 */
@NullMarked
package io.remdb.dream.run;

import org.jspecify.annotations.NullMarked;
