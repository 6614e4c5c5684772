package io.remdb.json;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON. Thread-safe. */
public final class Json {
    /** The largest JSON text that is taken, in characters. */
    public static final int LONGEST_DOCUMENT = 32 << 20;
    /** The largest entity as JSON, with its system fields, edges and vectors, in characters. */
    public static final int LONGEST_ENTITY = LONGEST_DOCUMENT + (16 << 20);
    /** The longest string inside it, in characters. */
    public static final int LONGEST_STRING = 16 << 20;
    /** The deepest nesting. */
    public static final int DEEPEST_NESTING = 200;

    private static final StreamReadConstraints LIMITS = limits(LONGEST_DOCUMENT, DEEPEST_NESTING);

    /** The judge of what is valid, and the one who words what is wrong. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For rows that were checked when they were written: without the search for duplicates, which costs as much as parsing. */
    private static final JsonFactory STORED =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();

    private static final JsonMapper STORED_MAPPER = JsonMapper.builder(STORED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Takes what {@link #MAPPER} takes: it sees a duplicate when the tree has the property already, which costs nothing. */
    private static final JsonMapper TREE_MAPPER = JsonMapper.builder(STORED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .nodeFactory(new FiniteNumbers())
            .build();

    /** For whole entities, whose properties are a level deeper than a row's. */
    private static final JsonMapper ENTITY_MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(limits(LONGEST_ENTITY, DEEPEST_NESTING + 1))
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .nodeFactory(new FiniteNumbers())
            .build();

    private static StreamReadConstraints limits(int longest, int deepest) {
        return StreamReadConstraints.builder()
                .maxDocumentLength(longest)
                .maxStringLength(LONGEST_STRING)
                .maxNestingDepth(deepest)
                .maxNumberLength(1000)
                .build();
    }

    /** Refuses numbers that are too large for 64 bits: they would be read as infinity, which JSON cannot write. */
    private static final class FiniteNumbers extends JsonNodeFactory {
        private static final long serialVersionUID = 1;

        @Override
        public NumericNode numberNode(double value) {
            if (!Double.isFinite(value)) {
                throw new NotFiniteException();
            }
            return super.numberNode(value);
        }
    }

    /** Never leaves this class. */
    private static final class NotFiniteException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What the parser says of where a bracket was opened, without ever knowing where. */
    private static final Pattern SOURCE = Pattern.compile(" \\(for \\w+ starting at \\[Source: [^]]*]\\)");

    /** Which of the parser's settings a limit comes from. */
    private static final Pattern SETTING = Pattern.compile(", from `[^`]*`");
    /** The kinds of tokens that there are, which the parser lists each time. */
    private static final Pattern EXPECTED = Pattern.compile(": was expecting \\(JSON String, .*", Pattern.DOTALL);

    private Json() {}

    /** The mapper itself, for streaming and for mapping records. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Any JSON value.
     *
     * @throws RemException {@link ErrorCode#INVALID_JSON} with {@code line} and {@code column}, or
     *     {@link ErrorCode#TOO_LARGE}
     */
    public static JsonNode parse(String json) {
        try {
            return TREE_MAPPER.readTree(json);
        } catch (NotFiniteException e) {
            throw numberTooLarge(json, e);
        } catch (JacksonException notTaken) {
            return parseStrictly(json);
        }
    }

    private static RemException numberTooLarge(String json, NotFiniteException cause) {
        RemException error = new RemException(ErrorCode.INVALID_JSON, "A number is too large", cause)
                .hint("Numbers go up to 1.7976931348623157e308; a longer one can be written as text");
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonToken token = parser.nextToken();
            while (token != null
                    && (token != JsonToken.VALUE_NUMBER_FLOAT || Double.isFinite(parser.getDoubleValue()))) {
                token = parser.nextToken();
            }
            return error.with("number", token == null ? "" : parser.getString())
                    .with("line", parser.currentTokenLocation().getLineNr())
                    .with("column", parser.currentTokenLocation().getColumnNr());
        } catch (JacksonException e) {
            return explain(e); // wrong elsewhere too, before the number
        }
    }

    private static JsonNode parseStrictly(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw explain(e);
        }
    }

    /**
     * A JSON object.
     *
     * @throws RemException {@link ErrorCode#INVALID_JSON} also when it is JSON, but not an object
     */
    public static ObjectNode parseObject(String json) {
        return requireObject(parse(json));
    }

    /**
     * What is made of a whole entity as JSON, of at most {@link #LONGEST_ENTITY}, by reading it token by token: a tree of its vectors
     * would be waste.
     *
     * @param reading is given a parser that stands before the first token, and reads to the last
     * @throws RemException as {@link #parse}, and what {@code reading} throws
     */
    public static <T> T readEntity(String json, Function<JsonParser, T> reading) {
        try (JsonParser parser = ENTITY_MAPPER.createParser(json)) {
            T result = reading.apply(parser);
            if (parser.nextToken() != null) {
                throw new RemException(ErrorCode.INVALID_JSON, "Something follows the end of the JSON value");
            }
            return result;
        } catch (NotFiniteException e) {
            throw numberTooLarge(json, e);
        } catch (JacksonException e) {
            throw explain(e);
        }
    }

    /** The text that an object has under a name, reading no further; empty where it has none before anything that is not JSON. */
    public static Optional<String> textMember(String json, String name) {
        try (JsonParser parser = ENTITY_MAPPER.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String member = parser.nextName(); member != null; member = parser.nextName()) {
                    JsonToken value = parser.nextToken();
                    if (member.equals(name)) {
                        return value == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : Optional.empty();
                    }
                    parser.skipChildren();
                }
            }
        } catch (JacksonException notJson) {
            // Whoever parses all of it says what is wrong.
        }
        return Optional.empty();
    }

    /** A JSON object from UTF-8 that this database has written. */
    public static ObjectNode parseStored(byte[] utf8, int offset, int length) {
        try {
            return (ObjectNode) STORED_MAPPER.readTree(utf8, offset, length);
        } catch (JacksonException | ClassCastException e) {
            throw new RemException(ErrorCode.CORRUPTED, "A stored row is not a JSON object", e);
        }
    }

    /** Compact UTF-8. */
    public static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** Compact text. */
    public static String text(JsonNode node) {
        return new String(write(node), StandardCharsets.UTF_8);
    }

    /** A streaming parser over UTF-8 that this database has written, standing before the first token. */
    public static JsonParser storedParser(byte[] utf8) {
        return STORED.createParser(ObjectReadContext.empty(), utf8, 0, utf8.length);
    }

    private static ObjectNode requireObject(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        if (node.isMissingNode()) {
            throw new RemException(ErrorCode.INVALID_JSON, "Expected a JSON object, but the text is empty")
                    .hint("A row is written as {\"field\": value, ...}");
        }
        throw new RemException(ErrorCode.INVALID_JSON, "Expected a JSON object")
                .with("found", node.getNodeType())
                .hint("A row is written as {\"field\": value, ...}");
    }

    private static RemException explain(JacksonException e) {
        String message = e.getOriginalMessage();
        if (e instanceof StreamConstraintsException) {
            return new RemException(ErrorCode.TOO_LARGE, "The JSON text exceeds a limit", e)
                    .with("limit", SETTING.matcher(message).replaceAll(""));
        }
        boolean several = message.startsWith("Trailing token");
        RemException error = new RemException(ErrorCode.INVALID_JSON, "The text is not valid JSON", e)
                .with("problem", several ? "there is more after the value" : problem(message));
        if (e.getLocation() != null) {
            error.with("line", e.getLocation().getLineNr())
                    .with("column", e.getLocation().getColumnNr());
        }
        return several
                ? error.hint("One value is read here. Rows that stand one a line are a batch: rem insert TABLE --batch")
                : error;
    }

    /** What the parser says, without what it says of itself. */
    private static String problem(String message) {
        return message.startsWith("Unexpected end-of-input")
                ? "the text ends before the value does"
                : EXPECTED.matcher(SOURCE.matcher(message).replaceAll("")).replaceAll("");
    }
}
