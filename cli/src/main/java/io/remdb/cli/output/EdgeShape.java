package io.remdb.cli.output;

import io.remdb.Edge;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Edges. */
public final class EdgeShape implements RowShape<Edge> {
    private static final List<String> COLUMNS = List.of("src", "dst", "rel_type", "properties", "created_at");
    private static final List<String> SHOWN = List.of("src", "rel_type", "dst", "properties");

    @Override
    public ObjectNode json(Edge row) {
        return row.json();
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> cells(Edge row) {
        return EntityShape.texts(json(row), COLUMNS);
    }

    @Override
    public List<String> tableColumns() {
        return SHOWN;
    }

    @Override
    public List<String> tableCells(Edge row) {
        return EntityShape.texts(json(row), SHOWN);
    }
}
