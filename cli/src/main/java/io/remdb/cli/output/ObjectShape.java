package io.remdb.cli.output;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Rows that are JSON objects already; {@code columns} are the properties to show, in order. */
public record ObjectShape(List<String> columns) implements RowShape<ObjectNode> {
    public ObjectShape {
        columns = List.copyOf(columns);
    }

    @Override
    public ObjectNode json(ObjectNode row) {
        return row;
    }

    @Override
    public List<String> cells(ObjectNode row) {
        return columns.stream().map(column -> Cells.text(row.get(column))).toList();
    }
}
