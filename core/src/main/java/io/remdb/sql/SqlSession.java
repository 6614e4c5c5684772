package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Store;
import io.remdb.value.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.h2.command.Command;
import org.h2.command.CommandInterface;
import org.h2.command.Prepared;
import org.h2.engine.DbObject;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.expression.ParameterInterface;
import org.h2.message.DbException;
import org.h2.result.ResultInterface;
import org.h2.table.MetaTable;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/** One session of H2 with the statements that it has prepared. Belongs to one result at a time. */
final class SqlSession {
    /** A prepared statement remembers its last result: one with more rows is not kept. */
    private static final int LARGEST_KEPT_RESULT = 1_000;

    private static final int MANY_PERCENTS = 2;

    private final SessionLocal session;
    private final Catalog catalog;
    private final RowWrites writes;
    private final SqlLimits limits;
    private final Map<String, PreparedSql> statements = new LinkedHashMap<>(16, 0.75f, true);
    private final MemoryGuard memory = new MemoryGuard();
    private @Nullable PreparedSql current;
    private @Nullable StatementClock clock;
    /** Of the parameters that H2 sees. */
    private List<Value> values = List.of();
    /** Of all the parameters that were given. */
    private List<Value> given = List.of();
    /** The most of LIKE's {@code %} that one of them has. */
    private int percents;

    private final Map<String, SyntaxTranslation> translations = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Integer, CallResult> callResults = new HashMap<>();
    /** By statement, what its plans were made for beside the types of its parameters. */
    private final Map<String, Set<EqualParameter>> plannedFor = new LinkedHashMap<>(16, 0.75f, true);

    private final Frequencies frequencies;
    private @Nullable Set<EqualParameter> learning;

    private final GroupedRuns groupedRuns;

    SqlSession(
            SessionLocal session,
            Catalog catalog,
            Store store,
            RowWrites writes,
            GroupReader groups,
            SqlLimits limits) {
        this.groupedRuns = new GroupedRuns(catalog, groups, limits);
        this.frequencies = new Frequencies(store.indexes());
        this.session = session;
        this.catalog = catalog;
        this.writes = writes;
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
        learning = plannedFor.computeIfAbsent(way(sql), unseen -> new LinkedHashSet<>());
        trim(plannedFor);
        String key = planKey(sql);
        PreparedSql known = statements.get(key);
        if (known != null && known.revision() == revision) {
            current = known;
            return known;
        }
        SyntaxTranslation translation = translation(sql);
        PreparedSql statement = new PreparedSql(StatementCheck.check(sql, limits), translation, revision);
        current = statement;
        Prepared parsed = parse(statement);
        // H2 parses LIKE anew for each run, as its plan may depend on a parameter. The rows of a write would then go to
        // another mention of the table than the one that takes them: it is planned for this run alone instead.
        boolean each = parsed.needRecompile();
        boolean once = each && statement.isWrite();
        if (once) {
            parsed.setPrepareAlways(false);
        } else if (each) {
            statement.parsedEachRun();
        }
        Command command = new GuardedCommand(session, translation.text(), parsed, this::guard);
        requireRowsOnly(command, statement);
        statement.prepared(command);
        statement.keyed(planKey(sql));
        if (!once) {
            statements.put(statement.key(), statement);
            trim(statements);
        }
        return statement;
    }

    private Prepared parse(PreparedSql statement) {
        try {
            return session.prepare(statement.withoutEnd());
        } catch (DbException e) {
            // H2 looks for names before it has read to the end: where it stops reading says more than a missing name.
            statement.forgetMentions();
            session.prepareCommand(statement.translation().text());
            throw e;
        }
    }

    private SyntaxTranslation translation(String sql) {
        GroupedStatement grouped = groupedRuns.statement();
        return grouped == null ? plainTranslation(sql) : grouped.translation();
    }

