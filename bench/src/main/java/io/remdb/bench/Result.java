package io.remdb.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param operation what was done
 * @param n how often, or to how many rows
 * @param p50Ms median latency, milliseconds; null where one operation was timed as a whole
 * @param p99Ms 99th percentile, milliseconds; null where there are too few operations for one
 * @param rate throughput; null where it says nothing
 * @param figures what else was measured
 * @param note what a reader must know; empty for none
 * @param budget what it may take at 1,000,000 rows; null where none is set
 * @param outcome whether the figures were measured
 */
record Result(
        String operation,
        long n,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        @Nullable Rate rate,
        List<Figure> figures,
        String note,
        @Nullable Budget budget,
        Outcome outcome) {
    private static final int LEAST_FOR_P99 = 100;

    Result {
        figures = List.copyOf(figures);
    }

    /** Whether there are figures. */
    enum Outcome {
        /** Measured. */
        MEASURED,
        /** Cannot be measured here; the note says why. */
        SKIPPED,
        /** The database, or the benchmark, failed; the note says how. */
        FAILED
    }

    /**
     * Throughput.
     *
     * @param perSecond how many
     * @param unit of what, such as {@code rows}
     */
    record Rate(double perSecond, String unit) {}

    /** A result without figures yet. */
    static Result of(String operation, long n) {
        return new Result(operation, n, null, null, null, List.of(), "", null, Outcome.MEASURED);
    }

    /** The figures of one thread's operations. */
    static Result of(String operation, Timing timing) {
        Double p99Ms = timing.operations() < LEAST_FOR_P99 ? null : Double.valueOf(timing.p99Ms());
        Rate rate = new Rate(timing.perSecond(), "ops");
        return new Result(
                operation, timing.operations(), timing.p50Ms(), p99Ms, rate, List.of(), "", null, Outcome.MEASURED);
    }

    /** Nothing was measured, because something is missing here. */
    static Result skipped(String operation, String why) {
        return new Result(operation, 0, null, null, null, List.of(), why, null, Outcome.SKIPPED);
    }

    /** Nothing was measured, because of an error. */
    static Result failed(String operation, String why) {
        return new Result(operation, 0, null, null, null, List.of(), why, null, Outcome.FAILED);
    }

    Result withP50(double milliseconds) {
        return new Result(operation, n, milliseconds, p99Ms, rate, figures, note, budget, outcome);
    }

    Result withRate(double perSecond, String unit) {
        return new Result(operation, n, p50Ms, p99Ms, new Rate(perSecond, unit), figures, note, budget, outcome);
    }

    Result withFigure(String name, double value, String unit) {
        List<Figure> more = new ArrayList<>(figures);
        more.add(new Figure(name, value, unit));
        return new Result(operation, n, p50Ms, p99Ms, rate, more, note, budget, outcome);
    }

    Result withNote(String note) {
        return new Result(operation, n, p50Ms, p99Ms, rate, figures, note, budget, outcome);
    }

    Result withBudget(Budget budget) {
        return new Result(operation, n, p50Ms, p99Ms, rate, figures, note, budget, outcome);
    }

    /** A figure by its name; not a number where it was not measured. */
    double figure(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
