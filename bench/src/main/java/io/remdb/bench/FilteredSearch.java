package io.remdb.bench;

import java.util.List;

/** Nearest neighbours among few rows. */
final class FilteredSearch implements Measurement {
    @Override
    public String name() {
        return "filtered-search";
    }

    @Override
    public String what() {
        return "semantic search for 10 with a predicate that 1 % or 0.01 % of the rows fulfil";
    }

    @Override
    public List<Result> run(Context context) {
        Searching searching = new Searching(context);
        return List.of(
                searching
                        .byVector("vector search, 10 hits, filter 1 %", Subset.ONE_PERCENT)
                        .withBudget(Budget.FILTER_1_PERCENT),
                searching
                        .byVector("vector search, 10 hits, filter 0.01 %", Subset.ONE_OF_10000)
                        .withBudget(Budget.FILTER_1_OF_10000));
    }
}