    private SyntaxTranslation plainTranslation(String sql) {
        String key = percents == 0 ? sql : sql + '\0' + percents;
        SyntaxTranslation known = translations.get(key);
        if (known == null) {
            StatementCheck.check(sql, limits);
            known = SyntaxTranslation.of(sql, percents);
            translations.put(key, known);
            trim(translations);
        }
        return known;
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

    /** The statement, apart from itself when it reads groups: H2 then sees other parameters. */
    private String way(String sql) {
        return groupedRuns.statement() == null ? sql : GroupsTable.NAME + sql;
    }

    private String planKey(String sql) {
        String way = way(sql);
        if (given.isEmpty()) {
            return way;
        }
        StringBuilder key = new StringBuilder(way).append('\0').append((char) percents);
        // The columns of search() are those of the table that it is asked for.
        translation(sql).calls().stream()
                .filter(call -> call.function() == FunctionCall.Function.SEARCH)
                .filter(call -> call.arguments().getFirst() instanceof FunctionCall.Parameter)
                .forEach(call -> key.append(argumentsOf(sql, call).text(0)).append('\0'));
        values.forEach(value -> key.append((char) value.getValueType()));
        for (EqualParameter equal : plannedFor.getOrDefault(way, Set.of())) {
            int magnitude = (Long.SIZE - Long.numberOfLeadingZeros(frequency(equal))) / 2;
            key.append((char) magnitude);
        }
        return key.toString();
    }

    /** The inner wall: whatever the words of a statement were, only what reads or changes rows of our own tables runs. */
    private static void requireRowsOnly(Command command, PreparedSql statement) {
        boolean allowed = switch (command.getCommandType()) {
            case CommandInterface.SELECT -> command.isQuery() && !statement.isWrite();
            case CommandInterface.EXPLAIN, CommandInterface.EXPLAIN_ANALYZE -> statement.isExplain();
            case CommandInterface.INSERT, CommandInterface.UPDATE, CommandInterface.DELETE, CommandInterface.MERGE ->
                statement.isWrite() && statement.target() != null;
            default -> false;
        };
        if (!allowed) {
            throw new RemException(ErrorCode.UNSUPPORTED, "SQL does not do this here");
        }
        for (DbObject object : command.getDependencies()) {
            if (object instanceof MetaTable) {
                throw new RemException(ErrorCode.UNSUPPORTED, "This name is not available in SQL");
            }
        }
    }

    /** What running a statement gives. */
    sealed interface Outcome {
        /** Rows to be read. */
        record Rows(ResultInterface result) implements Outcome {}

        /** Rows to be written. */
        record Writes(CatalogTable table, List<RowWrite> writes) implements Outcome {}
    }

    /** Prepares a statement, or takes it as it was prepared before, and runs it. */
    Outcome execute(String sql, List<?> parameters, QueryOptions options, StatementClock statementClock) {
        clock = statementClock;
        memory.start();
        session.setQueryTimeout(options.timeoutMs());
        PreparedSql statement = bind(sql, parameters);
        WriteTarget target = statement.isExplain() ? null : statement.target();
        if (target != null && options.access() == QueryOptions.Access.READ_ONLY) {
            SqlToken verb = StatementCheck.verb(statement.tokens());
            throw StatementCheck.refuse("Only statements that read are allowed here", sql, verb)
                    .hint("Run it without --read-only (in Java: Access.READ_WRITE), or ask with SELECT");
        }
        statement.startRun(session.getDatabase().getNextModificationDataId());
        if (target == null) {
            long enough = options.maxRows() == QueryOptions.NO_LIMIT ? 0 : options.maxRows() + 1;
            ResultInterface result = statement.command().executeQuery(enough, -1, false);
            if (result.isLazy()) {
                keepRunning(statement.command());
            }
            return new Outcome.Rows(result);
        }
        target.start(options.maxRows());
        statement.command().executeUpdate(null);
        return new Outcome.Writes(statement.tables().getFirst().table(), target.finish());
    }

    /** H2 thinks that a statement is over when its rows are not yet read; then nobody would watch its time and memory. */
    private void keepRunning(Command command) {
        session.lock();
        try {
            session.startStatementWithinTransaction(command);
        } finally {
            session.unlock();
        }
    }

    private PreparedSql bind(String sql, List<?> parameters) {
        List<Value> converted = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            converted.add(SqlValues.parameter(parameters.get(i), i + 1, session));
        }
        percents = percents(converted);
        given = converted;
        callResults.clear();
        PreparedSql statement;
        SyntaxTranslation plain = plainTranslation(sql);
        if (groupedRuns.start(plain, parameters)) {
            try {
                statement = prepareWith(sql, converted);
            } catch (DbException e) {
                groupedRuns.refuse(plain); // what is wrong is said of the statement as it was written
                statement = prepareWith(sql, converted);
            }
        } else {
            statement = prepareWith(sql, converted);
        }
        if (statement.command().getCommandType() == CommandInterface.EXPLAIN) {
            int verb = StatementCheck.verb(statement.tokens()).start();
            statement.explainsGroups(groupedRuns.wouldStart(plainTranslation(sql.substring(verb)), parameters));
        }
        List<? extends ParameterInterface> wanted = statement.command().getParameters();
        requireCount(sql, wanted.size(), values.size());
        for (int i = 0; i < values.size(); i++) {
            wanted.get(i).setValue(values.get(i), true);
        }
        return statement;
    }

