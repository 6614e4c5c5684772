/**
 * Plans without a language model and without a network: the question is read once for each table that it may be about, and the reading that
 * explains most of it is written as a statement.
 */
@NullMarked
package io.remdb.ask.local;

import org.jspecify.annotations.NullMarked;
