package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.SearchRequest;
import java.util.List;
import java.util.function.Function;

/** Searches under construction. */
final class LocalSearch {
    private LocalSearch() {}

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > SearchRequest.MAX_LIMIT) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A search gives 1 to 1000 hits").with("limit", limit);
        }
    }

    private static void requireScore(double minScore) {
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A score lies between 0 and 1")
                    .with("min_score", minScore);
        }
    }

    /** A search whose hits are entities. */
    static final class OfEntities implements EntitySearch {
        private final Searcher searcher;
        private SearchSpec spec;

        OfEntities(Searcher searcher, SearchSpec spec) {
            this.searcher = searcher;
            this.spec = spec;
        }

        @Override
        public EntitySearch in(String table) {
            spec = spec.in(table);
            return this;
        }

        @Override
        public EntitySearch where(String predicate, Object... parameters) {
            spec = spec.where(predicate, parameters);
            return this;
        }

        @Override
        public EntitySearch mode(SearchMode mode) {
            spec = spec.mode(mode);
            return this;
        }

        @Override
        public EntitySearch limit(int limit) {
            requireLimit(limit);
            spec = spec.limit(limit);
            return this;
        }

        @Override
        public EntitySearch minScore(double minScore) {
            requireScore(minScore);
            spec = spec.minScore(minScore);
            return this;
        }

        @Override
        public EntitySearch explained() {
            spec = spec.explainingHits();
            return this;
        }

        /** Gives it a time of its own. */
        OfEntities within(TimeLimit time) {
            spec = spec.within(time);
            return this;
        }

        /** Applies the predicate in one way, whatever is best. */
        EntitySearch filteredBy(SearchSpec.FilterWay way) {
            spec = spec.filteredBy(way);
            return this;
        }

        @Override
        public List<Hit<Entity>> run() {
            return searcher.search(spec);
        }

        @Override
        public SearchPlan explain() {
            return searcher.explain(spec);
        }
    }

    /** A search of one table whose hits are records. */
    static final class OfRecords<T> implements SearchRequest<T> {
        private final OfEntities search;
        private final Function<Entity, T> mapping;

        OfRecords(OfEntities search, Function<Entity, T> mapping) {
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
}
