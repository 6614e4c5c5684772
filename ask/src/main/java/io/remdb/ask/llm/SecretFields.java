package io.remdb.ask.llm;

import io.remdb.json.Json;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fields whose values are nobody's business, whatever they are in the schema: those that are called like a secret. */
final class SecretFields {
    private static final Pattern SECRET = Pattern.compile(
            "pass_?(word|wd|phrase|code)|secret|token|credential|api_?key|private_?key|(^|_)(pin|ssn|iban)($|_)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CAMEL_CASE = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private SecretFields() {}

    static boolean isOne(String name) {
        return SECRET.matcher(CAMEL_CASE.matcher(name).replaceAll("_")).find();
    }

    /** A value without the properties, at whatever depth, that are called like a secret. */
    static JsonNode without(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> without(object);
            case ArrayNode array -> {
                ArrayNode shown = Json.mapper().createArrayNode();
                array.forEach(element -> shown.add(without(element)));
                yield shown;
            }
            default -> node;
        };
    }

    static ObjectNode without(ObjectNode object) {
        ObjectNode shown = Json.object();
        object.properties().forEach(property -> {
            if (!isOne(property.getKey())) {
                shown.set(property.getKey(), without(property.getValue()));
            }
        });
        return shown;
    }
}
