/**
 * The REM dialect: LOOKUP, FUZZY, SEARCH, TRAVERSE and EXPLAIN of these. A statement becomes an immutable plan; everything else
 * is SQL and is passed on as it is. Nothing is read or written here: {@code engine} runs the plans through the verbs of the
 * public API, and the SQL layer reads the condition of a SEARCH.
 *
 * <p>May use the tokens of {@code sql}, so that both agree on where a string or a comment ends.
 */
@NullMarked
package io.remdb.query;

import org.jspecify.annotations.NullMarked;
