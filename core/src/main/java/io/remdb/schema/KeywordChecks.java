package io.remdb.schema;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks, in every schema inside a document, what the meta-schema cannot see: references and regular expressions. */
final class KeywordChecks {
    private static final List<String> MAPS_OF_SCHEMAS =
            List.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
    private static final List<String> LISTS_OF_SCHEMAS = List.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final List<String> SCHEMAS = List.of(
            "items",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties");

    private final ObjectNode root;
    private final Problems problems;

    private KeywordChecks(ObjectNode root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    static void check(ObjectNode document, Problems problems) {
        new KeywordChecks(document, problems).walk(document, "");
    }

    private void walk(JsonNode schema, String pointer) {
        if (!schema.isObject()) {
            return;
        }
        checkReference(schema, pointer);
        checkPattern(schema.path("pattern"), Pointers.child(pointer, "pattern"));
        schema.path("patternProperties")
                .propertyNames()
                .forEach(pattern ->
                        checkPattern(pattern, Pointers.child(Pointers.child(pointer, "patternProperties"), pattern)));
        for (String keyword : MAPS_OF_SCHEMAS) {
            schema.path(keyword)
                    .forEachEntry((name, child) -> walk(child, Pointers.child(Pointers.child(pointer, keyword), name)));
        }
        for (String keyword : LISTS_OF_SCHEMAS) {
            int index = 0;
            for (JsonNode child : schema.path(keyword)) {
                walk(child, Pointers.child(Pointers.child(pointer, keyword), index++));
            }
        }
        SCHEMAS.forEach(keyword -> walk(schema.path(keyword), Pointers.child(pointer, keyword)));
    }

    private void checkReference(JsonNode schema, String pointer) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            JsonNode reference = schema.path(keyword);
            if (reference.isString()
                    && Pointers.resolve(root, reference.stringValue()).isEmpty()) {
                problems.add(
                        Pointers.child(pointer, keyword),
                        "\"" + reference.stringValue()
                                + "\" leads nowhere: references go into the schema itself, such as #/$defs/Address");
            }
        }
    }

    private void checkPattern(JsonNode pattern, String pointer) {
        if (pattern.isString()) {
            checkPattern(pattern.stringValue(), pointer);
        }
    }

    private void checkPattern(String pattern, String pointer) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.add(pointer, "\"" + pattern + "\" is not a regular expression: " + e.getDescription());
        }
    }
}
