package io.remdb.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an operation may take.
 *
 * @param text as the table shows it
 * @param limits all of which hold where the budget is met
 */
record Budget(String text, List<Limit> limits) {
    static final Budget GET = p50("0.01 ms", 0.01);
    static final Budget INSERT = p50("0.05 ms", 0.05);
    static final Budget BATCH_INSERT = new Budget("40,000 rows/s", List.of(new Limit(Metric.RATE, 40_000)));
    static final Budget INSERT_EMBEDDED = p50("10 ms", 10);
    static final Budget BATCH_EMBEDDED =
            new Budget(">= 95 % of the raw model", List.of(new Limit(Metric.RAW_RATIO, 0.95)));
    static final Budget VECTOR_SEARCH =
            new Budget("1 ms, recall >= .95", List.of(new Limit(Metric.P50_MS, 1), new Limit(Metric.RECALL, 0.95)));
    static final Budget FILTER_1_PERCENT = filtered("2 ms, recall 1, never short", 2);
    static final Budget FILTER_1_OF_10000 = filtered("0.5 ms, recall 1, never short", 0.5);
    static final Budget KEYWORD_SEARCH = p50("2 ms", 2);
    static final Budget HYBRID_SEARCH = p50("4 ms", 4);
    static final Budget FUZZY_LOOKUP = p50("10 ms", 10);
    static final Budget SQL_INDEXED = p50("0.3 ms", 0.3);
    static final Budget SQL_GROUP_BY = new Budget("50 ns a row", List.of(new Limit(Metric.NS_PER_ROW, 50)));
    static final Budget TRAVERSAL = p50("0.3 ms", 0.3);
    static final Budget OPEN = p50("1 s", 1000);
    static final Budget EXPORT = p50("0.7 s for 100,000 rows", 700);

    private static final List<Budget> ALL = List.of(
            GET,
            INSERT,
            BATCH_INSERT,
            INSERT_EMBEDDED,
            BATCH_EMBEDDED,
            VECTOR_SEARCH,
            FILTER_1_PERCENT,
            FILTER_1_OF_10000,
            KEYWORD_SEARCH,
            HYBRID_SEARCH,
            FUZZY_LOOKUP,
            SQL_INDEXED,
            SQL_GROUP_BY,
            TRAVERSAL,
            OPEN,
            EXPORT);

    Budget {
        limits = List.copyOf(limits);
    }

    /** The budget that a report shows with this text; budgets with the same text have the same limits. */
    static Optional<Budget> withText(String text) {
        return ALL.stream().filter(budget -> budget.text.equals(text)).findFirst();
    }

    /** The limit of one figure; empty where the budget has none for it. */
    OptionalDouble limit(Metric metric) {
        return limits.stream()
                .filter(limit -> limit.metric() == metric)
                .mapToDouble(Limit::value)
                .findFirst();
    }

    /** Whether a result keeps within every limit; a figure that was not measured does not. */
    boolean metBy(Result result) {
        return limits.stream().allMatch(limit -> limit.holdsFor(result));
    }

    private static Budget p50(String text, double mostMs) {
        return new Budget(text, List.of(new Limit(Metric.P50_MS, mostMs)));
    }

    private static Budget filtered(String text, double mostMs) {
        return new Budget(
                text,
                List.of(
                        new Limit(Metric.P50_MS, mostMs),
                        new Limit(Metric.RECALL, 1),
                        new Limit(Metric.SHORT_ANSWERS, 0)));
    }

    /** What is limited, and from which side. */
    enum Metric {
        /** Median latency, at most. */
        P50_MS,
        /** Operations or rows a second, at least. */
        RATE,
        /** {@link Figure#RECALL}, at least. */
        RECALL,
        /** {@link Figure#SHORT_ANSWERS}, at most. */
        SHORT_ANSWERS,
        /** {@link Figure#RAW_RATIO}, at least. */
        RAW_RATIO,
        /** {@link Figure#PER_ROW}, at most. */
        NS_PER_ROW
    }

    /**
     * One limit.
     *
     * @param metric what is limited
     * @param value the last value that is good
     */
    record Limit(Metric metric, double value) {
        boolean holdsFor(Result result) {
            return switch (metric) {
                case P50_MS -> result.p50Ms() != null && result.p50Ms() <= value;
                case RATE -> result.rate() != null && result.rate().perSecond() >= value;
                case RECALL -> result.figure(Figure.RECALL) >= value;
                case SHORT_ANSWERS -> result.figure(Figure.SHORT_ANSWERS) <= value;
                case RAW_RATIO -> result.figure(Figure.RAW_RATIO) >= value;
                case NS_PER_ROW -> result.figure(Figure.PER_ROW) <= value;
            };
        }
    }
}
