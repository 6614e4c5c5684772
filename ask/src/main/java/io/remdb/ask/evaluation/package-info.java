/**
 * Measures how many questions in plain language are answered rightly: files of questions, each with the rows that answer it, are asked
 * and what comes is compared. The tests and {@code rem bench --ask} use it; a planner never does.
 */
@NullMarked
package io.remdb.ask.evaluation;

import org.jspecify.annotations.NullMarked;
