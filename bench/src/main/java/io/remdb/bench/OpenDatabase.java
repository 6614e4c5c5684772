package io.remdb.bench;

import io.remdb.SearchMode;
import io.remdb.bench.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A restart in the same process: classes are loaded and files are cached, the database's own memory is empty. */
final class OpenDatabase implements Measurement {
    @Override
    public String name() {
        return "open";
    }

    @Override
    public String what() {
        return "close, open, and the first of each kind of access after opening";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        ArticleTable articles = context.articles();
        Searching searching = new Searching(context);
        String count = "SELECT code FROM bench_rows WHERE category = ? ORDER BY published DESC LIMIT 10";
        List<Step> steps = List.of(
                new Step("close the database", number -> context.closeDatabase()),
                new Step("open the database", number -> context.open()),
                new Step("first get after opening", number -> context.database().get(table.id(number))),
                new Step(
                        "first SQL query after opening",
                        number -> Sql.rows(context.database(), count, Rows.categoryLabel(number))),
                new Step(
                        "first vector search after opening",
                        number -> searching.search(
                                articles.question(number).mark().word(), SearchMode.SEMANTIC, Subset.ALL)));
        double[][] milliseconds = new double[steps.size()][context.pace().reopenings()];
        for (int round = 0; round < context.pace().reopenings(); round++) {
            Garbage.collect();
            for (int step = 0; step < steps.size(); step++) {
                long begin = System.nanoTime();
                steps.get(step).work().accept(round);
                milliseconds[step][round] = Loading.secondsSince(begin) * 1000;
            }
        }
        List<Result> results = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            Result result = Result.of(
                            steps.get(step).operation(), context.pace().reopenings())
                    .withP50(Timing.median(milliseconds[step]));
            results.add(step == 1 ? result.withBudget(Budget.OPEN) : result);
        }
        return List.copyOf(results);
    }

    private record Step(String operation, IntConsumer work) {}
}
