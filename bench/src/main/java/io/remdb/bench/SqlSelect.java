package io.remdb.bench;

import io.remdb.bench.data.Noise;
import io.remdb.bench.data.Rows;
import java.time.Instant;
import java.util.List;

/** Selective SQL through indexes. */
final class SqlSelect implements Measurement {
    private static final int LIMIT = 10;
    private static final int RANGE_ROWS = 100;
    private static final int YEAR_SECONDS = 365 * 24 * 3600;
    private static final Instant YEAR_START = Instant.parse("2025-01-01T00:00:00Z");
    private static final String NEWEST =
            "SELECT code, title, amount AS %s FROM bench_rows WHERE category = %s ORDER BY published DESC LIMIT 10";

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public String what() {
        return "SQL: indexed equality with ORDER BY and LIMIT (prepared and fresh text), key, ranges";
    }

    @Override
    public List<Result> run(Context context) {
        context.plain();
        return List.of(newestPrepared(context), newestFresh(context), byKey(context), range(context), lowest(context));
    }

    private static Result newestPrepared(Context context) {
        String statement = NEWEST.formatted("amount", "?");
        Timing timing = Timing.measure(
                context.pace(), number -> Sql.expect(LIMIT, context.database(), statement, Rows.categoryLabel(number)));
        return Result.of("SQL equality (5 % of rows), ORDER BY, LIMIT 10, with ?", timing)
                .withBudget(Budget.SQL_INDEXED);
    }

    private static Result newestFresh(Context context) {
        Timing timing = Timing.measure(
                context.pace(),
                number -> Sql.expect(
                        LIMIT,
                        context.database(),
                        NEWEST.formatted("a" + number, "'" + Rows.categoryLabel(number) + "'")));
        return Result.of("the same, a text never seen before", timing).withBudget(Budget.SQL_INDEXED);
    }

    private static Result byKey(Context context) {
        PlainTable table = context.plain();
        Timing timing = Timing.measure(
                context.pace(),
                number -> Sql.expect(
                        1,
                        context.database(),
                        "SELECT title, amount FROM bench_rows WHERE code = ?",
                        table.key(number)));
        return Result.of("SQL equality on the key, 1 row, with ?", timing);
    }

    private static Result range(Context context) {
        long seconds = Math.max(
                1, (long) YEAR_SECONDS * RANGE_ROWS / context.settings().rows());
        Noise noise = new Noise(context.settings().seed(), 2);
        long[] rows = new long[2];
        Timing timing = Timing.measure(context.pace(), number -> {
            Instant from = YEAR_START.plusSeconds(noise.nextInt(YEAR_SECONDS));
            rows[0] += Sql.rows(
                    context.database(),
                    "SELECT code, published FROM bench_rows WHERE published >= ? AND published < ? ORDER BY published",
                    from,
                    from.plusSeconds(seconds));
            rows[1]++;
        });
        return Result.of("SQL range on a date, about 100 rows in order, with ?", timing)
                .withFigure("rows", rows[0] / (double) rows[1], "");
    }

    private static Result lowest(Context context) {
        Noise noise = new Noise(context.settings().seed(), 3);
        Timing timing = Timing.measure(
                context.pace(),
                number -> Sql.rows(
                        context.database(),
                        "SELECT code, amount FROM bench_rows WHERE amount >= ? ORDER BY amount LIMIT 10",
                        noise.nextInt(9_000)));
        return Result.of("SQL open range on a number, ORDER BY it, LIMIT 10, with ?", timing);
    }
}
