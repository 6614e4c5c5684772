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
 */
record SearchSpec(
        String text,
        @Nullable String table,
        @Nullable String predicate,
        List<Object> parameters,
        SearchMode mode,
        int limit,
        double minScore) {
    static SearchSpec of(String text) {
        return new SearchSpec(text, null, null, List.of(), SearchMode.HYBRID, 10, 0);
    }

    SearchSpec in(String table) {
        return new SearchSpec(text, table, predicate, parameters, mode, limit, minScore);
    }

    SearchSpec where(String predicate, Object... parameters) {
        return new SearchSpec(text, table, predicate, Arrays.asList(parameters), mode, limit, minScore);
    }

    SearchSpec mode(SearchMode mode) {
        return new SearchSpec(text, table, predicate, parameters, mode, limit, minScore);
    }

    SearchSpec limit(int limit) {
        return new SearchSpec(text, table, predicate, parameters, mode, limit, minScore);
    }

    SearchSpec minScore(double minScore) {
        return new SearchSpec(text, table, predicate, parameters, mode, limit, minScore);
    }
}
