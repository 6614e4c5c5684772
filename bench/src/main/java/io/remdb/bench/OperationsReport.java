package io.remdb.bench;

import io.remdb.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What measuring backups found.
 *
 * @param date when it began, UTC
 * @param machine by name
 * @param settings of the run
 * @param steps one after the other
 */
record OperationsReport(Instant date, Map<String, String> machine, Settings settings, List<Step> steps) {
    private static final String LINE = "%-44s %10s %12s %10s  %s%n";
    private static final double MEGABYTE = 1 << 20;

    OperationsReport {
        steps = List.copyOf(steps);
    }

    /**
     * A step.
     *
     * @param operation what was done
     * @param seconds that it took
     * @param bytes that it read or wrote; 0 where that says nothing
     * @param note what a reader must know; empty for none
     */
    record Step(String operation, double seconds, long bytes, String note) {}

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("machine  ")
                .append(machine.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")))
                .append('\n');
        text.append("date     ").append(date).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "table    %,d rows with a vector of 384 floats each%s; each step once%n%n",
                settings.rows(),
                settings.encrypted() ? ", encrypted" : ""));
        text.append(String.format(LINE, "operation", "seconds", "MB", "MB/s", ""));
        text.append(String.format(LINE, "-".repeat(44), "-".repeat(10), "-".repeat(12), "-".repeat(10), ""));
        for (Step step : steps) {
            double megabytes = step.bytes() / MEGABYTE;
            text.append(String.format(
                    LINE,
                    step.operation(),
                    String.format(Locale.ROOT, "%.2f", step.seconds()),
                    step.bytes() == 0 ? "" : String.format(Locale.ROOT, "%.1f", megabytes),
                    step.bytes() == 0 ? "" : String.format(Locale.ROOT, "%.0f", megabytes / step.seconds()),
                    step.note()));
        }
        return text.toString().replaceAll(" +\n", "\n");
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("date", date.toString());
        ObjectNode described = json.putObject("machine");
        machine.forEach(described::put);
        json.put("rows", settings.rows());
        json.put("seed", settings.seed());
        json.put("encrypted", settings.encrypted());
        ArrayNode results = json.putArray("results");
        for (Step step : steps) {
            results.addObject()
                    .put("operation", step.operation())
                    .put("seconds", step.seconds())
                    .put("bytes", step.bytes())
                    .put("note", step.note());
        }
        return json;
    }
}
