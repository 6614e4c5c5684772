package io.remdb.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as people read it: what it was measured on, then one table. */
final class TextReport {
    private static final List<String> HEADINGS =
            List.of("operation", "n", "p50 ms", "p99 ms", "per second", "recall, extra", "budget at 1,000,000", "met?");
    private static final List<Boolean> TO_THE_RIGHT = List.of(false, true, true, true, true, false, false, false);
    private static final String GAP = "  ";

    private TextReport() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        Settings settings = report.settings();
        text.append(line("machine", joined(report.machine())));
        text.append(line("versions", joined(report.versions())));
        text.append(line("model", report.model()));
        text.append(line(
                "rows",
                "%,d, seed %d%s"
                        .formatted(settings.rows(), settings.seed(), settings.encrypted() ? ", encrypted" : "")));
        text.append(line("date", report.date().toString()));
        text.append(line(
                "figures",
                "in process, warm; medians of %d rounds; met? compares with what was measured at these rows"
                        .formatted(settings.pace().rounds())));
        return text.append('\n').append(table(report.results())).toString();
    }

    private static String line(String name, String value) {
        return "%-9s %s%n".formatted(name, value);
    }

    private static String joined(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String table(List<Result> results) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        results.forEach(result -> lines.add(cells(result)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            table.append(padded(lines.get(line), widths)).append('\n');
            if (line == 0) {
                table.append(rule(widths)).append('\n');
            }
        }
        return table.toString();
    }

    private static List<String> cells(Result result) {
        Budget budget = result.budget();
        boolean measured = result.outcome() == Result.Outcome.MEASURED;
        return List.of(
                result.operation(),
                "%,d".formatted(result.n()),
                milliseconds(result.p50Ms()),
                milliseconds(result.p99Ms()),
                rate(result.rate()),
                extra(result),
                budget == null ? "" : budget.text(),
                budget == null || !measured ? "" : budget.metBy(result) ? "yes" : "no");
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String spaces = " ".repeat(widths[column] - cells.get(column).length());
            line.append(column == 0 ? "" : GAP)
                    .append(TO_THE_RIGHT.get(column) ? spaces + cells.get(column) : cells.get(column) + spaces);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : GAP).append("-".repeat(widths[column]));
        }
        return line.toString();
    }

    private static String milliseconds(@Nullable Double value) {
        return value == null ? "" : number(value);
    }

    private static String rate(Result.@Nullable Rate rate) {
        return rate == null ? "" : number(rate.perSecond()) + " " + rate.unit() + "/s";
    }

    private static String extra(Result result) {
        List<String> parts = new ArrayList<>();
        if (result.outcome() != Result.Outcome.MEASURED) {
            parts.add(result.outcome().name().toLowerCase(Locale.ROOT));
        }
        for (Figure figure : result.figures()) {
            parts.add(figure.name() + " " + number(figure.value())
                    + (figure.unit().isEmpty() ? "" : " " + figure.unit()));
        }
        if (!result.note().isEmpty()) {
            parts.add(result.note());
        }
        return String.join("; ", parts);
    }

    /** About three figures that count. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size == 0 ? "%.0f" : size < 0.1 ? "%.4f" : size < 10 ? "%.3f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
