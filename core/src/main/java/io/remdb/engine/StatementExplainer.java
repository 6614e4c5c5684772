package io.remdb.engine;

import io.remdb.Column;
import io.remdb.Entity;
import io.remdb.Path;
import io.remdb.QueryResult;
import io.remdb.Row;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.SearchRequest;
import io.remdb.engine.StatementRunner.Execution;
import io.remdb.query.Bounds;
import io.remdb.query.Order;
import io.remdb.query.Statement;
import io.remdb.sql.SqlRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says how a statement is run: its steps with the rows that each is estimated to give and gave. The actual numbers come from
 * running it, which only reads.
 */
final class StatementExplainer {
    private static final List<Column> COLUMNS = List.of(
            new Column("step", "INTEGER"),
            new Column("what", "CHARACTER VARYING"),
            new Column("estimate", "BIGINT"),
            new Column("actual", "BIGINT"));

    private final StatementRunner runner;

    StatementExplainer(StatementRunner runner) {
        this.runner = runner;
    }

    /** The steps so far. */
    private static final class Steps {
        private final List<Row> rows = new ArrayList<>();

        void add(String what, @Nullable Long estimate, @Nullable Long actual) {
            rows.add(new SqlRow(COLUMNS, new Object[] {rows.size() + 1L, what, estimate, actual}));
        }
    }

    QueryResult explain(Statement.Rem statement, Execution execution) {
        Steps steps = new Steps();
        switch (statement) {
            case Statement.Lookup lookup -> lookup(lookup, execution, steps);
            case Statement.Fuzzy fuzzy -> fuzzy(fuzzy, execution, steps);
            case Statement.Search search -> search(search, execution, steps);
            case Statement.Traverse traverse -> traverse(traverse, execution, steps);
        }
        return new ListedResult<>(QueryResult.Kind.SQL, COLUMNS, steps.rows, row -> row);
    }

    private void lookup(Statement.Lookup lookup, Execution execution, Steps steps) {
        long keys = lookup.keys().size();
        steps.add("find the " + keys + " key(s) in the index of keys, of all tables at once", null, null);
        steps.add("read the living rows by id", null, (long)
                runner.lookup(lookup, execution).size());
    }

    private void fuzzy(Statement.Fuzzy fuzzy, Execution execution, Steps steps) {
        int limit = execution.given().number(fuzzy.limit(), Bounds.FUZZY_LIMIT);
        String where = fuzzy.table() == null ? "every table" : fuzzy.table();
        steps.add(
                "propose keys of " + where + " that are the text, begin with it, have its words, or its letters",
                null,
                null);
        steps.add("score them and read the best " + limit + " by id", (long) limit, (long)
                runner.fuzzy(fuzzy, execution).size());
    }

    private void search(Statement.Search search, Execution execution, Steps steps) {
        runner.order(search, execution);
        SearchRequest<Entity> request = runner.request(search, execution);
        SearchPlan plan = StatementRunner.inCondition(search, execution, request::explain);
        for (SearchPlan.OfTable table : plan.tables()) {
            condition(table, steps);
            table.legs().forEach(leg -> leg(table.table(), leg, steps));
        }
        steps.add(
                plan.mode() == SearchMode.HYBRID
                        ? "fuse the scores of both, half and half, and keep the best " + plan.limit()
                        : "keep the best " + plan.limit(),
                (long) plan.limit(),
                (long) plan.hits());
        if (!search.order().isEmpty()) {
            steps.add("order these by " + String.join(", ", names(search.order())), null, null);
        }
    }

    private static void condition(SearchPlan.OfTable table, Steps steps) {
        Long matching = table.legs().stream()
                .map(SearchPlan.Leg::matching)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Long estimated = table.legs().isEmpty() ? null : table.legs().getFirst().estimated();
        switch (table.filter()) {
            case NONE -> {}
            case INDEX -> steps.add("the search index evaluates the condition", estimated, matching);
            case SQL ->
                steps.add("SQL gives the ids of the rows that match: " + table.filterReason(), estimated, matching);
        }
    }

    private static void leg(String table, SearchPlan.Leg leg, Steps steps) {
        String side = switch (leg.side()) {
            case MEANING -> "compare meaning with " + table + ": ";
            case WORDS -> "compare words with " + table + ": ";
        };
        String way = switch (leg.way()) {
            case UNFILTERED -> "no condition";
            case EXACT -> "every matching row";
            case GRAPH -> "through the graph, over rows that do not match";
            case OVER_FETCH -> "through the graph, for more rows than needed";
            case POSTINGS -> "the rows with the words";
        };
        String why = leg.reason().isEmpty() ? "" : " (" + leg.reason() + ")";
        steps.add(side + way + why, (long) leg.asked(), (long) leg.found());
    }

    private static List<String> names(List<Order> terms) {
        return terms.stream().map(Order::field).toList();
    }

    private void traverse(Statement.Traverse traverse, Execution execution, Steps steps) {
        int depth = execution.given().number(traverse.depth(), Bounds.DEPTH);
        List<String> types = execution.given().strings(traverse.types());
        List<Path> paths = runner.traverse(traverse, execution);
        steps.add("find the start by its id or key", 1L, 1L);
        String edges = switch (traverse.direction()) {
            case OUT -> "edges that start there";
            case IN -> "edges that end there";
            case BOTH -> "edges either way";
        };
        String which = types.isEmpty() ? "" : " of the type " + String.join(" or ", types);
        for (int level = 1; level <= depth; level++) {
            int reached = level;
            long count = paths.stream().filter(path -> path.depth() == reached).count();
            steps.add("depth " + level + ": follow the " + edges + which + " to entities not met before", null, count);
        }
        int limit = execution.given().number(traverse.limit(), Bounds.TRAVERSE_LIMIT);
        steps.add("stop at " + limit + " entities, the nearest first", (long) limit, (long) paths.size());
    }
}
