package io.remdb.cli.output;

import io.remdb.Column;
import io.remdb.Row;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Rows of a query: cells by place, since two columns may have one name. */
public final class QueryShape implements RowShape<Row> {
    private final List<Column> columns;

    /** {@code columns} are those of the result. */
    public QueryShape(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    @Override
    public ObjectNode json(Row row) {
        return row.json();
    }

    @Override
    public List<String> columns() {
        return columns.stream().map(Column::name).toList();
    }

    @Override
    public List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            cells.add(Cells.text(row.value(column)));
        }
        return cells;
    }
}
