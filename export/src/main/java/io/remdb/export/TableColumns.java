package io.remdb.export;

import io.remdb.Entity;
import io.remdb.ScannedTable;
import io.remdb.json.Json;
import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.schema.SchemaCompiler;
import io.remdb.text.UniqueNames;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The columns of a file of rows: the fields of the schema in its order under the names that they have in SQL, then {@code id},
 * {@code entity_type}, {@code created_at}, {@code modified_at}, {@code deleted_at}, {@code edges} (JSON), {@code other_properties}
 * (JSON: what the schema does not name, or what is not of the type that it says; null where there is nothing such), then the vectors.
 */
final class TableColumns {
    /**
     * A column.
     *
     * @param name in the file
     * @param type of its values
     * @param required whether every row has a value
     */
    record Column(String name, ColumnType type, boolean required) {}

    private static final ColumnType JSON = new ColumnType.Json();

    private final List<Field> fields;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> vectors;
    private final List<Column> columns = new ArrayList<>();

    private TableColumns(List<Field> fields, List<String> vectors) {
        this.fields = fields;
        this.vectors = vectors;
    }

    static TableColumns of(ScannedTable table, boolean withVectors) {
        List<Field> fields = SchemaCompiler.compileStored(table.schema()).fields();
        List<String> vectors =
                withVectors ? table.embeddings().keySet().stream().sorted().toList() : List.of();
        TableColumns columns = new TableColumns(fields, vectors);
        columns.addAll();
        return columns;
    }

    private void addAll() {
        List<Column> system = List.of(
                scalar("id", ScalarType.UUID, true),
                scalar("entity_type", ScalarType.TEXT, true),
                scalar("created_at", ScalarType.TIMESTAMP, true),
                scalar("modified_at", ScalarType.TIMESTAMP, true),
                scalar("deleted_at", ScalarType.TIMESTAMP, false),
                new Column("edges", JSON, true));
        Set<String> taken = new HashSet<>(vectors);
        system.forEach(column -> taken.add(column.name()));
        for (Field field : fields) {
            places.put(field.name(), columns.size());
            columns.add(new Column(UniqueNames.take(field.name(), taken), ColumnType.of(field.type()), false));
        }
        columns.addAll(system);
        columns.add(new Column(UniqueNames.take("other_properties", taken), JSON, false));
        for (String vector : vectors) {
            columns.add(new Column(vector, new ColumnType.Vector(), false));
        }
    }

    private static Column scalar(String name, ScalarType type, boolean required) {
        return new Column(name, new ColumnType.Scalar(type), required);
    }

    /** The columns, in order. */
    List<Column> columns() {
        return columns;
    }

    /** The values of a row, one a column, null where it has none; of the classes that {@link ColumnType} says. */
    @Nullable
    Object[] values(Entity row) {
        @Nullable Object[] values = new Object[columns.size()];
        ObjectNode others = null;
        for (Map.Entry<String, JsonNode> property : row.properties().properties()) {
            Integer place = places.get(property.getKey());
            Object value = place == null ? null : value(fields.get(place), property.getValue());
            if (place != null && (value != null || property.getValue().isNull())) {
                values[place] = value;
            } else {
                others = others == null ? Json.object() : others;
                others.set(property.getKey(), property.getValue());
            }
        }
        int next = fields.size();
        values[next++] = new FieldValue.Id(row.id());
        values[next++] = new FieldValue.Text(row.entityType());
        values[next++] = time(row.createdAt());
        values[next++] = time(row.modifiedAt());
        Instant deletedAt = row.deletedAt();
        values[next++] = deletedAt == null ? null : time(deletedAt);
        values[next++] = edges(row);
        values[next++] = others;
        for (String vector : vectors) {
            values[next++] = row.embeddings().get(vector);
        }
        return values;
    }

    /** The value of a field; null where it is none of its type. */
    private static @Nullable Object value(Field field, JsonNode node) {
        return switch (ColumnType.of(field.type())) {
            case ColumnType.Scalar(ScalarType type) -> {
                FieldValue value = FieldValues.of(type, node);
                yield value instanceof FieldValue.Null ? null : value;
            }
            case ColumnType.ListOf(ScalarType element) -> fits(element, node) ? node : null;
            case ColumnType.Json() -> node.isNull() ? null : node;
            case ColumnType.Vector vector -> throw new IllegalStateException(vector.toString());
        };
    }

    private static boolean fits(ScalarType element, JsonNode node) {
        if (!node.isArray()) {
            return false;
        }
        for (JsonNode each : node) {
            if (!each.isNull() && FieldValues.of(element, each) instanceof FieldValue.Null) {
                return false;
            }
        }
        return true;
    }

    private static FieldValue.Timestamp time(Instant instant) {
        return new FieldValue.Timestamp(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    private static ArrayNode edges(Entity row) {
        ArrayNode edges = Json.mapper().createArrayNode();
        row.edges().forEach(edge -> edges.add(edge.json()));
        return edges;
    }
}
