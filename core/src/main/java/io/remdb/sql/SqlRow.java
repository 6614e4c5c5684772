package io.remdb.sql;

import io.remdb.Column;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.json.Json;
import io.remdb.text.Suggestions;
import io.remdb.text.Timestamps;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A row of a result. */
public final class SqlRow implements Row {
    private final List<Column> columns;
    private final @Nullable Object[] values;

    SqlRow(List<Column> columns, Value[] row) {
        this.columns = columns;
        this.values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = SqlValues.toJava(row[i]);
        }
    }

    /** A row of values that are what {@link Row} says already. */
    public SqlRow(List<Column> columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public @Nullable Object value(String column) {
        for (int i = 0; i < values.length; i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return values[i];
            }
        }
        RemException error = new RemException(ErrorCode.UNKNOWN_FIELD, "The result has no column of this name")
                .with("column", column);
        Suggestions.nearest(column, columns.stream().map(Column::name).toList())
                .ifPresent(near -> error.hint("Did you mean " + near + "?"));
        throw error;
    }

    @Override
    public @Nullable Object value(int column) {
        if (column < 0 || column >= values.length) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The result has no column at this place")
                    .with("place", column)
                    .with("columns", values.length);
        }
        return values[column];
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Json.object();
        for (int i = 0; i < values.length; i++) {
            json.set(columns.get(i).name(), node(values[i]));
        }
        return json;
    }

    /** A value as {@link Row} says it, as JSON. */
    static JsonNode node(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Long number -> nodes.numberNode(number);
            case Double number -> Double.isFinite(number) ? nodes.numberNode(number) : nodes.nullNode();
            case BigDecimal number -> nodes.numberNode(number);
            case Boolean bool -> nodes.booleanNode(bool);
            case Instant instant -> nodes.stringNode(Timestamps.text(instant));
            case JsonNode json -> json;
            case List<?> list -> {
                ArrayNode array = nodes.arrayNode(list.size());
                list.forEach(element -> array.add(node(element)));
                yield array;
            }
            default -> nodes.stringNode(value.toString());
        };
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
