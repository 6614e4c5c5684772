package io.remdb.cli.output;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What JSON says around rows.
 *
 * @param query what was asked; null for a plain list
 * @param queryType such as {@code sql} or {@code search}; null for a plain list
 * @param startNanos when the work began, on the clock of {@link System#nanoTime}
 * @param totals of all rows, asked for when they are printed; null for none
 */
public record Envelope(
        @Nullable String query,
        @Nullable String queryType,
        long startNanos,
        @Nullable Supplier<ObjectNode> totals) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;

    /** The envelope of rows that answer a query. */
    public static Envelope ofQuery(String query, String queryType, long startNanos) {
        return new Envelope(query, queryType, startNanos, null);
    }

    /** The envelope of a list, from now. */
    public static Envelope ofList() {
        return new Envelope(null, null, System.nanoTime(), null);
    }

    /** The envelope of a list that is summed up at its end, from now. */
    public static Envelope ofList(Supplier<ObjectNode> totals) {
        return new Envelope(null, null, System.nanoTime(), totals);
    }

    /** Milliseconds since the start, three decimals. */
    double elapsedMs() {
        return Math.round((System.nanoTime() - startNanos) / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }
}
