package io.remdb.ingest.table;

import io.remdb.json.Json;
import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A row being made: a value is taken where the table has a field of that name which takes it, and left out elsewhere. One thread. */
final class TableRow {
    private static final String METADATA = "metadata";

    private final TableSchema table;
    private final ObjectNode row = Json.object();

    TableRow(TableSchema table) {
        this.table = table;
    }

    static boolean takesText(TableSchema table, String field) {
        return takes(table, field, ScalarType.TEXT);
    }

    static boolean takes(TableSchema table, String field, ScalarType type) {
        return type(table, field).filter(new FieldType.Scalar(type)::equals).isPresent();
    }

    private static Optional<FieldType> type(TableSchema table, String field) {
        return table.field(field).map(Field::type);
    }

    TableRow text(String field, @Nullable String value) {
        if (value != null && takesText(table, field)) {
            row.put(field, value);
        }
        return this;
    }

    TableRow number(String field, long value) {
        if (takes(table, field, ScalarType.INTEGER)) {
            row.put(field, value);
        }
        return this;
    }

    TableRow id(String field, String value) {
        if (takes(table, field, ScalarType.UUID)) {
            row.put(field, value);
        }
        return this;
    }

    TableRow time(String field, @Nullable Instant value) {
        if (value != null && takes(table, field, ScalarType.TIMESTAMP)) {
            row.put(field, Description.time(value));
        }
        return this;
    }

    TableRow texts(String field, List<String> values) {
        boolean taken = type(table, field)
                .filter(new FieldType.ArrayOf(ScalarType.TEXT)::equals)
                .isPresent();
        if (taken && !values.isEmpty()) {
            ArrayNode array = row.putArray(field);
            values.forEach(array::add);
        }
        return this;
    }

    /** What the run says of all rows. */
    TableRow description(Description description) {
        return text("category", description.category())
                .texts("tags", description.tags())
                .time("active_start_time", description.activeStart())
                .time("active_end_time", description.activeEnd());
    }

    /** Keys that are fields of the table and have no value yet fill these; the others join what is known of the row. */
    TableRow metadata(ObjectNode given, ObjectNode known) {
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            String key = entry.getKey();
            if (table.field(key).isPresent() && !row.has(key) && !key.equals(METADATA)) {
                row.set(key, entry.getValue());
            } else {
                known.set(key, entry.getValue());
            }
        }
        if (!known.isEmpty()
                && type(table, METADATA)
                        .filter(FieldType.Json.class::isInstance)
                        .isPresent()) {
            row.set(METADATA, known);
        }
        return this;
    }

    ObjectNode json() {
        return row;
    }
}
