package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Schema;
import io.remdb.ValidationProblem;
import io.remdb.json.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RowValidatorTest {
    private static final TableSchema TABLE = compile("""
            {"title": "Thing", "description": "Things", "version": "1.0.0", "short_name": "things",
             "properties": {
               "title": {"type": "string", "minLength": 2, "maxLength": 5000, "key_field": true, "indexed": true},
               "content": {"anyOf": [{"type": "string"}, {"type": "null"}]},
               "count": {"type": ["integer", "null"], "minimum": 0, "maximum": 9223372036854775807},
               "price": {"type": "number", "exclusiveMinimum": 0},
               "color": {"enum": ["red", "green", 3]},
               "one": {"const": "1"},
               "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3, "indexed": true},
               "when": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"},
               "ref": {"type": "string", "format": "uuid"}, "link": {"type": "string", "format": "uri"},
               "mail": {"type": "string", "format": "email"}, "clock": {"type": "string", "format": "time"},
               "code": {"type": "string", "pattern": "^[a-z]+$"},
               "address": {"anyOf": [{"$ref": "#/$defs/Address"}, {"type": "null"}]},
               "parts": {"type": "array", "items": {"$ref": "#/$defs/Address"}},
               "either": {"oneOf": [{"type": "integer"}, {"type": "array", "items": {"type": "boolean"}}]}},
             "required": ["title"], "additionalProperties": {"type": "string"},
             "$defs": {"Address": {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "integer"}},
               "required": ["city"], "additionalProperties": false}}}""");
    private final RowValidator validator = RowValidator.of(TABLE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                     | title     | title is required
            {"title": null}                        | title     | title must be text, but is null
            {"title": 5}                           | title     | title must be text, but is a number
            {"title": ""}                          | title     | title is the key and must not be empty
            {"title": "a"}                         | title     | title must have at least 2 characters, but has 1
            {"content": 5}                         | content   | content must be text or null, but is a number
            {"count": 1.5}                         | count     | count must be a whole number or null, but is 1.5
            {"count": "1"}                         | count     | count must be a whole number or null, but is text
            {"count": -1}                          | count     | count must be at least 0, but is -1
            {"count": 99999999999999999999}        | count     | count must fit into 64 bits
            {"count": 1e300}                       | count     | count must fit into 64 bits
            {"count": -1e300}                      | count     | count must be at least 0, but is -1
            {"either": [1e300]}                    | either[0] | either[0] must be true or false
            {"price": -1e300}                      | price     | price must be more than 0, but is -1
            {"price": 0}                           | price     | price must be more than 0, but is 0
            {"price": true}                        | price     | price must be a number, but is true
            {"color": "blue"}                      | color     | color must be one of red, green, 3, but is "blue"
            {"one": "2"}                           | one       | one must be 1, but is "2"
            {"tags": "x"}                          | tags      | tags must be a list, but is text
            {"tags": ["a", "b", 3]}                | tags[2]   | tags[2] must be text, but is a number
            {"tags": ["a", "b", "c", "d"]}         | tags      | tags must have at most 3 elements, but has 4
            {"when": "yesterday"}                  | when      | when must be a date and time such as 2026-01-31T08:15:30Z, but is "yesterday"
            {"when": "2026-02-30T00:00:00Z"}       | when      | when must be a date and time such as 2026-01-31T08:15:30Z, but is "2026-02-30T00:00:00Z"
            {"when": "9999-12-31T23:59:59-05:00"}  | when      | when must be a date and time whose year in UTC is 0000 to 9999, but is "9999-12-31T23:59:59-05:00"
            {"when": "0000-01-01T00:00:00+05:00"}  | when      | when must be a date and time whose year in UTC is 0000 to 9999, but is "0000-01-01T00:00:00+05:00"
            {"when": "+10000-01-01T04:59:59.000000Z"} | when   | when must be a date and time whose year in UTC is 0000 to 9999, but is "+10000-01-01T04:59:59.000000Z"
            {"when": "10000-01-01T00:00:00Z"}      | when      | when must be a date and time whose year in UTC is 0000 to 9999, but is "10000-01-01T00:00:00Z"
            {"day": "2026-13-01"}                  | day       | day must be a date such as 2026-01-31, but is "2026-13-01"
            {"ref": "1-2-3-4-5"}                   | ref       | ref must be a UUID, but is "1-2-3-4-5"
            {"link": "no uri"}                     | link      | link must be a URI such as https://example.com/page, but is "no uri"
            {"mail": "nobody"}                     | mail      | mail must be an e-mail address, but is "nobody"
            {"code": "A"}                          | code      | code must match ^[a-z]+$, but is "A"
            {"address": {"city": 5}}               | address.city | address.city must be text, but is a number
            {"address": {}}                        | address.city | address.city is required
            {"address": "Rome"}                    | address   | address must be an object or null, but is text
            {"address": {"city": "x", "citty": 1}} | address.citty | address.citty is not a field of things
            {"parts": [{"city": "x"}, {"zip": "y", "city": "x"}]} | parts[1].zip | parts[1].zip must be a whole number, but is text
            {"either": "x"}                        | either    | either must be a list or a whole number, but is text
            {"either": [true, 1]}                  | either[1] | either[1] must be true or false, but is a number
            {"other": 5}                           | other     | other must be text, but is a number
            {"id": "x"}                            | id        | id is set by the database
            {"created_at": "2026-01-01T00:00:00Z"} | created_at | created_at is set by the database
            {"embedding": [1.0]}                   | embedding | embedding is set by the database
            {"content": "\\ud800"}                 | content   | content holds broken Unicode: half of a surrogate pair
            {"x\\u0000": "y"}                      | x?        | a property's name holds broken Unicode or a NUL character
            {"name": "a\\u0000b"}                  | name      | name is a key and must not hold a NUL character
            """)
    void saysWhatIsWrongInASentence(String row, String field, String message) {
        ObjectNode given = Json.object().put("title", "a title");
        given.setAll(Json.parseObject(row));
        if (row.equals("{}")) {
            given.remove("title");
        }

        List<ValidationProblem> problems = validator.validate(given);

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.message()).startsWith(message);
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.schema()).isEqualTo("things");
        });
    }

    @Test
    void reportsEveryProblemOfARow() {
        assertThat(
                        validator.validate(
                                Json.parseObject(
                                        "{\"title\": 5, \"count\": \"x\", \"tags\": [1, \"a\", 2], \"id\": \"x\", \"address\": {\"zip\": \"x\"}}")))
                .extracting(ValidationProblem::field)
                .containsExactlyInAnyOrder("title", "count", "tags[0]", "tags[2]", "id", "address.zip", "address.city");
    }

    @Test
    void acceptsWhatTheSchemaAllows() {
        assertThat(validator.validate(Json.parseObject("""
            {"title": "ab", "content": null, "count": 9223372036854775807, "price": 0.1, "color": 3, "one": "1", "tags": [],
             "when": "2026-01-31T08:15:30.123456789+01:00", "day": "2026-01-31", "ref": "00000000-0000-0000-0000-00000000000A",
             "link": "https://example.com/a?b=c#d", "mail": "a.b@example.com", "clock": "01:00", "code": "abc",
             "address": {"city": "x"}, "parts": [], "either": 7, "extra": "text", "edges": [{"dst": "x"}]}"""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999Z",
                "9999-12-31T18:59:59-05:00",
                "0000-01-01T05:00:00+05:00"
            })
    void acceptsTheFirstAndTheLastMoment(String when) {
        assertThat(validator.validate(Json.object().put("title", "ab").put("when", when)))
                .isEmpty();
    }

    @Test
    void limitsTheLengthOfKeysAndIndexedText() {
        String long4097 = "é".repeat(2048) + "x";
        ObjectNode row =
                Json.object().put("title", long4097).put("content", long4097).put("uri", long4097);
        row.putArray("tags").add(long4097);

        assertThat(validator.validate(row))
                .extracting(ValidationProblem::message)
                .containsExactly(
                        "title is indexed and must have at most 4096 bytes in UTF-8, but has 4097",
                        "tags[0] is indexed and must have at most 4096 bytes in UTF-8, but has 4097",
                        "uri is a key and must have at most 4096 bytes in UTF-8, but has 4097");
        assertThat(validator.validate(Json.object().put("title", "é".repeat(2048))))
                .isEmpty();
    }

    @Test
    void limitsTheNumberOfPropertiesAndOfReportedProblems() {
        ObjectNode wide = Json.object().put("title", "ab");
        for (int index = 0; index < 10_000; index++) {
            wide.put("c" + index, index);
        }
        assertThat(validator.validate(wide))
                .extracting(ValidationProblem::message)
                .containsExactly("the row has 10001 properties; the most is 4096");

        ObjectNode wrong = Json.object().put("title", "ab");
        for (int index = 0; index < 4000; index++) {
            wrong.put("c" + index, index);
        }
        assertThat(validator.validate(wrong))
                .hasSize(1001)
                .last()
                .satisfies(last -> assertThat(last.message()).isEqualTo("and 3000 more problems"));
    }

    @Test
    void shortensLongValues() {
        ValidationProblem problem = validator
                .validate(Json.object().put("title", "ab").put("count", "x".repeat(1_000_000)))
                .getFirst();

        assertThat(problem.value()).hasSizeLessThan(100).endsWith("…\"");
    }

    @Test
    void sessionsTakeAnId() {
        RowValidator sessions = RowValidator.of(BuiltInSchemas.find("sessions").orElseThrow());

        assertThat(sessions.validate(Json.object().put("id", "018f0000-0000-7000-8000-000000000000")))
                .isEmpty();
        assertThat(sessions.validate(Json.object().put("id", "x")))
                .extracting(ValidationProblem::message)
                .containsExactly("id must be a UUID, but is \"x\"");
    }

    /** Whatever the quick check accepts, the JSON Schema validator accepts; nearly all valid rows are accepted quickly. */
    @Test
    void bothJudgesAgree() {
        long seed = new Random().nextLong();
        System.out.println("RowValidatorTest.bothJudgesAgree seed " + seed);
        Random random = new Random(seed);
        int quick = 0;
        int valid = 0;
        for (int round = 0; round < 5000; round++) {
            ObjectNode row = randomRow(random);
            boolean accepted = validator.acceptedPlainly(row);
            boolean judged = validator.acceptedByValidator(row);
            if (accepted) {
                assertThat(judged).as("row %s, seed %d", row, seed).isTrue();
                quick++;
            }
            valid += judged ? 1 : 0;
        }
        assertThat(quick).isPositive();
        assertThat(valid).isGreaterThanOrEqualTo(quick);
    }

    @Test
    void plainRowsDoNotNeedTheValidator() {
        assertThat(validator.acceptedPlainly(Json.parseObject("""
            {"title": "ab", "content": "c", "count": 3, "price": 1.5, "color": "red", "tags": ["a"], "when": "2026-01-31T08:15:30Z",
             "day": "2026-01-31", "address": {"city": "x", "zip": 3}, "extra": "text"}"""))).isTrue();
    }

    private static ObjectNode randomRow(Random random) {
        ObjectNode row = Json.object();
        List<String> names = List.of(
                "title", "content", "count", "price", "color", "one", "tags", "when", "day", "ref", "link", "mail",
                "clock", "code", "address", "parts", "either", "other");
        row.put("title", "a title");
        int members = random.nextInt(4);
        for (int index = 0; index < members; index++) {
            row.set(names.get(random.nextInt(names.size())), randomValue(random, 0));
        }
        return row;
    }

    private static JsonNode randomValue(Random random, int depth) {
        List<String> texts = List.of(
                "",
                "a",
                "ab",
                "red",
                "1",
                "A",
                "2026-01-31",
                "2026-01-31T08:15:30Z",
                "2026-01-31 08:15",
                "2026-02-31",
                "x@y.org",
                "https://a.b/c",
                "00000000-0000-4000-8000-000000000000",
                "😀");
        List<String> numbers = List.of("0", "1", "3", "-1", "1.0", "1.5", "0.1", "1e3", "9223372036854775808", "1e15");
        return switch (random.nextInt(depth > 2 ? 4 : 6)) {
            case 0 -> Json.mapper().getNodeFactory().nullNode();
            case 1 -> Json.mapper().getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> Json.parse(numbers.get(random.nextInt(numbers.size())));
            case 3 -> Json.mapper().getNodeFactory().stringNode(texts.get(random.nextInt(texts.size())));
            case 4 -> {
                ArrayNode array = Json.mapper().createArrayNode();
                int length = random.nextInt(5);
                for (int index = 0; index < length; index++) {
                    array.add(randomValue(random, depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = Json.object();
                for (String name : List.of("city", "zip", "other")) {
                    if (random.nextInt(3) > 0) {
                        object.set(name, randomValue(random, depth + 1));
                    }
                }
                yield object;
            }
        };
    }

    private static TableSchema compile(String json) {
        return SchemaCompiler.compile(new Schema(Json.parseObject(json), "test"));
    }
}
