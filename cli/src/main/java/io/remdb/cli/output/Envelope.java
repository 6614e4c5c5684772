package io.remdb.cli.output;

import io.remdb.json.Json;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What JSON says around rows.
 *
 * @param query what was asked; null for a plain list
 * @param queryType such as {@code sql} or {@code search}; null for a plain list
 * @param startNanos when the work began, on the clock of {@link System#nanoTime}
 * @param more what else there is to say, asked for when the rows are printed; null for nothing
 */
public record Envelope(
        @Nullable String query,
        @Nullable String queryType,
        long startNanos,
        @Nullable Supplier<ObjectNode> more) {
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
        return new Envelope(null, null, System.nanoTime(), () -> {
            ObjectNode more = Json.object();
            more.set("totals", totals.get());
            return more;
        });
    }

    /** The same with more to say. */
    public Envelope with(ObjectNode more) {
        return new Envelope(query, queryType, startNanos, () -> more);
    }

    /** Milliseconds since the start, three decimals. */
    double elapsedMs() {
        return Math.round((System.nanoTime() - startNanos) / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }
}
