package io.remdb.bench.replication;

import io.remdb.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * What replication costs, and how far behind a replica is.
 *
 * @param threads that write as fast as they can
 * @param alone with no replica
 * @param beside with two replicas on the same machine, which want the same processors
 * @param above with two replicas that have the processors when the writers leave them
 * @param lag at a thousand writes a second
 * @param caughtUp entries that a replica lacked when it connected
 * @param catchUpMs how long they took
 */
public record ReplicationFigures(
        int threads,
        Writers alone,
        Writers beside,
        Writers above,
        ReplicaProcess.Lag lag,
        long caughtUp,
        double catchUpMs) {
    private static final double MOST_LOSS = 0.10;
    private static final double MOST_LAG_MS = 5;
    private static final double LEAST_CATCH_UP = 50_000;
    private static final double MICROS_PER_MS = 1e3;
    private static final double MS_PER_SECOND = 1e3;
    private static final double PER_CENT = 100;
    private static final String LINE = "%-52s %12s  %-22s %s%n";

    /**
     * What writers reach.
     *
     * @param perSecond writes of all threads
     * @param cpuMicros processor time of their process for each write
     */
    record Writers(double perSecond, double cpuMicros) {
        static Writers median(List<Writers> rounds) {
            return new Writers(median(rounds, Writers::perSecond), median(rounds, Writers::cpuMicros));
        }

        private static double median(List<Writers> rounds, ToDoubleFunction<Writers> figure) {
            double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }

        /** The share of the throughput that is gone. */
        double loss(Writers with) {
            return 1 - with.perSecond / perSecond;
        }
    }

    private double catchUpPerSecond() {
        return caughtUp / catchUpMs * MS_PER_SECOND;
    }

    /** The table. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("figures  a primary in this process, replicas in others; medians\n\n");
        text.append(LINE.formatted("what", "measured", "target", "met?"));
        text.append(LINE.formatted("-".repeat(52), "-".repeat(12), "-".repeat(22), "----"));
        text.append(row("writes/s, " + threads + " threads, no replica", "%,.0f".formatted(alone.perSecond), "", ""));
        text.append(
                row("writes/s with two replicas on the same processors", "%,.0f".formatted(beside.perSecond), "", ""));
        text.append(row("  lost to them", share(alone.loss(beside)), "", ""));
        text.append(
                row("writes/s with two replicas at the lowest priority", "%,.0f".formatted(above.perSecond), "", ""));
        text.append(
                row("  lost to them", share(alone.loss(above)), "at most 10 %", met(alone.loss(above) <= MOST_LOSS)));
        text.append(row("processor time a write, no replica", micros(alone), "", ""));
        text.append(row("processor time a write, the primary with two replicas", micros(above), "", ""));
        double lagMs = lag.medianMicros() / MICROS_PER_MS;
        text.append(row(
                "lag at 1,000 writes/s, p50", "%.2f ms".formatted(lagMs), "at most 5 ms", met(lagMs <= MOST_LAG_MS)));
        text.append(row("lag at 1,000 writes/s, p99", "%.2f ms".formatted(lag.highMicros() / MICROS_PER_MS), "", ""));
        text.append(row(
                "catching up with %,d entries".formatted(caughtUp),
                "%,.0f/s".formatted(catchUpPerSecond()),
                "at least 50,000/s",
                met(catchUpPerSecond() >= LEAST_CATCH_UP)));
        return text.toString().replaceAll(" +\n", "\n");
    }

    private static String row(String what, String measured, String target, String met) {
        return LINE.formatted(what, measured, target, met);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * PER_CENT);
    }

    private static String micros(Writers writers) {
        return String.format(Locale.ROOT, "%.0f us", writers.cpuMicros);
    }

    private static String met(boolean met) {
        return met ? "yes" : "no";
    }

    /** The same. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("threads", threads);
        put(json.putObject("alone"), alone);
        put(json.putObject("with_two_replicas"), beside);
        put(json.putObject("with_two_replicas_at_lowest_priority"), above);
        json.put("lag_p50_ms", lag.medianMicros() / MICROS_PER_MS);
        json.put("lag_p99_ms", lag.highMicros() / MICROS_PER_MS);
        json.put("catchup_entries", caughtUp);
        json.put("catchup_ms", catchUpMs);
        json.put("catchup_entries_per_s", catchUpPerSecond());
        return json;
    }

    private static void put(ObjectNode json, Writers writers) {
        json.put("writes_per_s", writers.perSecond).put("cpu_us_per_write", writers.cpuMicros);
    }
}
