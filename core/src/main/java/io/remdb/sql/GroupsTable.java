package io.remdb.sql;

import io.remdb.value.Group;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.TableFilter;
import org.h2.value.Value;

/** The groups of a {@link GroupedStatement}, each a row: H2 has nothing left to add up. */
final class GroupsTable extends RowsTable {
    /** No table of the catalog has such a name, and no table function. */
    static final String NAME = FunctionCall.TABLE_PREFIX + "groups";

    private static final int EXPECTED = 100;

    private final List<GroupColumn> groupColumns;

    GroupsTable(Schema schema, GroupedStatement statement, SqlSession owner) {
        super(schema, statement.shape().table().name(), owner, columns(statement));
        this.groupColumns = statement.columns();
    }

    private static List<Column> columns(GroupedStatement statement) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < statement.columns().size(); i++) {
            GroupColumn column = statement.columns().get(i);
            columns.add(new Column(GroupedStatement.columnName(column, i), column.type()));
        }
        return columns;
    }

    @Override
    RowsCursor all() {
        Iterator<Value[]> rows = owner().groups().stream().map(this::row).iterator();
        return new RowsCursor(rows);
    }

    private Value[] row(Group group) {
        return groupColumns.stream().map(column -> column.of(group)).toArray(Value[]::new);
    }

    @Override
    RowsCursor having(Column column, Value value) {
        return all();
    }

    @Override
    boolean canFindBy(Column column, TableFilter filter, SessionLocal session) {
        return false;
    }

    @Override
    double expectedRows() {
        return EXPECTED;
    }

    /** Also what H2 parses again. */
    @Override
    public StringBuilder getSQL(StringBuilder builder, int sqlFlags) {
        return builder.append('"').append(NAME).append('"');
    }
}
