package io.remdb.engine;

import io.remdb.SearchMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search asks for.
 *
 * @param text the question
 * @param table the one table; null for every searchable one
 * @param predicate an SQL predicate over that table; null for none
 * @param parameters the values of its {@code ?}
 * @param mode how rows are compared with the question
 * @param limit the most hits
 * @param minScore the least score
 * @param explained whether each hit says why it has its score
 * @param filterWay how the predicate is applied
 * @param edges whether the entities come with their first edges
 * @param time how long it may take
 */
record SearchSpec(
        String text,
        @Nullable String table,
        @Nullable String predicate,
        List<Object> parameters,
        SearchMode mode,
        int limit,
        double minScore,
        boolean explained,
        FilterWay filterWay,
        boolean edges,
        TimeLimit time) {
    /** How a predicate is applied; every way gives the same rows. */
    enum FilterWay {
        /** As is best. */
        PLANNED,
        /** By SQL, which gives the ids. */
        SQL,
        /** By the search index, comparing all rows that match. */
        EXACT,
        /** By the search index, through the graphs. */
        GRAPH,
        /** By the search index, on what the graphs give without it. */
        OVER_FETCH
    }

    static SearchSpec of(String text) {
        return new SearchSpec(
                text,
                null,
                null,
                List.of(),
                SearchMode.HYBRID,
                10,
                0,
                false,
                FilterWay.PLANNED,
                true,
                TimeLimit.CONFIGURED);
    }

    SearchSpec in(String newTable) {
        return new SearchSpec(
                text, newTable, predicate, parameters, mode, limit, minScore, explained, filterWay, edges, time);
    }

    SearchSpec where(String newPredicate, Object... newParameters) {
        return new SearchSpec(
                text,
                table,
                newPredicate,
                Arrays.asList(newParameters),
                mode,
                limit,
                minScore,
                explained,
                filterWay,
                edges,
                time);
    }

    SearchSpec mode(SearchMode newMode) {
        return new SearchSpec(
                text, table, predicate, parameters, newMode, limit, minScore, explained, filterWay, edges, time);
    }

    SearchSpec limit(int newLimit) {
        return new SearchSpec(
                text, table, predicate, parameters, mode, newLimit, minScore, explained, filterWay, edges, time);
    }

    SearchSpec minScore(double newMinScore) {
        return new SearchSpec(
                text, table, predicate, parameters, mode, limit, newMinScore, explained, filterWay, edges, time);
    }

    SearchSpec explainingHits() {
        return new SearchSpec(text, table, predicate, parameters, mode, limit, minScore, true, filterWay, edges, time);
    }

    SearchSpec filteredBy(FilterWay newWay) {
        return new SearchSpec(
                text, table, predicate, parameters, mode, limit, minScore, explained, newWay, edges, time);
    }

    SearchSpec withoutEdges() {
        return new SearchSpec(
                text, table, predicate, parameters, mode, limit, minScore, explained, filterWay, false, time);
    }

    SearchSpec within(TimeLimit newTime) {
        return new SearchSpec(
                text, table, predicate, parameters, mode, limit, minScore, explained, filterWay, edges, newTime);
    }
}
