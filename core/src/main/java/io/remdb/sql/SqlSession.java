package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.command.Command;
import org.h2.command.CommandContainer;
import org.h2.command.CommandInterface;
import org.h2.engine.DbObject;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.expression.ParameterInterface;
import org.h2.result.ResultInterface;
import org.h2.table.MetaTable;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/** One session of H2 with the statements that it has prepared. Belongs to one result at a time. */
final class SqlSession {
    /** A prepared statement remembers its last result: one with more rows is not kept. */
    private static final int LARGEST_KEPT_RESULT = 1_000;

    private final SessionLocal session;
    private final Catalog catalog;
    private final SqlLimits limits;
    private final Map<String, PreparedSql> statements = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable PreparedSql current;
    private List<Value> values = List.of();
    /** By statement, what its plans were made for beside the types of its parameters. */
    private final Map<String, Set<EqualParameter>> plannedFor = new LinkedHashMap<>(16, 0.75f, true);

    private final Frequencies frequencies;
    private @Nullable Set<EqualParameter> learning;

    SqlSession(SessionLocal session, Catalog catalog, Store store, SqlLimits limits) {
        this.frequencies = new Frequencies(store.indexes());
        this.session = session;
        this.catalog = catalog;
        this.limits = limits;
    }

    SessionLocal session() {
        return session;
    }

    /** The statement at work; null between statements. */
    @Nullable
    PreparedSql current() {
        return current;
    }

    /**
     * The statement, parsed and planned for the catalog as it is now and for the kinds of values that its parameters have:
     * which index may answer a comparison depends on the type of what is compared.
     */
    PreparedSql prepare(String sql) {
        long revision = catalog.revision();
        learning = plannedFor.computeIfAbsent(sql, unseen -> new LinkedHashSet<>());
        trim(plannedFor);
        String key = planKey(sql);
        PreparedSql known = statements.get(key);
        if (known != null && known.revision() == revision) {
            current = known;
            return known;
        }
        PreparedSql statement = new PreparedSql(sql, StatementCheck.check(sql, limits), revision);
        current = statement;
        if (session.prepareCommand(sql) instanceof CommandContainer command) {
            requireQuery(command, statement);
            statement.prepared(command);
        } else {
            throw new RemException(ErrorCode.UNSUPPORTED, "Only one statement is run at a time");
        }
        statement.keyed(planKey(sql));
        statements.put(statement.key(), statement);
        trim(statements);
        return statement;
    }

    private void trim(Map<String, ?> cache) {
        if (cache.size() > limits.statementsPerSession()) {
            cache.remove(cache.keySet().iterator().next());
        }
    }

    /** About how many rows have the value of a parameter. Values of another order of magnitude get a plan of their own. */
    double plannedFor(EqualParameter equal) {
        if (learning != null) {
            learning.add(equal);
        }
        return frequency(equal);
    }

    private long frequency(EqualParameter equal) {
        return frequencies.rows(equal, parameter(equal.parameter()).orElse(ValueNull.INSTANCE), session);
    }

    private String planKey(String sql) {
        if (values.isEmpty()) {
            return sql;
        }
        StringBuilder key = new StringBuilder(sql).append('\0');
        values.forEach(value -> key.append((char) value.getValueType()));
        for (EqualParameter equal : plannedFor.getOrDefault(sql, Set.of())) {
            int magnitude = (Long.SIZE - Long.numberOfLeadingZeros(frequency(equal))) / 2;
            key.append((char) magnitude);
        }
        return key.toString();
    }

    /** The inner wall: whatever the words of a statement were, only a query over our own tables runs. */
    private static void requireQuery(Command command, PreparedSql statement) {
        int type = command.getCommandType();
        boolean explains =
                statement.isExplain() && (type == CommandInterface.EXPLAIN || type == CommandInterface.EXPLAIN_ANALYZE);
        if (!command.isQuery() || (type != CommandInterface.SELECT && !explains)) {
            throw new RemException(ErrorCode.UNSUPPORTED, "SQL statements only read here");
        }
        for (DbObject object : command.getDependencies()) {
            if (object instanceof MetaTable) {
                throw new RemException(ErrorCode.UNSUPPORTED, "This name is not available in SQL");
            }
        }
    }

    /** Prepares a statement, or takes it as it was prepared before, and runs it. */
    ResultInterface execute(String sql, List<?> parameters) {
        List<Value> given = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            given.add(SqlValues.parameter(parameters.get(i), i + 1, session));
        }
        values = given;
        PreparedSql statement = prepare(sql);
        Command command = statement.command();
        List<? extends ParameterInterface> wanted = command.getParameters();
        if (wanted.size() != parameters.size()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The statement has another number of parameters")
                    .with("parameters", wanted.size())
                    .with("given", parameters.size())
                    .hint("Give one value for each ?");
        }
        for (int i = 0; i < parameters.size(); i++) {
            wanted.get(i).setValue(given.get(i), true);
        }
        long version = session.getDatabase().getNextModificationDataId();
        statement.tables().forEach(table -> table.startExecution(version));
        return command.executeQuery(0, -1, false);
    }

    /** The next row of a result; null at its end. */
    Value @Nullable [] next(ResultInterface result) {
        Session outer = session.setThreadLocalSession();
        try {
            return result.next() ? result.currentRow() : null;
        } finally {
            session.resetThreadLocalSession(outer);
        }
    }

    /** Ends the statement at work: its cursors are closed, its parameters forgotten. */
    void finish(@Nullable ResultInterface result) {
        PreparedSql statement = current;
        current = null;
        values = List.of();
        if (statement == null) {
            return;
        }
        try {
            if (result != null) {
                result.close();
            }
        } finally {
            statement.closeCursors();
        }
        Command command = statement.commandOrNull();
        if (command == null) {
            return;
        }
        if (result != null && result.isLazy()) {
            command.stop(true);
        } else if (result != null && result.getRowCount() > LARGEST_KEPT_RESULT) {
            statements.remove(statement.key());
        }
        command.getParameters().forEach(parameter -> parameter.setValue(null, true));
    }

    /** A statement mentions this table; called while H2 parses. */
    void mentions(StoreTable table) {
        if (current != null) {
            current.tables().add(table);
        }
    }

    /** Whether this is the only mention of a table in the statement, and the statement says {@code deleted_at}. */
    boolean namesDeletedAtOfOnly(StoreTable table) {
        PreparedSql statement = current;
        return statement != null
                && statement.tables().size() == 1
                && statement.tables().getFirst().equals(table)
                && statement.names(TableShape.DELETED_AT);
    }

    /** The value of a parameter of the statement that is planned or at work, from 0. */
    Optional<Value> parameter(int index) {
        return index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
    }

    /** Fails when the statement's time is over or the thread is interrupted. */
    void checkCancelled() {
        session.checkCanceled();
        if (Thread.currentThread().isInterrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The statement was interrupted");
        }
    }

    void close() {
        session.close();
    }
}
