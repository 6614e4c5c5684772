package io.remdb.sql;

import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.h2.value.ValueUuid;

/** One mention of a table function. Its rows are computed once for each execution, when H2 first asks for them. */
final class CallTable extends RowsTable {
    private final int number;
    private final FunctionCall call;
    private final CallRows rows;

    CallTable(Schema schema, int number, FunctionCall call, CallRows rows, SqlSession owner) {
        super(schema, call.function().sqlName(), owner, rows.columns());
        this.number = number;
        this.call = call;
        this.rows = rows;
        findBy(getColumn(CallRows.ID));
    }

    private CallResult result() {
        return owner().resultOf(number, arguments -> new CallResult(rows.compute(arguments), rows.idColumn()));
    }

    @Override
    RowsCursor all() {
        return new RowsCursor(result().rows().iterator());
    }

    @Override
    RowsCursor having(Column column, Value value) {
        List<Value[]> found = value instanceof ValueUuid id ? result().of(id) : result().rows();
        return new RowsCursor(found.iterator());
    }

    @Override
    boolean canFindBy(Column column, TableFilter filter, SessionLocal session) {
        return true;
    }

    @Override
    double expectedRows() {
        return rows.expectedRows(owner().argumentsOf(call));
    }

    /** Also what H2 parses again. */
    @Override
    public StringBuilder getSQL(StringBuilder builder, int sqlFlags) {
        return builder.append('"').append(FunctionCall.tableName(number)).append('"');
    }
}
