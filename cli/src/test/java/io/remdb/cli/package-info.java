/** The command as a user meets it: what it prints, what it answers to the shell. */
@org.jspecify.annotations.NullMarked
package io.remdb.cli;
