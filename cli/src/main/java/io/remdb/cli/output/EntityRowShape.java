package io.remdb.cli.output;

import io.remdb.Column;
import io.remdb.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of a REM statement: entities, with a column for each property that occurs where there are columns, then what the
 * statement adds, such as scores. A table for people begins with that, and leaves the system fields out.
 */
public final class EntityRowShape implements RowShape<Row> {
    private static final String PROPERTIES = "properties";
    private static final List<String> SHOWN = List.of("id", "entity_type");

    private final List<String> before;
    private final List<String> added;
    private final List<String> properties;

    /**
     * @param columns of the result
     * @param rows that will be printed
     */
    public EntityRowShape(List<Column> columns, List<Row> rows) {
        List<String> names = columns.stream().map(Column::name).toList();
        int place = names.indexOf(PROPERTIES);
        this.before = names.subList(0, place);
        this.added = names.subList(place + 1, names.size());
        Set<String> occurring = new LinkedHashSet<>();
        rows.forEach(row -> occurring.addAll(properties(row).propertyNames()));
        this.properties = List.copyOf(occurring);
    }

    private static JsonNode properties(Row row) {
        return row.json().get(PROPERTIES);
    }

    @Override
    public ObjectNode json(Row row) {
        return row.json();
    }

    @Override
    public List<String> columns() {
        List<String> columns = new ArrayList<>(before);
        columns.addAll(properties);
        columns.addAll(added);
        return columns;
    }

    @Override
    public List<String> cells(Row row) {
        ObjectNode json = row.json();
        List<String> cells = new ArrayList<>(EntityShape.texts(json, before));
        cells.addAll(EntityShape.texts(json.get(PROPERTIES), properties));
        cells.addAll(EntityShape.texts(json, added));
        return cells;
    }

    @Override
    public List<String> tableColumns() {
        List<String> columns = new ArrayList<>(added);
        columns.addAll(SHOWN);
        columns.addAll(properties);
        return columns;
    }

    @Override
    public List<String> tableCells(Row row) {
        ObjectNode json = row.json();
        List<String> cells = new ArrayList<>();
        for (String name : added) {
            JsonNode value = json.get(name);
            cells.add(
                    value.isFloatingPointNumber()
                            ? String.format(Locale.ROOT, "%.3f", value.doubleValue())
                            : Cells.text(value));
        }
        cells.addAll(EntityShape.texts(json, SHOWN));
        cells.addAll(EntityShape.texts(json.get(PROPERTIES), properties));
        return cells;
    }
}
