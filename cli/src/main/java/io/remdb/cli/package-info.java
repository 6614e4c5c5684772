/**
 * The {@code rem} command: parses what a user types, calls the public API, prints what comes back. No logic of its own.
 *
 * <p>{@link io.remdb.cli.Rem} is the way in, for the launcher and for tests; a class a command. {@code output} knows how
 * results look, {@code input} how piped lines are read.
 */
@NullMarked
package io.remdb.cli;

import org.jspecify.annotations.NullMarked;
