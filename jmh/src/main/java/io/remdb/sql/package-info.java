/** Pieces of SQL over the store. */
@NullMarked
package io.remdb.sql;

import org.jspecify.annotations.NullMarked;
