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
 * What measuring whole commands found.
 *
 * @param date when it began, UTC
 * @param launched whether the launcher is part of the figures
 * @param machine by name
 * @param rows of the table
 */
record CommandReport(Instant date, boolean launched, Map<String, String> machine, List<CommandTimes.Row> rows) {
    private static final String LINE = "%-27s %5s %9s %9s %10s  %s%n";

    CommandReport {
        rows = List.copyOf(rows);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("machine  ")
                .append(machine.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")))
                .append('\n');
        text.append("date     ").append(date).append('\n');
        text.append("figures  whole commands as processes, ")
                .append(launched ? "through the launcher" : "without the launcher")
                .append("; medians; the targets are wall time on an idle machine\n\n");
        text.append(LINE.formatted("command", "runs", "wall ms", "cpu ms", "target ms", "met?"));
        text.append(LINE.formatted("-".repeat(27), "-----", "-".repeat(9), "-".repeat(9), "-".repeat(10), "----"));
        for (CommandTimes.Row row : rows) {
            Integer target = row.targetMs();
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.operation(),
                    row.runs(),
                    Math.round(row.wallMs()),
                    Math.round(row.cpuMs()),
                    target == null ? "" : target,
                    target == null ? "" : row.met() ? "yes" : "no"));
        }
        return text.toString().replaceAll(" +\n", "\n");
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("date", date.toString());
        ObjectNode described = json.putObject("machine");
        machine.forEach(described::put);
        json.put("launcher", launched);
        ArrayNode results = json.putArray("results");
        for (CommandTimes.Row row : rows) {
            ObjectNode result = results.addObject()
                    .put("command", row.operation())
                    .put("runs", row.runs())
                    .put("wall_ms", row.wallMs())
                    .put("cpu_ms", row.cpuMs());
            if (row.targetMs() != null) {
                result.put("target_ms", row.targetMs()).put("met", row.met());
            }
        }
        return json;
    }
}
