package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.sql.SqlSession.Outcome;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.h2.result.ResultInterface;
import org.jspecify.annotations.Nullable;

/**
 * SQL over the tables of a database. Thread-safe; a result is for one thread at a time.
 *
 * <p>The tables are those of the catalog at the moment a statement starts; a changed schema is seen by the next statement.
 * Rows that are soft-deleted are hidden unless the statement names {@code deleted_at} of that mention of the table
 * ({@code SELECT *} does not name it). A statement sees every write that was acknowledged before it started, and perhaps
 * some later ones: each lookup has a consistent view of its own.
 *
 * <p>INSERT, UPDATE, DELETE and MERGE are run by H2 over our tables too, but nothing is written meanwhile: what they would write
 * is collected and handed to {@link RowWrites}, all rows of a statement at once.
 */
public final class SqlEngine implements AutoCloseable {
    private final RowWrites writes;
    private final SqlLimits limits;
    private final SqlErrors errors;
    /** Makes H2's side, which takes time to load. */
    private final Supplier<SqlSessions> opening;

    private final Set<Lease> active = ConcurrentHashMap.newKeySet();
    private @Nullable SqlSessions sessions;
    private volatile boolean closed;

    /** An engine over a store and the catalog of its tables; costs nothing until the first statement. */
    public SqlEngine(
            Store store,
            Catalog catalog,
            RowWrites writes,
            TableFunctions functions,
            GroupReader groups,
            SqlLimits limits) {
        this.writes = writes;
        this.limits = limits;
        this.errors = new SqlErrors(catalog);
        this.opening = () -> new SqlSessions(store, catalog, writes, functions, groups, limits);
    }

    /** Runs a statement with {@link QueryOptions#DEFAULTS}. */
    public QueryResult query(String sql, List<?> parameters) {
        return query(sql, parameters, QueryOptions.DEFAULTS);
    }

    /**
     * Runs a statement. One that reads (SELECT, WITH, VALUES, TABLE, or EXPLAIN of any) gives rows, which are read as they are
     * asked for where the statement allows it (no sorting, grouping or windows without an index); the result must be closed; it
     * closes itself at its end, at the time-out, with the engine, and when it is dropped. One that writes (INSERT, UPDATE,
     * DELETE, MERGE) is done when this returns, and gives one row of counts.
     *
     * @param parameters the values of the {@code ?} in order: String, Number, Boolean, Instant, LocalDate, UUID, JsonNode, List,
     *     null
     * @throws RemException {@link ErrorCode#INVALID_QUERY} with {@code position}, {@link ErrorCode#UNKNOWN_TABLE},
     *     {@link ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#UNSUPPORTED}, {@link ErrorCode#INVALID_ARGUMENT},
     *     {@link ErrorCode#TOO_LARGE}, {@link ErrorCode#TIMEOUT}, {@link ErrorCode#CANCELLED}, {@link ErrorCode#CLOSED}; the
     *     last four also while rows are read. Of a write also {@link ErrorCode#VALIDATION_FAILED} and
     *     {@link ErrorCode#CONFLICT}
     */
    public QueryResult query(String sql, List<?> parameters, QueryOptions options) {
        SqlErrors.Source source = SqlErrors.Source.of(sql);
        Lease lease = lease(source, options);
        return switch (lease.start(parameters)) {
            case Outcome.Rows(ResultInterface result) -> new SqlResult(lease, result, lease.statement());
            case Outcome.Writes first -> {
                lease.close();
                yield StatementWrites.apply(writes, first, () -> writesOf(source, parameters, options));
            }
        };
    }

    private Outcome.Writes writesOf(SqlErrors.Source source, List<?> parameters, QueryOptions options) {
        try (Lease lease = lease(source, options)) {
            if (lease.start(parameters) instanceof Outcome.Writes again) {
                return again;
            }
            throw new IllegalStateException("the same statement writes no more");
        }
    }

    /**
     * The ids of the rows of a table for which a predicate holds, in no particular order. The cursor must be closed as a
     * {@link #query} must.
     *
     * @param predicate one boolean expression over the table's columns, which may be qualified with the table's name; no
     *     comments
     * @throws RemException as {@link #query}; positions are those in the predicate
     */
    public Cursor<UUID> idsWhere(CatalogTable table, String predicate, List<?> parameters) {
        return idsWhere(table, predicate, parameters, QueryOptions.DEFAULTS);
    }

    /** The same with a time-out of its own. */
    public Cursor<UUID> idsWhere(CatalogTable table, String predicate, List<?> parameters, QueryOptions options) {
        return idsWhere(table, predicate, parameters, options, Visibility.LIVE);
    }

    /** The same with soft-deleted rows, or, as SQL has it, with those only where the predicate names {@code deleted_at}. */
    public Cursor<UUID> idsWhere(
            CatalogTable table, String predicate, List<?> parameters, QueryOptions options, Visibility visibility) {
        SqlErrors.Source source = PredicateCheck.statement(table, predicate, visibility, limits);
        Lease lease = lease(source, options);
        lease.start(parameters);
        return new IdCursor(lease);
    }

    /**
     * The meaning of a predicate where an index can evaluate it. What comes out as translated would not fail in
     * {@link #idsWhere}, and holds for the same of the living rows.
     *
     * @throws RemException {@link ErrorCode#INVALID_QUERY} with {@code position}, for what is not one expression; other
     *     mistakes are left to {@link #idsWhere}
     */
    public Translation translate(CatalogTable table, String predicate, List<?> parameters) {
        PredicateCheck.check(predicate, limits);
        return PredicateTranslator.translate(table, predicate, parameters);
    }

    private Lease lease(SqlErrors.Source source, QueryOptions options) {
        QueryOptions timed = options.timeoutMs() == QueryOptions.CONFIGURED_TIMEOUT
                ? options.withTimeoutMs(limits.timeoutMs())
                : options;
        Lease lease = new Lease(sessions(), errors, active, source, timed);
        if (closed) {
            throw isClosed();
        }
        return lease;
    }

    private synchronized SqlSessions sessions() {
        if (closed) {
            throw isClosed();
        }
        SqlSessions opened = sessions;
        if (opened == null || opened.lost()) {
            opened = opening.get();
            sessions = opened;
        }
        return opened;
    }

    private static RemException isClosed() {
        return new RemException(ErrorCode.CLOSED, "The database has been closed");
    }

    /** Ends every statement at work with {@link ErrorCode#CLOSED}. To be called before the store is closed. */
    @Override
    public void close() {
        SqlSessions opened;
        synchronized (this) {
            closed = true;
            opened = sessions;
            sessions = null;
        }
        if (opened != null) {
            opened.refuse();
            while (!active.isEmpty()) {
                List.copyOf(active).forEach(Lease::closeWithEngine);
            }
            opened.close();
        }
    }
}