    private PreparedSql prepareWith(String sql, List<Value> converted) {
        SyntaxTranslation translation = translation(sql);
        if (translation.hidesParameters()) {
            requireCount(sql, translation.parameterCount(), converted.size());
            values = translation.parameters().stream().map(converted::get).toList();
        } else {
            values = converted;
        }
        return prepare(sql);
    }

    /** The statement at work, if it reads groups. */
    @Nullable
    GroupedStatement grouped() {
        return groupedRuns.statement();
    }

    /** The groups that it reads. */
    List<Group> groups() {
        return groupedRuns.groups();
    }

    /** The most that a text among some values has, as far as that makes a difference to how LIKE is run. */
    private static int percents(List<Value> values) {
        return values.stream()
                .filter(ValueVarchar.class::isInstance)
                .mapToInt(value -> LikeOperator.percents(String.valueOf(value.getString())))
                .map(count -> Math.min(count, MANY_PERCENTS))
                .max()
                .orElse(0);
    }

    private static void requireCount(String sql, int wanted, int given) {
        if (wanted == given) {
            return;
        }
        RemException error = new RemException(
                        ErrorCode.INVALID_ARGUMENT, "The statement has another number of parameters")
                .with("parameters", wanted)
                .with("given", given)
                .hint("Give one value for each ?");
        // The first without a value; where there are too many values, none of the places is wrong.
        throw SqlToken.tokenize(sql).stream()
                .filter(token -> token.is("?"))
                .skip(given)
                .findFirst()
                .map(token -> Place.mark(error, sql, token.start(), token.text()))
                .orElse(error);
    }

    /** The next row of a result; null at its end. */
    Value @Nullable [] next(ResultInterface result) {
        StatementClock running = clock;
        PreparedSql statement = current;
        if (running != null && statement != null && result.isLazy() && running.needsNewDeadline()) {
            session.setQueryTimeout(running.leftMs());
            keepRunning(statement.command());
        }
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
        clock = null;
        values = List.of();
        given = List.of();
        percents = 0;
        callResults.clear();
        groupedRuns.end();
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
            session.endStatement();
            command.stop(true);
        } else if (result != null && result.getRowCount() > LARGEST_KEPT_RESULT) {
            statements.remove(statement.key());
        }
        command.getParameters().forEach(parameter -> parameter.setValue(null, true));
    }

    /** A statement mentions this; called while H2 parses. */
    void mentions(Mention mention) {
        PreparedSql statement = current;
        if (statement == null) {
            return;
        }
        if (statement.isWrite() && statement.mentions().isEmpty()) {
            writeTo(mention, statement);
        }
        statement.mentions(mention);
    }

    private void writeTo(Mention mention, PreparedSql statement) {
        if (!(mention instanceof StoreTable table)) {
            throw statement
                    .mark(
                            new RemException(ErrorCode.UNSUPPORTED, "Only the rows of a table are written"),
                            mention.getName())
                    .hint("Name the table that has them: a statement may read from table functions, kv and edges");
        }
        writes.requireWritable(table.table());
        table.write(statement.writesTo(table.shape()));
    }

    /** A table function of the statement that is being parsed, by its number. */
    Optional<FunctionCall> call(int number) {
        PreparedSql statement = current;
        List<FunctionCall> calls =
                statement == null ? List.of() : statement.translation().calls();
        return number < calls.size() ? Optional.of(calls.get(number)) : Optional.empty();
    }

    /** The arguments of a table function of the statement that is planned or at work. */
    Arguments argumentsOf(FunctionCall call) {
        PreparedSql statement = current;
        return argumentsOf(statement == null ? "" : statement.translation().written(), call);
    }

    private Arguments argumentsOf(String sql, FunctionCall call) {
        return new Arguments(sql, call, given);
    }

    /** What a table function gives in this execution: computed once, however often it is read. */
    CallResult resultOf(int number, Function<Arguments, CallResult> compute) {
        CallResult known = callResults.get(number);
        if (known == null) {
            known = compute.apply(argumentsOf(call(number).orElseThrow()));
            callResults.put(number, known);
            checkCancelled();
        }
        return known;
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

    /** Fails when the statement's time is over, its memory is used up, or the thread is interrupted. */
    void checkCancelled() {
        session.checkCanceled();
        guard();
        if (Thread.currentThread().isInterrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The statement was interrupted");
        }
    }

    private void guard() {
        StatementClock running = clock;
        if (running != null) {
            running.check();
            memory.check();
        }
    }

    void close() {
        session.close();
    }
}
