package io.remdb.bench;

import java.util.List;

/** SQL that has to look at every row. */
final class SqlAggregate implements Measurement {
    private static final int CATEGORIES = 20;
    private static final double NS_PER_MS = 1e6;

    @Override
    public String name() {
        return "sql-aggregate";
    }

    @Override
    public String what() {
        return "SQL: GROUP BY over all rows, COUNT(*)";
    }

    @Override
    public List<Result> run(Context context) {
        context.plain();
        long rows = context.database().count(PlainTable.NAME);
        Timing count = measure(context, 1, "SELECT COUNT(*) FROM bench_rows");
        return List.of(
                groups(context, rows, "SELECT category, COUNT(*) FROM bench_rows GROUP BY category", "COUNT(*)")
                        .withBudget(Budget.SQL_GROUP_BY),
                groups(context, rows, "SELECT category, AVG(amount) FROM bench_rows GROUP BY category", "AVG")
                        .withBudget(Budget.SQL_GROUP_BY),
                Result.of("SQL COUNT(*)", count));
    }

    private static Result groups(Context context, long rows, String statement, String aggregate) {
        Timing timing = measure(context, CATEGORIES, statement);
        return Result.of("SQL GROUP BY over all rows, " + aggregate, timing)
                .withFigure(Figure.PER_ROW, timing.p50Ms() * NS_PER_MS / rows, "ns");
    }

    private static Timing measure(Context context, int rows, String statement) {
        return Timing.measure(context.pace(), number -> Sql.expect(rows, context.database(), statement));
    }
}
