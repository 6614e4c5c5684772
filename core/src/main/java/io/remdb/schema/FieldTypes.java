package io.remdb.schema;

import io.remdb.json.Json;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the type of a field from what JSON Schema says about its property: follows references and alternatives, leaves null
 * out, and takes as {@link FieldType.Json} whatever is not one scalar type or an array of one.
 */
final class FieldTypes {
    private static final FieldType JSON = new FieldType.Json();
    private static final int DEEPEST = 32;
    private static final int MOST_ALTERNATIVES = 64;

    private final JsonNode root;

    FieldTypes(JsonNode root) {
        this.root = root;
    }

    /** A type, and the values it may have where they are listed. */
    record Shape(FieldType type, List<String> enumValues) {}

    /** The type of a property. */
    Shape of(JsonNode property) {
        List<JsonNode> alternatives = alternatives(property);
        if (alternatives.isEmpty()) {
            return new Shape(JSON, List.of());
        }
        FieldType type = combine(alternatives);
        return new Shape(type, type.equals(JSON) ? List.of() : enumValues(alternatives));
    }

    private List<JsonNode> alternatives(JsonNode property) {
        List<JsonNode> found = new ArrayList<>();
        collect(property, 0, found);
        found.removeIf(FieldTypes::isNull);
        return found;
    }

    /** Flattens {@code $ref}, {@code allOf}, {@code anyOf}, {@code oneOf} and lists of types into plain schemas. */
    private void collect(JsonNode node, int depth, List<JsonNode> found) {
        if (!(node instanceof ObjectNode schema) || depth > DEEPEST || found.size() > MOST_ALTERNATIVES) {
            found.add(Json.object());
            return;
        }
        if (schema.path("$ref").isString()) {
            String reference = schema.get("$ref").stringValue();
            JsonNode target = Pointers.resolve(root, reference).orElse(Json.object());
            collect(overlay(target, without(schema, "$ref")), depth + 1, found);
            return;
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (schema.path(keyword).isArray()) {
                ObjectNode siblings = without(schema, keyword);
                schema.get(keyword).forEach(branch -> collect(overlay(branch, siblings), depth + 1, found));
                return;
            }
        }
        if (schema.path("allOf").isArray()) {
            JsonNode merged = without(schema, "allOf");
            for (JsonNode part : schema.get("allOf")) {
                merged = overlay(part, merged);
            }
            collect(merged, depth + 1, found);
            return;
        }
        if (schema.path("type").isArray()) {
            schema.get("type").forEach(type -> found.add(without(schema, "type").set("type", type)));
            return;
        }
        found.add(schema);
    }

    private static ObjectNode without(ObjectNode schema, String keyword) {
        ObjectNode copy = Json.object();
        copy.setAll(schema);
        copy.remove(keyword);
        return copy;
    }

    private static JsonNode overlay(JsonNode base, JsonNode siblings) {
        ObjectNode merged = Json.object();
        if (base instanceof ObjectNode object) {
            merged.setAll(object);
        }
        if (siblings instanceof ObjectNode object) {
            merged.setAll(object);
        }
        return merged;
    }

    private static boolean isNull(JsonNode schema) {
        return schema.path("type").asString("").equals("null")
                || (schema.has("const") && schema.get("const").isNull());
    }

    private FieldType combine(List<JsonNode> alternatives) {
        Set<ScalarType> scalars = EnumSet.noneOf(ScalarType.class);
        Set<ScalarType> elements = EnumSet.noneOf(ScalarType.class);
        for (JsonNode alternative : alternatives) {
            switch (typeOf(alternative)) {
                case FieldType.Scalar(ScalarType type) -> scalars.add(type);
                case FieldType.ArrayOf(ScalarType type) -> elements.add(type);
                case FieldType.Json() -> {
                    return JSON;
                }
            }
        }
        if (elements.isEmpty()) {
            ScalarType type = isDecimal(alternatives) ? ScalarType.NUMBER : common(scalars);
            return type == null ? JSON : new FieldType.Scalar(type);
        }
        ScalarType element = common(elements);
        return scalars.isEmpty() && element != null ? new FieldType.ArrayOf(element) : JSON;
    }

