package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.json.Json;
import io.remdb.schema.Category;
import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.store.TableDefinition;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is read from the bytes is what a JSON parser reads. */
class RowDecoderTest {
    private static final List<String> NAMES = List.of("a", "b", "long name", "é", "\uD83D\uDE00", "q\"uote", "ab");
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "a,b}]{[:",
            "\"quoted\" \\ \n",
            "é\uD83D\uDE00",
            "\\",
            "2025-01-28T10:20:30Z",
            "2024-02-29T23:59:59Z",
            "2025-02-31T10:20:30Z",
            "2025-01-28T24:20:30Z",
            "0000-01-01T00:00:00Z",
            "2025-01-28T10:20:30.123456Z",
            "2025-01-28",
            "0b54e8a6-5a57-4ec1-b7d4-0f2c4b1e3f00");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "7",
            "-12",
            "1e3",
            "1.0",
            "0.1",
            "123456789012345.6",
            "0.30000000000000004",
            "1E-5",
            "999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "12345678901234567890.5",
            "1e300");

    @Test
    void everyValueIsReadAsAParserReadsIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            Field[] fields = IntStream.range(0, 1 + random.nextInt(NAMES.size()))
                    .mapToObj(n -> SqlFixture.field(NAMES.get(n), type(random), false))
                    .toArray(Field[]::new);
            RowDecoder decoder = decoder(fields);
            byte[] json = random.nextInt(10) == 0 ? spaced(row(random)) : row(random);
            @Nullable Value[] parsed = new Value[fields.length];
            decoder.decode(json, parsed);
            int[] located = decoder.locate(json);
            for (int n = 0; located != null && n < fields.length; n++) {
                assertThat(String.valueOf(decoder.read(json, located, n)))
                        .as("seed %d: %s %s of %s", seed, fields[n].name(), fields[n].type(), text(json))
                        .isEqualTo(String.valueOf(parsed[n]));
            }
        }
    }

    @Test
    void rowsAsTheDatabaseWritesThemNeedNoParserToFindTheirFields() {
        byte[] json = bytes("{\"x\":[1,{\"b\":\"}\\\"\"}],\"a\":\"t\",\"y\":{},\"b\":1.5}");
        int[] located = decoder(SqlFixture.text("a"), SqlFixture.scalar("b", ScalarType.NUMBER), SqlFixture.text("c"))
                .locate(json);
        assertThat(located)
                .containsExactly(text(json).indexOf("\"t\""), text(json).indexOf("1.5"), 0);
        assertThat(decoder(SqlFixture.text("a")).locate(bytes("{\"x\":1, \"a\":2}")))
                .isNull();
        assertThat(decoder(SqlFixture.text("a")).locate(bytes("{\"x\":\"bro"))).isNull();
        assertThat(decoder(SqlFixture.text("a")).locate(bytes("{\"x\":[\"bro"))).isNull();
        assertThat(decoder(SqlFixture.text("a")).locate(bytes("{\"x"))).isNull();
        assertThat(decoder(SqlFixture.text("a")).locate(bytes("{\"x\":"))).isNull();
    }

    private static RowDecoder decoder(Field... fields) {
        TableSchema schema = new TableSchema(
                "t", "t", "t", "1.0.0", "", Category.USER, List.of(fields), null, "default", Json.object());
        CatalogTable table = new CatalogTable(new TableDefinition(1, "t", Map.of()), schema, 1);
        return new RowDecoder(
                TableShape.of(table), IntStream.range(0, fields.length).toArray());
    }

    private static FieldType type(Random random) {
        ScalarType scalar = any(random, List.of(ScalarType.values()));
        return switch (random.nextInt(6)) {
            case 0 -> new FieldType.ArrayOf(scalar);
            case 1 -> new FieldType.Json();
            default -> new FieldType.Scalar(scalar);
        };
    }

    private static byte[] row(Random random) {
        ObjectNode row = Json.object();
        for (int i = random.nextInt(9); i > 0; i--) {
            String name = random.nextInt(4) == 0 ? "other" + i : NAMES.get(random.nextInt(NAMES.size()));
            row.set(name, value(random, 3));
        }
        return Json.write(row);
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0, 1 ->
                Json.parse(Json.text(Json.object().put("v", any(random, TEXTS))))
                        .get("v");
            case 2, 3 -> Json.parse(any(random, NUMBERS));
            case 4 -> Json.parse(random.nextBoolean() ? "true" : "false");
            case 5 -> Json.parse("null");
            case 6 -> Json.object().set(any(random, NAMES), value(random, depth - 1));
            default ->
                Json.mapper().createArrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
        };
    }

    private static byte[] spaced(byte[] json) {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(Json.parse(text(json)));
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
