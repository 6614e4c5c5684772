/**
 * How results reach the reader: formats, tables that fit the terminal, progress bars.
 *
 * <p>Commands say what they have (rows, an object, a document); this room decides how it looks. Rows are printed as they
 * come, in constant memory. Knows nothing of commands or their options.
 */
@NullMarked
package io.remdb.cli.output;

import org.jspecify.annotations.NullMarked;
