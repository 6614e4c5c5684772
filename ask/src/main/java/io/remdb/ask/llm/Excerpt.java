package io.remdb.ask.llm;

import io.remdb.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The beginning of texts that may be of any length. */
final class Excerpt {
    /** The most elements of a list, and properties of an object, that are shown. */
    private static final int MOST_ELEMENTS = 20;

    private Excerpt() {}

    /** A text of no more than so many characters, marked where it goes on. */
    static String of(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    /** The same for every text in a JSON value, whose lists and objects lose what is beyond {@value #MOST_ELEMENTS} elements. */
    static JsonNode of(JsonNode node, int longest) {
        return switch (node) {
            case StringNode text -> StringNode.valueOf(of(text.asString(), longest));
            case ObjectNode object -> {
                ObjectNode shorter = Json.object();
                object.properties().stream()
                        .limit(MOST_ELEMENTS)
                        .forEach((Map.Entry<String, JsonNode> entry) ->
                                shorter.set(entry.getKey(), of(entry.getValue(), longest)));
                yield shorter;
            }
            case ArrayNode array -> {
                ArrayNode shorter = Json.mapper().createArrayNode();
                array.valueStream().limit(MOST_ELEMENTS).forEach(element -> shorter.add(of(element, longest)));
                yield shorter;
            }
            default -> node;
        };
    }
}
