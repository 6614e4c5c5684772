package io.remdb.bench;

import java.util.List;

/** Nearest neighbours in the graph, against the true ones. */
final class VectorSearch implements Measurement {
    @Override
    public String name() {
        return "vector-search";
    }

    @Override
    public String what() {
        return "semantic search for 10, recall against a comparison with every vector, one thread";
    }

    @Override
    public List<Result> run(Context context) {
        return List.of(new Searching(context)
                .byVector("vector search, 10 hits", Subset.ALL)
                .withBudget(Budget.VECTOR_SEARCH));
    }
}
