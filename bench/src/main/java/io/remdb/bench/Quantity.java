package io.remdb.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a plot shows of a result: in milliseconds, or what is no time of an operation. */
enum Quantity {
    /** Median latency. */
    MILLISECONDS("milliseconds (p50)", Budget.Metric.P50_MS) {
        @Override
        Map<String, Double> of(Result result) {
            Double p50 = result.p50Ms();
            return p50 == null ? Map.of() : Map.of(result.operation(), p50);
        }
    },
    /** Throughput; until acknowledged, and what else was measured in the same unit, such as until searchable. */
    ROWS_A_SECOND("rows a second", Budget.Metric.RATE) {
        @Override
        Map<String, Double> of(Result result) {
            Map<String, Double> values = new LinkedHashMap<>();
            Result.Rate rate = result.rate();
            if (rate != null && rate.unit().equals("rows")) {
                values.put(result.operation(), rate.perSecond());
            }
            figures(result, "rows/s")
                    .forEach(figure -> values.put(result.operation() + ", " + figure.name(), figure.value()));
            return values;
        }
    },
    /** What was measured in megabytes, for each of the rows that it was measured with; the first figure is of all, others of parts. */
    BYTES_A_ROW("bytes a row of both tables", null) {
        @Override
        Map<String, Double> of(Result result) {
            Map<String, Double> values = new LinkedHashMap<>();
            figures(result, "MB").forEach(figure -> {
                String name = values.isEmpty() ? result.operation() : result.operation() + ", " + figure.name();
                values.put(name, figure.value() * MEGABYTE / result.n());
            });
            return values;
        }
    },
    /** Median latency of what looks at every row. */
    NANOSECONDS_A_ROW("nanoseconds a row (p50)", Budget.Metric.NS_PER_ROW) {
        @Override
        Map<String, Double> of(Result result) {
            double nanoseconds = result.figure(Figure.PER_ROW);
            return Double.isNaN(nanoseconds) ? Map.of() : Map.of(result.operation(), nanoseconds);
        }
    };

    private static final int MEGABYTE = 1 << 20;

    private final String label;
    private final Budget.@Nullable Metric metric;

    Quantity(String label, Budget.@Nullable Metric metric) {
        this.label = label;
        this.metric = metric;
    }

    /** What the axis says. */
    String label() {
        return label;
    }

    /** The values of a result by the names of their curves. The budget is for the one with the operation's own name. */
    abstract Map<String, Double> of(Result result);

    /** What the budget of a result allows; empty where it has none, or none for this. */
    OptionalDouble limit(Result result) {
        Budget budget = result.budget();
        return budget == null || metric == null ? OptionalDouble.empty() : budget.limit(metric);
    }

    private static Stream<Figure> figures(Result result, String unit) {
        return result.figures().stream().filter(figure -> figure.unit().equals(unit));
    }
}
