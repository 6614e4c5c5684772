package io.remdb.schema;

import io.remdb.text.Uuids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Accepts most valid values without the JSON Schema validator, a hundred times faster. It never says that a value is wrong:
 * what it does not accept is for the validator to judge, and so is every keyword that it does not know. A randomised test
 * holds that what it accepts, the validator accepts.
 */
@FunctionalInterface
interface PlainCheck {
    /** Whether the value is certainly valid. */
    boolean accepts(JsonNode value);

    /** The check of a document's rows. */
    static PlainCheck of(JsonNode document) {
        return new Builder(document).build(document, 0);
    }

    /** Builds the checks of a document; schemas that recurse are followed a few levels deep. */
    final class Builder {
        private static final PlainCheck UNDECIDED = value -> false;
        private static final int DEEPEST = 12;
        private static final int MOST_CHECKS = 20_000;
        private static final Set<String> LEFT_TO_THE_VALIDATOR = Set.of(
                "pattern",
                "patternProperties",
                "dependentRequired",
                "dependentSchemas",
                "dependencies",
                "not",
                "if",
                "then",
                "else",
                "allOf",
                "oneOf",
                "contains",
                "minContains",
                "maxContains",
                "propertyNames",
                "minProperties",
                "maxProperties",
                "unevaluatedItems",
                "unevaluatedProperties",
                "prefixItems",
                "multipleOf",
                "uniqueItems",
                "$dynamicRef",
                "$anchor",
                "$dynamicAnchor",
                "additionalItems");

        private final JsonNode root;
        private int built;

        Builder(JsonNode root) {
            this.root = root;
        }

        PlainCheck build(JsonNode schema, int depth) {
            if (schema.isBoolean()) {
                boolean everything = schema.booleanValue();
                return value -> everything;
            }
            if (!schema.isObject() || depth > DEEPEST || ++built > MOST_CHECKS) {
                return UNDECIDED;
            }
            for (String keyword : schema.propertyNames()) {
                if (LEFT_TO_THE_VALIDATOR.contains(keyword) || (keyword.equals("$id") && depth > 0)) {
                    return UNDECIDED;
                }
            }
            List<PlainCheck> checks = new ArrayList<>();
            for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
                add(checks, keyword.getKey(), keyword.getValue(), depth);
            }
            if (schema.has("properties") || schema.has("required") || schema.has("additionalProperties")) {
                checks.add(object(schema, depth));
            }
            PlainCheck[] all = checks.toArray(PlainCheck[]::new);
            return all.length == 1
                    ? all[0]
                    : value -> {
                        for (PlainCheck check : all) {
                            if (!check.accepts(value)) {
                                return false;
                            }
                        }
                        return true;
                    };
        }

        private void add(List<PlainCheck> checks, String keyword, JsonNode argument, int depth) {
            switch (keyword) {
                case "type" -> checks.add(type(argument));
                case "$ref" ->
                    checks.add(Pointers.resolve(root, argument.asString(""))
                            .map(target -> build(target, depth + 1))
                            .orElse(UNDECIDED));
                case "anyOf" -> checks.add(anyOf(argument, depth));
                case "enum" -> checks.add(oneOf(argument));
                case "const" -> checks.add(argument::equals);
                case "format" -> checks.add(format(argument.asString("")));
                case "items" -> checks.add(items(argument, depth));
                case "minItems" -> checks.add(value -> !value.isArray() || value.size() >= argument.intValue());
                case "maxItems" -> checks.add(value -> !value.isArray() || value.size() <= argument.intValue());
                case "minLength" -> checks.add(value -> !value.isString() || length(value) >= argument.intValue());
                case "maxLength" -> checks.add(value -> !value.isString() || length(value) <= argument.intValue());
                case "minimum", "exclusiveMinimum" ->
                    checks.add(value -> !value.isNumber()
                            || value.doubleValue() > argument.doubleValue()
                            || isSame(keyword, value, argument));
                case "maximum", "exclusiveMaximum" ->
                    checks.add(value -> !value.isNumber()
                            || value.doubleValue() < argument.doubleValue()
                            || isSame(keyword, value, argument));
                default -> {
                    // Remarks, our own settings, and what object() takes together.
                }
            }
        }

        private static boolean isSame(String keyword, JsonNode value, JsonNode bound) {
            return !keyword.startsWith("exclusive")
                    && value.isInt()
                    && bound.isInt()
                    && value.intValue() == bound.intValue();
        }

        private static int length(JsonNode value) {
            String text = value.stringValue();
            return text.codePointCount(0, text.length());
        }

        private static PlainCheck type(JsonNode argument) {
            if (argument.isArray()) {
                List<PlainCheck> types = new ArrayList<>();
                argument.forEach(type -> types.add(type(type)));
                return value -> types.stream().anyMatch(type -> type.accepts(value));
            }
            return switch (argument.asString("")) {
                case "string" -> JsonNode::isString;
                case "integer" -> JsonNode::isIntegralNumber;
                case "number" -> value -> value.isNumber() && Double.isFinite(value.doubleValue());
                case "boolean" -> JsonNode::isBoolean;
                case "null" -> JsonNode::isNull;
                case "array" -> JsonNode::isArray;
                case "object" -> JsonNode::isObject;
                default -> UNDECIDED;
            };
        }

        private PlainCheck anyOf(JsonNode argument, int depth) {
            List<PlainCheck> branches = new ArrayList<>();
            argument.forEach(branch -> branches.add(build(branch, depth + 1)));
            return value -> {
                for (PlainCheck branch : branches) {
                    if (branch.accepts(value)) {
                        return true;
                    }
                }
                return false;
            };
        }

        private static PlainCheck oneOf(JsonNode argument) {
            Set<JsonNode> values = new HashSet<>();
            argument.forEach(values::add);
            return values::contains;
        }

        private static PlainCheck format(String format) {
            return switch (format) {
                case "date-time" -> value -> !value.isString() || Timestamps.isWritable(value.stringValue());
                case "date" ->
                    value -> !value.isString()
                            || Timestamps.date(value.stringValue()).isPresent();
                case "uuid" ->
                    value -> !value.isString()
                            || Uuids.parse(value.stringValue()).isPresent();
                case "email" -> value -> !value.isString() || EmailAddress.isOne(value.stringValue());
                case "uri" -> value -> !value.isString();
                default -> value -> true;
            };
        }

        private PlainCheck items(JsonNode argument, int depth) {
            PlainCheck element = build(argument, depth + 1);
            return value -> {
                if (!value.isArray()) {
                    return true;
                }
                for (JsonNode item : value) {
                    if (!element.accepts(item)) {
                        return false;
                    }
                }
                return true;
            };
        }

        private PlainCheck object(JsonNode schema, int depth) {
            Map<String, PlainCheck> known = new HashMap<>();
            schema.path("properties").forEachEntry((name, property) -> known.put(name, build(property, depth + 1)));
            PlainCheck others = schema.has("additionalProperties")
                    ? build(schema.get("additionalProperties"), depth + 1)
                    : value -> true;
            List<String> required = new ArrayList<>();
            schema.path("required").forEach(name -> required.add(name.asString("")));
            return value -> {
                if (!value.isObject()) {
                    return true;
                }
                for (String name : required) {
                    if (!value.has(name)) {
                        return false;
                    }
                }
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    if (!known.getOrDefault(member.getKey(), others).accepts(member.getValue())) {
                        return false;
                    }
                }
                return true;
            };
        }
    }
}
