package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>Statements only read so far. INSERT, UPDATE and DELETE will be taken apart in front of {@link StatementCheck} and given to
 * the one write path of the engine; they will never reach H2, whose sessions may only SELECT.
 */
public final class SqlEngine implements AutoCloseable {
    private final Store store;
    private final Catalog catalog;
    private final SqlLimits limits;
    private final SqlErrors errors;
    private final Set<Lease> active = ConcurrentHashMap.newKeySet();
    private @Nullable SqlSessions sessions;
    private volatile boolean closed;

    /** An engine over a store and the catalog of its tables; costs nothing until the first statement. */
    public SqlEngine(Store store, Catalog catalog, SqlLimits limits) {
        this.store = store;
        this.catalog = catalog;
        this.limits = limits;
        this.errors = new SqlErrors(catalog);
    }

    /**
     * Runs a statement that reads: SELECT, WITH, VALUES, TABLE, or EXPLAIN of one of these. Rows are read as they are asked for
     * where the statement allows it (no sorting, grouping or windows without an index). The result must be closed; it
     * closes itself at its end, at the time-out, with the engine, and when it is dropped.
     *
     * @param parameters the values of the {@code ?} in order: String, Number, Boolean, Instant, LocalDate, UUID, List, null
     * @throws RemException {@link ErrorCode#INVALID_QUERY} with {@code position}, {@link ErrorCode#UNKNOWN_TABLE},
     *     {@link ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#UNSUPPORTED}, {@link ErrorCode#INVALID_ARGUMENT},
     *     {@link ErrorCode#TIMEOUT}, {@link ErrorCode#CANCELLED}, {@link ErrorCode#CLOSED}; the last three also while
     *     rows are read
     */
    public QueryResult query(String sql, List<?> parameters) {
        Lease lease = lease(SqlErrors.Source.of(sql));
        ResultInterface result = lease.start(parameters);
        return new SqlResult(lease, result, lease.statement().isExplain());
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
        SqlErrors.Source source = PredicateCheck.statement(table, predicate, limits);
        Lease lease = lease(source);
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

    private Lease lease(SqlErrors.Source source) {
        Lease lease = new Lease(sessions(), errors, active, source, limits.timeoutMs());
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
        if (opened == null) {
            opened = new SqlSessions(store, catalog, limits);
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
