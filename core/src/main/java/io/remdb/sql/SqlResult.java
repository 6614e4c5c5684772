package io.remdb.sql;

import io.remdb.Column;
import io.remdb.Row;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.h2.result.ResultInterface;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** The rows of an SQL statement, read as they are asked for. A result that is dropped without being closed is closed by the garbage collector. */
final class SqlResult implements TimedResult {
    static final Cleaner CLEANER =
            Cleaner.create(Thread.ofPlatform().name("rem-sql-cleaner").daemon(true)::unstarted);

    private final Lease lease;
    private final List<Column> columns;
    private final @Nullable PreparedSql explained;
    private final Cleaner.Cleanable cleanable;
    private boolean iterated;

    SqlResult(Lease lease, ResultInterface result, PreparedSql statement) {
        this.lease = lease;
        this.columns = columnsOf(result, statement);
        this.explained = statement.isExplain() ? statement : null;
        this.cleanable = CLEANER.register(this, lease);
    }

    private static List<Column> columnsOf(ResultInterface result, PreparedSql statement) {
        List<Column> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        List<String> aliases = IntStream.range(0, result.getVisibleColumnCount())
                .mapToObj(result::getAlias)
                .map(alias ->
                        PlanText.withoutSchema(alias).replace(StoreTable.DELETED_AT_OF_STAR, TableShape.DELETED_AT))
                .toList();
        List<String> names = statement.isExplain() ? aliases : statement.columnNames(aliases);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String unique = name;
            for (int suffix = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); suffix++) {
                unique = name + "_" + suffix;
            }
            columns.add(new Column(
                    unique,
                    result.getColumnType(i).getSQL(new StringBuilder(), 0).toString()));
        }
        return List.copyOf(columns);
    }

    @Override
    public Kind kind() {
        return Kind.SQL;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public Iterator<Row> iterator() {
        if (iterated) {
            throw new IllegalStateException("the rows of a result are read once");
        }
        iterated = true;
        return new Rows();
    }

    @Override
    public long workedNanos() {
        return lease.workedNanos();
    }

    @Override
    public void close() {
        cleanable.clean();
    }

    private final class Rows implements Iterator<Row> {
        private Value @Nullable [] next;
        private boolean atEnd;

        @Override
        public boolean hasNext() {
            if (next == null && !atEnd) {
                next = lease.next();
                atEnd = next == null;
            }
            return next != null;
        }

        @Override
        public Row next() {
            Value[] values = hasNext() ? next : null;
            if (values == null) {
                throw new NoSuchElementException();
            }
            next = null;
            if (explained != null) {
                return new SqlRow(columns, new Object[] {explained.plan(String.valueOf(values[0].getString()))});
            }
            return new SqlRow(columns, values);
        }
    }
}
