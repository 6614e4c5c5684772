package io.remdb.schema;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.SearchRequest;
import java.util.List;
import java.util.function.Function;

/** A search of one table whose hits are records. */
final class RecordSearch<T> implements SearchRequest<T> {
    private final EntitySearch search;
    private final Function<Entity, T> mapping;

    RecordSearch(EntitySearch search, Function<Entity, T> mapping) {
        this.search = search;
        this.mapping = mapping;
    }

    @Override
    public SearchRequest<T> where(String predicate, Object... parameters) {
        search.where(predicate, parameters);
        return this;
    }

    @Override
    public SearchRequest<T> mode(SearchMode mode) {
        search.mode(mode);
        return this;
    }

    @Override
    public SearchRequest<T> limit(int limit) {
        search.limit(limit);
        return this;
    }

    @Override
    public SearchRequest<T> minScore(double minScore) {
        search.minScore(minScore);
        return this;
    }

    @Override
    public SearchRequest<T> explained() {
        search.explained();
        return this;
    }

    @Override
    public SearchPlan explain() {
        return search.explain();
    }

    @Override
    public List<Hit<T>> run() {
        return search.run().stream()
                .map(hit -> new Hit<>(
                        mapping.apply(hit.entity()),
                        hit.entity(),
                        hit.score(),
                        hit.semanticScore(),
                        hit.keywordScore(),
                        hit.explanation()))
                .toList();
    }
}
