package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.spi.Limits;
import java.util.List;

/** Searches under construction. */
final class LocalSearch {
    private LocalSearch() {}

    /** Who runs searches. */
    interface Searching {
        List<Hit<Entity>> search(SearchSpec spec);

        SearchPlan explain(SearchSpec spec);
    }

    /** A search whose hits are entities. */
    static final class OfEntities implements EntitySearch {
        private final Searching searcher;
        private SearchSpec spec;

        OfEntities(Searching searcher, SearchSpec spec) {
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
            spec = spec.limit(Limits.ofSearch(limit));
            return this;
        }

        @Override
        public EntitySearch minScore(double minScore) {
            spec = spec.minScore(Limits.score(minScore));
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
}
