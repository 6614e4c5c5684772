/**
 * The benchmark: {@code rem bench} fills tables from a seed, measures what the budgets of the design name, and prints one table
 * (and the same as JSON) with the machine and the versions it was measured with.
 *
 * <p>How it is measured: in process through the public API; latencies in nanoseconds into an HDR histogram, one operation
 * after another; a warm-up first, then rounds with a garbage collection before each, and the median of the rounds' figures.
 * What is compared runs side by side in turns. Recall is against a comparison with every vector. Rows, questions and
 * the order of accesses follow from the seed that the report prints.
 *
 * <p>A new row of the table is a class that implements {@code Measurement} and a line in {@code Measurements}; it takes
 * the tables from the {@code Context}, the timing from {@code Timing}, and its limit from {@code Budget}. How its figures grow with
 * the number of rows is drawn from several reports, where a {@code GrowthPlot} takes its operation.
 */
@NullMarked
package io.remdb.bench;

import org.jspecify.annotations.NullMarked;
