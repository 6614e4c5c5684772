package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.bench.chart.Curve;
import io.remdb.bench.chart.LineChart;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports that differ in nothing but the number of rows, as far as they tell, so that a line may join their figures.
 *
 * @param reports by rows, from the fewest to the most
 */
record Growth(List<GrowthReport> reports) {
    private static final String ROWS_LABEL = "rows of each table";

    Growth {
        reports = List.copyOf(reports);
    }

    /**
     * Compares reports with each other.
     *
     * @param reports at least one
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} where two are of the same number of rows, of different processors, or
     *     one of an encrypted database and one of a plain one
     */
    static Growth of(List<GrowthReport> reports) {
        List<GrowthReport> sorted = reports.stream()
                .sorted(Comparator.comparingInt(GrowthReport::rows))
                .toList();
        GrowthReport fewest = sorted.getFirst();
        for (GrowthReport report : sorted) {
            if (!report.processor().equals(fewest.processor())) {
                throw refused("Reports of different machines do not show how one grows", fewest, report)
                        .with("machine", fewest.processor())
                        .with("other machine", report.processor());
            }
            if (report.encrypted() != fewest.encrypted()) {
                throw refused("One report is of an encrypted database, and the other is not", fewest, report);
            }
        }
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).rows() == sorted.get(i - 1).rows()) {
                throw refused("Two reports are of the same number of rows", sorted.get(i - 1), sorted.get(i))
                        .with("rows", sorted.get(i).rows());
            }
        }
        return new Growth(sorted);
    }

    /** A chart of what the reports have of a plot; empty where they have none of its operations. */
    Optional<LineChart> chart(GrowthPlot plot) {
        List<Curve> curves = curves(plot);
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        boolean limited = curves.stream().anyMatch(curve -> curve.limit() != null);
        return Optional.of(
                new LineChart(plot.title(), ROWS_LABEL, plot.quantity().label(), curves, captions(limited)));
    }

    /** In the order of the tables; what only reports of more rows have comes last. */
    private List<Curve> curves(GrowthPlot plot) {
        Map<String, Curve> curves = new LinkedHashMap<>();
        for (GrowthReport report : reports) {
            report.results().stream()
                    .filter(result -> plot.shows(result.operation()))
                    .flatMap(result -> points(plot.quantity(), report.rows(), result))
                    .forEach(point -> curves.merge(point.label(), point, Growth::joined));
        }
        return List.copyOf(curves.values());
    }

    /** Curves of one point each: what one report has for them. */
    private static Stream<Curve> points(Quantity quantity, int rows, Result result) {
        return quantity.of(result).entrySet().stream()
                .filter(value -> Curve.drawable(value.getValue()))
                .map(value -> new Curve(
                        value.getKey(),
                        List.of(new Curve.Point(rows, value.getValue())),
                        value.getKey().equals(result.operation()) ? limit(quantity, result) : null));
    }

    private static Curve joined(Curve fewer, Curve more) {
        List<Curve.Point> points = new ArrayList<>(fewer.points());
        points.addAll(more.points());
        return new Curve(fewer.label(), points, more.limit() == null ? fewer.limit() : more.limit());
    }

    private static Curve.@Nullable Limit limit(Quantity quantity, Result result) {
        Budget budget = result.budget();
        OptionalDouble limit = quantity.limit(result);
        return budget == null || limit.isEmpty() ? null : new Curve.Limit(limit.getAsDouble(), budget.text());
    }

    private List<String> captions(boolean limited) {
        List<String> captions = new ArrayList<>();
        captions.add(machine() + (reports.getFirst().encrypted() ? "; encrypted" : ""));
        captions.add(reports.stream()
                .map(report -> String.format(
                        Locale.ROOT,
                        "%,d rows on %s",
                        report.rows(),
                        LocalDate.ofInstant(report.date(), ZoneOffset.UTC)))
                .collect(Collectors.joining(", ", "measured with ", "")));
        if (limited) {
            captions.add("budgets are for 1,000,000 rows where they name no other number");
        }
        return captions;
    }

    /** What all reports say alike. */
    private String machine() {
        return reports.getFirst().machine().entrySet().stream()
                .filter(entry -> reports.stream()
                        .allMatch(report ->
                                entry.getValue().equals(report.machine().get(entry.getKey()))))
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static RemException refused(String text, GrowthReport report, GrowthReport other) {
        return new RemException(ErrorCode.INVALID_ARGUMENT, text)
                .with("file", report.file())
                .with("other file", other.file());
    }
}
