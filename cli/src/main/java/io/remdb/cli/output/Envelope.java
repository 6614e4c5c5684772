package io.remdb.cli.output;

import org.jspecify.annotations.Nullable;

/**
 * What JSON says around rows.
 *
 * @param query what was asked; null for a plain list
 * @param queryType such as {@code sql} or {@code search}; null for a plain list
 * @param startNanos when the work began, on the clock of {@link System#nanoTime}
 */
public record Envelope(@Nullable String query, @Nullable String queryType, long startNanos) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;

    /** The envelope of rows that answer a query. */
    public static Envelope ofQuery(String query, String queryType, long startNanos) {
        return new Envelope(query, queryType, startNanos);
    }

    /** The envelope of a list, from now. */
    public static Envelope ofList() {
        return new Envelope(null, null, System.nanoTime());
    }

    /** Milliseconds since the start, three decimals. */
    double elapsedMs() {
        return Math.round((System.nanoTime() - startNanos) / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }
}
