package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.SearchPlan;
import io.remdb.SearchPlan.Way;
import io.remdb.catalog.CatalogTable;
import io.remdb.engine.SearchSpec.FilterWay;
import io.remdb.search.CandidateFilter;
import io.remdb.sql.SqlEngine;
import io.remdb.sql.Translation;
import io.remdb.store.Cursor;
import io.remdb.value.Predicate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes a filter of the predicate of a search: one that the search index evaluates where that is possible, else the ids. */
final class SearchFilters {
    private static final int LONGEST_QUOTE = 40;

    private final Supplier<SqlEngine> sql;
    private final int mostIds;

    /** @param mostIds of a condition that only SQL evaluates */
    SearchFilters(Supplier<SqlEngine> sql, int mostIds) {
        this.sql = sql;
        this.mostIds = mostIds;
    }

    /**
     * A filter, with what {@link SearchPlan} says about it.
     *
     * @param candidates which rows may be proposed
     * @param evaluatedBy what evaluates the predicate
     * @param reason why
     */
    record Chosen(CandidateFilter candidates, SearchPlan.Filter evaluatedBy, String reason) {}

    /**
     * @throws RemException as {@link SqlEngine#idsWhere}, when the predicate is wrong; {@link ErrorCode#TOO_LARGE}, when only SQL
     *     evaluates it and more rows match than their ids are kept in memory
     */
    Chosen of(SearchSpec spec, List<CatalogTable> tables) {
        String predicate = spec.predicate();
        if (predicate == null) {
            return new Chosen(CandidateFilter.Everything.EVERYTHING, SearchPlan.Filter.NONE, "");
        }
        if (spec.table() == null) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A search with a condition needs a table")
                    .hint("Name it: rem search TEXT --schema TABLE --where CONDITION");
        }
        CatalogTable table = tables.getFirst();
        if (spec.filterWay() == FilterWay.SQL) {
            return bySql(table, spec, predicate, "it was asked for");
        }
        return switch (sql.get().translate(table, predicate, spec.parameters())) {
            case Translation.Translated(Predicate meaning) -> byIndex(meaning, spec.filterWay());
            case Translation.OnlySql(String at) -> bySql(table, spec, predicate, "only SQL evaluates: " + quote(at));
        };
    }

    private static Chosen byIndex(Predicate meaning, FilterWay filterWay) {
        CandidateFilter filter = switch (filterWay) {
            case PLANNED, SQL -> new CandidateFilter.Matching(meaning);
            case EXACT -> new CandidateFilter.Matching(meaning, Way.EXACT);
            case GRAPH -> new CandidateFilter.Matching(meaning, Way.GRAPH);
            case OVER_FETCH -> new CandidateFilter.Matching(meaning, Way.OVER_FETCH);
        };
        return new Chosen(filter, SearchPlan.Filter.INDEX, "the search index has the same meaning for it");
    }

    private Chosen bySql(CatalogTable table, SearchSpec spec, String predicate, String reason) {
        Set<UUID> ids = new HashSet<>();
        try (Cursor<UUID> matching = sql.get()
                .idsWhere(table, predicate, spec.parameters(), spec.time().options())) {
            while (matching.hasNext()) {
                if (ids.size() == mostIds) {
                    throw tooMany(table, reason);
                }
                ids.add(matching.next());
            }
        }
        return new Chosen(new CandidateFilter.OneOf(ids), SearchPlan.Filter.SQL, reason);
    }

    private RemException tooMany(CatalogTable table, String reason) {
        return new RemException(ErrorCode.TOO_LARGE, "The condition matches more rows than SQL can give to a search")
                .with("table", table.name())
                .with("limit", mostIds)
                .with("reason", reason)
                .hint(
                        "Write the condition with =, <, >, IN, BETWEEN, LIKE 'x%', IS NULL or = ANY(array) on fields, which the"
                                + " search index evaluates for any number of rows, or let it match fewer");
    }

    private static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
