package io.remdb.ask.llm;

import io.remdb.RemDatabase;
import io.remdb.SchemaInfo;
import io.remdb.ask.EdgeTypes;
import io.remdb.json.Json;
import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One table as a model is told of it. */
final class TableContext {
    /** Up to so many different values of a field are all told; of more, some. */
    private static final int ALL_VALUES = 12;

    private static final int SOME_VALUES = 3;
    private static final int MOST_ENUM_VALUES = 40;
    private static final int MOST_EDGE_TYPES = 20;
    private static final int LONGEST_VALUE = 60;
    private static final int LONGEST_DESCRIPTION = 300;
    private static final int SHORTER_DESCRIPTION = 80;

    private final RemDatabase database;
    private final SchemaInfo info;
    private final TableSchema schema;
    private final List<EdgeTypes.EdgeType> edgeTypes;

    TableContext(RemDatabase database, SchemaInfo info, TableSchema schema) {
        this.database = database;
        this.info = info;
        this.schema = schema;
        this.edgeTypes = EdgeTypes.from(database, schema.shortName());
    }

    /** How much is told of each field. */
    private enum Detail {
        /** Everything. */
        WITH_VALUES,
        /** Nothing of the rows, and short descriptions. */
        DESCRIBED,
        /** Names and types. */
        NAMED
    }

    /** All that fits into so many characters; the last fields are left out where even their names do not fit. */
    ObjectNode within(int characters) {
        for (Detail detail : Detail.values()) {
            ObjectNode json = json(detail, schema.fields());
            if (length(json) <= characters) {
                return json;
            }
        }
        int kept = schema.fields().size();
        ObjectNode json;
        do {
            kept = kept * 3 / 4;
            json = json(Detail.NAMED, schema.fields().subList(0, kept));
            json.put("fields_left_out", schema.fields().size() - kept);
        } while (kept > 0 && length(json) > characters);
        return json;
    }

    private static int length(ObjectNode json) {
        return Json.text(json).length();
    }

    private ObjectNode json(Detail detail, List<Field> fields) {
        ObjectNode json = Json.object();
        json.put("table", schema.shortName());
        json.put("rows", info.rows());
        json.put("description", Excerpt.of(schema.description(), LONGEST_DESCRIPTION));
        ArrayNode list = json.putArray("fields");
        fields.forEach(field -> list.add(json(field, detail)));
        ArrayNode edges = json.putArray("edges");
        edgeTypes.stream()
                .limit(MOST_EDGE_TYPES)
                .forEach(edge -> edges.addObject()
                        .put("type", Excerpt.of(edge.type(), LONGEST_VALUE))
                        .put("to", edge.to()));
        return json;
    }

    private ObjectNode json(Field field, Detail detail) {
        ObjectNode json = Json.object();
        json.put("name", field.name());
        json.put("type", type(field.type()));
        if (field.name().equals(schema.keyField())) {
            json.put("key", true);
        }
        if (field.embedded()) {
            json.put("searched_by_meaning", true);
        }
        switch (detail) {
            case WITH_VALUES -> {
                describe(json, field, LONGEST_DESCRIPTION);
                putValues(json, field);
            }
            case DESCRIBED -> {
                describe(json, field, SHORTER_DESCRIPTION);
                putEnum(json, field);
            }
            case NAMED -> {}
        }
        return json;
    }

    private static void describe(ObjectNode json, Field field, int longest) {
        if (!field.description().isBlank()) {
            json.put("description", Excerpt.of(field.description(), longest));
        }
    }

    private static String type(FieldType type) {
        return switch (type) {
            case FieldType.Scalar(ScalarType scalar) -> name(scalar);
            case FieldType.ArrayOf(ScalarType element) -> "array of " + name(element);
            case FieldType.Json() -> "json";
        };
    }

    private static String name(ScalarType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static void putEnum(ObjectNode json, Field field) {
        if (!field.enumValues().isEmpty()) {
            ArrayNode values = json.putArray("values");
            field.enumValues().stream().limit(MOST_ENUM_VALUES).forEach(values::add);
        }
    }

    private void putValues(ObjectNode json, Field field) {
        if (!field.enumValues().isEmpty()) {
            putEnum(json, field);
            return;
        }
        boolean prose = field.embedded() && !field.indexed();
        if (prose || field.type() instanceof FieldType.Json || SecretFields.isOne(field.name())) {
            return;
        }
        List<Object> values = database.distinctValues(schema.shortName(), field.name(), ALL_VALUES + 1);
        boolean all = values.size() <= ALL_VALUES;
        ArrayNode list = json.putArray(all ? "values" : "examples");
        values.stream()
                .limit(all ? ALL_VALUES : SOME_VALUES)
                .forEach(value -> list.add(Excerpt.of(value.toString(), LONGEST_VALUE)));
    }
}
