package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document as JSON, event by event: Jackson's own tree reading takes an alias for its name. What aliases
 * unfold to is counted, so that a few lines cannot fill the memory ("billion laughs").
 */
final class YamlReader {
    private static final int MOST_NODES = 200_000;
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final YAMLParser parser;
    private final String source;
    private final Map<String, JsonNode> anchors = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private int nodes;

    private YamlReader(YAMLParser parser, String source) {
        this.parser = parser;
        this.source = source;
    }

    static ObjectNode read(String yaml, String source) {
        try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), new PairReader(yaml))) {
            YamlReader reader = new YamlReader(parser, source);
            if (parser.nextToken() == null) {
                throw reader.invalid("the document is empty");
            }
            JsonNode document = reader.value(0);
            if (parser.nextToken() != null) {
                throw reader.invalid("there is more than one document");
            }
            if (document instanceof ObjectNode object) {
                return object;
            }
            throw reader.invalid("expected a mapping of keys to values");
        } catch (JacksonException e) {
            RemException error = new RemException(ErrorCode.INVALID_JSON, "The text is not valid YAML", e)
                    .with("problem", sentences(e.getOriginalMessage()));
            throw located(error, e.getLocation()).with("source", source);
        }
    }

    /** What was being read, and what is wrong with it: places and pieces of the text stand between them, indented. */
    private static String sentences(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce((left, right) -> left + ": " + right)
                .orElse(message);
    }

    private JsonNode value(int depth) {
        if (depth > Json.DEEPEST_NESTING) {
            throw invalid("it is nested too deeply");
        }
        @Nullable String anchor = parser.isCurrentAlias() ? null : parser.getObjectId();
        int before = nodes++;
        JsonNode value = read(depth);
        if (nodes > MOST_NODES) {
            throw invalid("it is too large, or its aliases unfold to too much");
        }
        if (anchor != null) {
            anchors.put(anchor, value);
            sizes.put(anchor, nodes - before);
        }
        return value;
    }

    private JsonNode read(int depth) {
        if (parser.isCurrentAlias()) {
            return alias(parser.getString());
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> Json.mapper().getNodeFactory().stringNode(parser.getString());
            case VALUE_NUMBER_INT -> Json.parse(parser.getBigIntegerValue().toString());
            case VALUE_NUMBER_FLOAT -> Json.mapper().getNodeFactory().numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> Json.mapper().getNodeFactory().booleanNode(true);
            case VALUE_FALSE -> Json.mapper().getNodeFactory().booleanNode(false);
            case VALUE_NULL -> Json.mapper().getNodeFactory().nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw invalid("a value of a kind that JSON does not have");
        };
    }

    private JsonNode alias(String name) {
        JsonNode target = anchors.get(name);
        if (target == null) {
            throw invalid("alias *" + name + " has no anchor before it");
        }
        nodes += sizes.getOrDefault(name, 1);
        return target.deepCopy();
    }

    private ObjectNode object(int depth) {
        ObjectNode object = Json.object();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (name.equals("<<")) {
                throw invalid("merge keys (<<) are not supported");
            }
            if (object.has(name)) {
                throw invalid("\"" + name + "\" is given twice");
            }
            parser.nextToken();
            object.set(name, value(depth + 1));
        }
        return object;
    }

    private ArrayNode array(int depth) {
        ArrayNode array = Json.mapper().createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(depth + 1));
        }
        return array;
    }

    private RemException invalid(String problem) {
        RemException error =
                new RemException(ErrorCode.INVALID_JSON, "The text is not valid YAML").with("problem", problem);
        return located(error, parser.currentTokenLocation()).with("source", source);
    }

    private static RemException located(RemException error, TokenStreamLocation location) {
        return location == null
                ? error
                : error.with("line", location.getLineNr()).with("column", location.getColumnNr());
    }
}
