package io.remdb.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
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

    /** The longest chain of references that is taken for one that ends. */
    private static final int MOST_STEPS = 16;

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
            if (!reference.isString()) {
                continue;
            }
            String place = Pointers.child(pointer, keyword);
            if (Pointers.resolve(root, reference.stringValue()).isEmpty()) {
                problems.add(
                        place,
                        "\"" + reference.stringValue()
                                + "\" leads nowhere: references go into the schema itself, such as #/$defs/Address");
            } else if (leadsBack(reference.stringValue(), 0)) {
                problems.add(place, "\"" + reference.stringValue() + "\" leads back to itself");
            }
        }
    }

    /** Whether a value would be judged by one reference for ever: references that go on without going into the value. */
    private boolean leadsBack(String reference, int steps) {
        Optional<JsonNode> target = Pointers.resolve(root, reference);
        if (target.isEmpty()) {
            return false;
        }
        return steps > MOST_STEPS || sameValue(target.get()).anyMatch(next -> leadsBack(next, steps + 1));
    }

    private static Stream<String> sameValue(JsonNode schema) {
        Stream<JsonNode> alternatives = Stream.of("anyOf", "oneOf", "allOf")
                .flatMap(keyword ->
                        schema.path(keyword).isArray() ? schema.path(keyword).valueStream() : Stream.empty());
        return Stream.concat(Stream.of(schema), alternatives)
                .map(each -> each.path("$ref"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue);
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
