package io.remdb.ask;

import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.query.Order;
import io.remdb.query.SqlInspection;
import io.remdb.query.SqlTables;
import io.remdb.query.SqlText;
import io.remdb.query.Statement;
import io.remdb.query.StatementParser;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
     * Checks one statement. A search is planned by planning its conditions and its order, since to explain it is to run it.
     *
     * @param table the only table whose rows it may give; null for all
     * @return what the statement is
     * @throws RemException what is wrong with the statement; {@link ErrorCode#UNSUPPORTED} for one that does not read rows, or reads those of
     *     other tables, {@link ErrorCode#INVALID_QUERY} for one that waits for parameters
     */
    public QueryResult.Kind check(String statement, @Nullable String table) {
        Statement parsed = StatementParser.parse(statement);
        if (table != null) {
            requireOnly(table, parsed);
        }
        return switch (parsed) {
            case Statement.Sql sql -> {
                requireReading(sql.text());
                explain(sql.text());
                yield QueryResult.Kind.SQL;
            }
            case Statement.Search search -> {
                requireNoParameters(search);
                explain(rowsOf(search));
                yield QueryResult.Kind.SEARCH;
            }
            case Statement.Lookup lookup -> {
                requireNoParameters(lookup);
                yield QueryResult.Kind.LOOKUP;
            }
            case Statement.Fuzzy fuzzy -> {
                requireNoParameters(fuzzy);
                if (fuzzy.table() != null) {
                    explain("SELECT 1 FROM " + SqlText.name(fuzzy.table()));
                }
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
    public Plan check(Plan plan, @Nullable String table) {
        check(plan.query(), table);
        plan.fallbacks().forEach(fallback -> check(fallback.query(), table));
        return plan;
    }

    /** The rows that a search looks through, in its order, as SQL. */
    private static String rowsOf(Statement.Search search) {
        StringBuilder rows = new StringBuilder("SELECT 1 FROM ").append(SqlText.name(search.table()));
        if (search.condition() != null) {
            rows.append(" WHERE ").append(search.condition().text());
        }
        String fields = search.order().stream()
                .map(Order::field)
                .filter(field -> !Hit.SCORES.contains(field))
                .map(SqlText::name)
                .collect(Collectors.joining(", "));
        return fields.isEmpty()
                ? rows.toString()
                : rows.append(" ORDER BY ").append(fields).toString();
    }

    private void requireOnly(String table, Statement statement) {
        boolean only = switch (statement) {
            case Statement.Sql sql -> SqlTables.of(sql.text()).isOnly(table, this::isTable);
            case Statement.Search search -> search.table().equalsIgnoreCase(table);
            case Statement.Fuzzy fuzzy -> table.equalsIgnoreCase(fuzzy.table());
            case Statement.Lookup lookup -> false;
            case Statement.Traverse traverse -> false;
            case Statement.Explain explain -> true; // refused whatever it reads
        };
        if (!only) {
            throw new RemException(ErrorCode.UNSUPPORTED, "Only rows of one table were asked for")
                    .with("table", table)
                    .with("statement", statement)
                    .hint("Write SELECT from this table, SEARCH or FUZZY with IN " + SqlText.name(table)
                            + "; what is linked is id IN (SELECT id FROM traverse(...))");
        }
    }

    private boolean isTable(String name) {
        return database.schemas().list().stream()
                .anyMatch(info -> info.shortName().equalsIgnoreCase(name));
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
