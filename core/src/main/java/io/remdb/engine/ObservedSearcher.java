package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.SearchPlan;
import io.remdb.query.StatementShape;
import io.remdb.telemetry.Kind;
import io.remdb.telemetry.Telemetry;
import java.util.List;
import java.util.Locale;

/** Measures searches. */
record ObservedSearcher(Searcher searcher, Telemetry telemetry) implements LocalSearch.Searching {
    @Override
    public List<Hit<Entity>> search(SearchSpec spec) {
        return telemetry.observe(Kind.SEARCH, spec.table(), () -> searcher.search(spec), List::size, () -> shape(spec));
    }

    @Override
    public SearchPlan explain(SearchSpec spec) {
        return searcher.explain(spec);
    }

    /** As a statement would say it. */
    private static String shape(SearchSpec spec) {
        String predicate = spec.predicate();
        return "SEARCH ?"
                + (spec.table() == null ? "" : " IN " + spec.table())
                + (predicate == null ? "" : " WHERE " + StatementShape.ofCondition(predicate))
                + " LIMIT " + spec.limit() + " MODE " + spec.mode().name().toLowerCase(Locale.ROOT);
    }
}
