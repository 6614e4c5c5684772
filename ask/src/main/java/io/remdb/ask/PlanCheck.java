package io.remdb.ask;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.query.SqlInspection;
import io.remdb.query.SqlText;
import io.remdb.query.Statement;
import io.remdb.query.StatementParser;

/**
 * Shows that a statement can be run, without running it: it is parsed, and its SQL planned by the database, in read-only mode. What writes
 * is refused before that. Thread-safe.
 */
public final class PlanCheck {
    private final RemDatabase database;

    /** Checks statements for a database. */
    public PlanCheck(RemDatabase database) {
        this.database = database;
    }

    /**
     * Checks one statement. A search is planned by planning its conditions, since to explain it is to run it.
     *
     * @return what the statement is
     * @throws RemException what is wrong with the statement; {@link ErrorCode#UNSUPPORTED} for one that does not read rows, {@link
     *     ErrorCode#INVALID_QUERY} for one that waits for parameters
     */
    public QueryResult.Kind check(String statement) {
        return switch (StatementParser.parse(statement)) {
            case Statement.Sql sql -> {
                requireReading(sql.text());
                explain(sql.text());
                yield QueryResult.Kind.SQL;
            }
            case Statement.Search search -> {
                requireNoParameters(search);
                String rows = "SELECT 1 FROM " + SqlText.name(search.table());
                explain(
                        search.condition() == null
                                ? rows
                                : rows + " WHERE " + search.condition().text());
                yield QueryResult.Kind.SEARCH;
            }
            case Statement.Lookup lookup -> {
                requireNoParameters(lookup);
                yield QueryResult.Kind.LOOKUP;
            }
            case Statement.Fuzzy fuzzy -> {
                requireNoParameters(fuzzy);
                yield QueryResult.Kind.FUZZY;
            }
            case Statement.Traverse traverse -> {
                requireNoParameters(traverse);
                yield QueryResult.Kind.TRAVERSE;
            }
            case Statement.Explain explain -> throw refused(explain.toString());
        };
    }

    /** Checks all statements of a plan; gives the plan back. */
    public Plan check(Plan plan) {
        check(plan.query());
        plan.fallbacks().forEach(fallback -> check(fallback.query()));
        return plan;
    }

    private static void requireReading(String sql) {
        if (!SqlInspection.isQuery(sql)) {
            throw refused(sql);
        }
    }

    private static RemException refused(String statement) {
        return new RemException(
                        ErrorCode.UNSUPPORTED, "A question is answered by a statement that reads rows, and by no other")
                .with("statement", statement)
                .hint("Write SELECT, WITH, LOOKUP, FUZZY, SEARCH or TRAVERSE");
    }

    private static void requireNoParameters(Statement.Rem statement) {
        if (statement.parameters() > 0) {
            throw new RemException(ErrorCode.INVALID_QUERY, "The values of ? are missing")
                    .with("statement", statement)
                    .hint("Write the values into the statement");
        }
    }

    private void explain(String sql) {
        QueryOptions options = QueryOptions.DEFAULTS.withAccess(QueryOptions.Access.READ_ONLY);
        try (QueryResult result = database.query("EXPLAIN " + sql, options)) {
            result.forEach(row -> {});
        }
    }
}
