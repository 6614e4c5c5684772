package io.remdb.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
        Searching searching = new Searching(context);
        Result before = searching.byVector("vector search, 10 hits, while graphs are merged", Subset.ALL);
        AtomicInteger question = new AtomicInteger();
        Settling.Outcome merging = Settling.await(context, () -> searching.byVector(question.getAndIncrement()));
        return List.of(
                before,
                merging.addTo(
                        searching.byVector("vector search, 10 hits", Subset.ALL).withBudget(Budget.VECTOR_SEARCH)));
    }
}
