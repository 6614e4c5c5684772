package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.KeyMatch;
import io.remdb.Path;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.QueryResult.Kind;
import io.remdb.RemException;
import io.remdb.SearchRequest;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.query.Bounds;
import io.remdb.query.Condition;
import io.remdb.query.Statement;
import io.remdb.query.StatementPlaces;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the statements of the REM dialect through the verbs of the API, so that they mean what the verbs mean. */
final class StatementRunner {
    private final LocalDatabase database;
    private final Catalog catalog;
    private final StatementExplainer explainer;

    StatementRunner(LocalDatabase database, Catalog catalog) {
        this.database = database;
        this.catalog = catalog;
        this.explainer = new StatementExplainer(this);
    }

    /**
     * One execution of a statement.
     *
     * @param text of the statement, for the places of errors
     * @param given the values of its parameters
     * @param time how long it may take
     */
    record Execution(String text, GivenParameters given, TimeLimit time) {
        static Execution of(String text, Statement.Rem statement, List<?> parameters, QueryOptions options) {
            return new Execution(text, new GivenParameters(text, statement, parameters), TimeLimit.of(options));
        }
    }

    /**
     * The rows of a statement.
     *
     * @param options how many rows it may give, and how long it may take
     */
    QueryResult run(String text, Statement.Rem statement, List<?> parameters, QueryOptions options) {
        Execution execution = Execution.of(text, statement, parameters, options);
        return switch (statement) {
            case Statement.Lookup lookup ->
                new ListedResult<>(
                        Kind.LOOKUP, EntityRows.ENTITY, few(lookup(lookup, execution), options), EntityRows::of);
            case Statement.Fuzzy fuzzy ->
                new ListedResult<>(
                        Kind.FUZZY, EntityRows.KEY_MATCH, few(fuzzy(fuzzy, execution), options), EntityRows::of);
            case Statement.Search search ->
                new ListedResult<>(
                        Kind.SEARCH, EntityRows.HIT, few(search(search, execution), options), EntityRows::of);
            case Statement.Traverse traverse ->
                new ListedResult<>(
                        Kind.TRAVERSE, EntityRows.PATH, few(traverse(traverse, execution), options), EntityRows::of);
        };
    }

    private static <T> List<T> few(List<T> rows, QueryOptions options) {
        if (rows.size() > options.maxRows()) {
            throw new RemException(ErrorCode.TOO_LARGE, "The result has more rows than are allowed")
                    .with("limit", options.maxRows())
                    .hint("Use LIMIT, or allow more");
        }
        return rows;
    }

    /** How a statement is run, as rows. */
    QueryResult explain(String text, Statement.Rem statement, List<?> parameters, QueryOptions options) {
        return explainer.explain(statement, Execution.of(text, statement, parameters, options));
    }

    List<Entity> lookup(Statement.Lookup lookup, Execution execution) {
        return database.lookup(execution.given().strings(lookup.keys()), execution.time());
    }

    List<KeyMatch> fuzzy(Statement.Fuzzy fuzzy, Execution execution) {
        GivenParameters given = execution.given();
        LocalFuzzy request = database.fuzzy(given.string(fuzzy.text()))
                .limit(given.number(fuzzy.limit(), Bounds.FUZZY_LIMIT))
                .within(execution.time());
        String table = fuzzy.table();
        return table == null
                ? request.run()
                : request.in(table(execution.text(), table).name()).run();
    }

    private List<Hit<Entity>> search(Statement.Search search, Execution execution) {
        HitOrder order = order(search, execution);
        SearchRequest<Entity> request = request(search, execution);
        return order.apply(inCondition(search, execution, request::run));
    }

    HitOrder order(Statement.Search search, Execution execution) {
        String text = execution.text();
        try {
            return new HitOrder(table(text, search.table()), search.order());
        } catch (RemException e) {
            throw StatementPlaces.atName(e, text, String.valueOf(e.details().getOrDefault("field", search.table())));
        }
    }

    SearchRequest<Entity> request(Statement.Search search, Execution execution) {
        GivenParameters given = execution.given();
        LocalSearch.OfEntities request =
                database.search(given.string(search.text())).within(execution.time());
        request.in(table(execution.text(), search.table()).name())
                .limit(given.number(search.limit(), Bounds.SEARCH_LIMIT))
                .mode(search.mode());
        Condition condition = search.condition();
        return condition == null ? request : request.where(condition.text(), given.of(condition));
    }

    /** What is wrong in the condition is said where it stands in the statement; the rest is about the table. */
    static <T> T inCondition(Statement.Search search, Execution execution, Supplier<T> work) {
        try {
            return work.get();
        } catch (RemException e) {
            Condition condition = search.condition();
            if (condition != null && e.details().containsKey("position")) {
                throw StatementPlaces.inCondition(e, execution.text(), condition);
            }
            throw e.code() == ErrorCode.INVALID_ARGUMENT
                    ? StatementPlaces.atName(e, execution.text(), search.table())
                    : e;
        }
    }

    List<Path> traverse(Statement.Traverse traverse, Execution execution) {
        GivenParameters given = execution.given();
        try {
            return database.traverse(given.string(traverse.start()))
                    .depth(given.number(traverse.depth(), Bounds.DEPTH))
                    .direction(traverse.direction())
                    .types(given.strings(traverse.types()).toArray(String[]::new))
                    .limit(given.number(traverse.limit(), Bounds.TRAVERSE_LIMIT))
                    .within(execution.time())
                    .run();
        } catch (RemException e) {
            if (e.code() == ErrorCode.TIMEOUT) {
                throw e;
            }
            if (e.code() == ErrorCode.NOT_FOUND) {
                e.hint("FUZZY 'text' finds keys that are like a text");
            }
            throw e.details().containsKey("position") ? e : StatementPlaces.at(e, execution.text(), traverse.start());
        }
    }

    /** The table of that name; as in SQL, in any case of letters unless there is one in exactly this case. */
    private CatalogTable table(String text, String name) {
        Optional<CatalogTable> exact = catalog.find(name);
        if (exact.isPresent()) {
            return exact.get();
        }
        Optional<CatalogTable> similar = catalog.tables().stream()
                .filter(table -> table.name().equalsIgnoreCase(name))
                .findFirst();
        try {
            return similar.orElseGet(() -> catalog.require(name));
        } catch (RemException e) {
            throw e.code() == ErrorCode.UNKNOWN_TABLE ? StatementPlaces.atName(e, text, name) : e;
        }
    }
}
