package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.schema.FieldValues;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Functions of SQL that look into JSON. Public because H2 calls them by reflection; not for Java. What is not there, and what does
 * not fit the type that was asked for, is NULL.
 */
public final class JsonFunctions {
    /** What {@code ->} becomes. */
    static final String PART = "json_get";
    /** What {@code ->>} becomes. */
    static final String TEXT = "json_get_text";

    /** The functions by their name in SQL, with the method that does it. */
    static final Map<String, String> METHODS =
            Map.of("json_value", "value", "json_query", "query", "json_exists", "exists", PART, "part", TEXT, "text");

    private static final Pattern STEP = Pattern.compile(
            "\\s*(?:\\.\\s*(?:([\\p{L}_$][\\p{L}\\p{N}_$]*)|\"((?:[^\"\\\\]|\\\\.)*)\")|\\[\\s*(?:(\\d{1,9})|'([^']*)'|\"([^\"]*)\")\\s*])");
    private static final Pattern ROOT = Pattern.compile("\\s*(?:lax\\s+|strict\\s+)?\\$");

    private JsonFunctions() {}

    /** The type of field that a type of SQL is. */
    static Optional<ScalarType> scalar(String sqlType) {
        return Optional.ofNullable(
                switch (sqlType) {
                    case "varchar", "char", "character", "text", "string" -> ScalarType.TEXT;
                    case "integer", "int", "bigint", "smallint", "tinyint" -> ScalarType.INTEGER;
                    case "double", "float", "real", "numeric", "decimal", "decfloat" -> ScalarType.NUMBER;
                    case "boolean", "bool" -> ScalarType.BOOLEAN;
                    case "timestamp" -> ScalarType.TIMESTAMP;
                    case "date" -> ScalarType.DATE;
                    case "uuid" -> ScalarType.UUID;
                    default -> null;
                });
    }

    /** {@code JSON_VALUE}: the scalar at a path, as text. */
    public static @Nullable String value(Value json, @Nullable String path) {
        return scalarText(at(json, path));
    }

    /** {@code JSON_VALUE ... RETURNING}: the scalar at a path where it is of a type, as text that casts to it. */
    public static @Nullable String value(Value json, @Nullable String path, String type) {
        JsonNode found = at(json, path);
        ScalarType wanted = scalar(type).orElseThrow();
        if (wanted == ScalarType.TEXT) {
            return scalarText(found);
        }
        FieldValue value = FieldValues.of(wanted, found);
        return value instanceof FieldValue.Null ? null : SqlValues.of(value).getString();
    }

    /** {@code JSON_QUERY}: whatever is at a path, as JSON text. */
    public static @Nullable String query(Value json, @Nullable String path) {
        JsonNode found = at(json, path);
        return found == null ? null : Json.text(found);
    }

    /** {@code JSON_EXISTS}: whether something is at a path; NULL where there is no JSON. */
    public static @Nullable Boolean exists(Value json, @Nullable String path) {
        return (json instanceof ValueNull || path == null) ? null : (at(json, path) != null);
    }

    /** {@code json -> 'a' -> 0}: a member or an element, as JSON text. */
    public static @Nullable String part(Value json, Value... steps) {
        JsonNode found = follow(json, steps);
        return found == null ? null : Json.text(found);
    }

    /** {@code json -> 'a' ->> 'b'}: a member or an element as text; what is no scalar as JSON text. */
    public static @Nullable String text(Value json, Value... steps) {
        JsonNode found = follow(json, steps);
        if (found == null || found.isNull()) {
            return null;
        }
        return found.isContainer() ? Json.text(found) : scalarText(found);
    }

    private static @Nullable String scalarText(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isContainer() ? null : node.asString();
    }

    private static @Nullable JsonNode follow(Value json, Value[] steps) {
        JsonNode node = tree(json);
        for (Value step : steps) {
            node = node == null ? null : step(node, step);
        }
        return node;
    }

    private static @Nullable JsonNode step(JsonNode node, Value step) {
        return switch (step.getValueType()) {
            case Value.NULL -> null;
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER, Value.BIGINT -> {
                long place = step.getLong();
                // From the end when negative, as in PostgreSQL.
                long index = place < 0 ? node.size() + place : place;
                yield node.isArray() && index >= 0 && index < node.size() ? node.get((int) index) : null;
            }
            default -> node.isObject() ? node.get(step.getString()) : null;
        };
    }

    private static @Nullable JsonNode at(Value json, @Nullable String path) {
        JsonNode node = path == null ? null : tree(json);
        if (path == null || node == null) {
            return null;
        }
        for (Step step : steps(path)) {
            JsonNode parent = node;
            node = step.from(parent);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private static @Nullable JsonNode tree(Value json) {
        if (json instanceof ValueNull) {
            return null;
        }
        try {
            return Json.parse(String.valueOf(json.getString()));
        } catch (RemException notJson) { // a text that is no JSON: by the standard's NULL ON ERROR
            return null;
        }
    }

    /** A member by its name, or an element by its place. */
    private record Step(String name, OptionalInt place) {
        @Nullable
        JsonNode from(JsonNode parent) {
            if (place.isPresent()) {
                return parent.isArray() ? parent.get(place.getAsInt()) : null;
            }
            return parent.isObject() ? parent.get(name) : null;
        }
    }

    private static List<Step> steps(String path) {
        Matcher root = ROOT.matcher(path);
        if (!root.lookingAt()) {
            throw invalid(path);
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = root.end();
        while (at < path.stripTrailing().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw invalid(path);
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return steps;
    }

    private static Step step(Matcher matcher) {
        if (matcher.group(3) != null) {
            return new Step("", OptionalInt.of(Integer.parseInt(matcher.group(3))));
        }
        for (int group : new int[] {1, 4, 5}) {
            if (matcher.group(group) != null) {
                return new Step(matcher.group(group), OptionalInt.empty());
            }
        }
        return new Step(matcher.group(2).replaceAll("\\\\(.)", "$1"), OptionalInt.empty());
    }

    private static RemException invalid(String path) {
        return new RemException(ErrorCode.INVALID_QUERY, "A JSON path cannot be read")
                .with("path", path)
                .hint("Write members and elements: '$.a.\"b c\"[0]'");
    }
}