    /** Pydantic writes a decimal as "a number, or text that looks like one". */
    private static boolean isDecimal(List<JsonNode> alternatives) {
        return alternatives.size() == 2
                && alternatives.get(0).path("type").asString("").equals("number")
                && alternatives.get(1).path("type").asString("").equals("string")
                && alternatives.get(1).path("pattern").asString("").startsWith("^(?!^[-+.]*$)[+-]?0*");
    }

    private static @Nullable ScalarType common(Set<ScalarType> types) {
        if (types.size() == 1) {
            return types.iterator().next();
        }
        if (types.equals(EnumSet.of(ScalarType.INTEGER, ScalarType.NUMBER))) {
            return ScalarType.NUMBER;
        }
        Set<ScalarType> written = EnumSet.of(ScalarType.TEXT, ScalarType.TIMESTAMP, ScalarType.DATE, ScalarType.UUID);
        return written.containsAll(types) ? ScalarType.TEXT : null;
    }

    private FieldType typeOf(JsonNode schema) {
        String type = schema.path("type").asString("");
        return switch (type.isEmpty() ? impliedType(schema) : type) {
            case "string" -> new FieldType.Scalar(textType(schema.path("format").asString("")));
            case "integer" -> new FieldType.Scalar(ScalarType.INTEGER);
            case "number" -> new FieldType.Scalar(ScalarType.NUMBER);
            case "boolean" -> new FieldType.Scalar(ScalarType.BOOLEAN);
            case "array" -> arrayType(schema);
            default -> JSON;
        };
    }

    private FieldType arrayType(JsonNode schema) {
        if (!schema.path("items").isObject() || schema.has("prefixItems")) {
            return JSON;
        }
        List<JsonNode> elements = alternatives(schema.get("items"));
        if (elements.isEmpty()
                || elements.stream()
                        .anyMatch(element -> "array".equals(element.path("type").asString("")))) {
            return JSON;
        }
        return combine(elements) instanceof FieldType.Scalar(ScalarType type) ? new FieldType.ArrayOf(type) : JSON;
    }

    private static ScalarType textType(String format) {
        return switch (format) {
            case "date-time" -> ScalarType.TIMESTAMP;
            case "date" -> ScalarType.DATE;
            case "uuid" -> ScalarType.UUID;
            default -> ScalarType.TEXT;
        };
    }

    /** The type of listed values, where the schema lists them and names no type. */
    private static String impliedType(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        for (JsonNode value : listed(schema)) {
            if (!value.isNull()) {
                types.add(nameOf(value));
            }
        }
        if (types.equals(Set.of("integer", "number"))) {
            return "number";
        }
        return types.size() == 1 ? types.iterator().next() : "";
    }

    private static String nameOf(JsonNode value) {
        if (value.isString()) {
            return "string";
        }
        if (value.isNumber()) {
            return value.isIntegralNumber() ? "integer" : "number";
        }
        return value.isBoolean() ? "boolean" : "object";
    }

    private static Iterable<JsonNode> listed(JsonNode schema) {
        if (schema.has("const")) {
            return List.of(schema.get("const"));
        }
        return schema.path("enum");
    }

    private List<String> enumValues(List<JsonNode> alternatives) {
        Set<String> values = new LinkedHashSet<>();
        for (JsonNode alternative : alternatives) {
            List<JsonNode> plain = alternative.path("items").isObject()
                    ? alternatives(alternative.get("items"))
                    : List.of(alternative);
            for (JsonNode schema : plain) {
                if (!schema.has("enum") && !schema.has("const")) {
                    return List.of();
                }
                for (JsonNode value : listed(schema)) {
                    if (!value.isNull()) {
                        values.add(value.asString());
                    }
                }
            }
        }
        return List.copyOf(values);
    }
}
