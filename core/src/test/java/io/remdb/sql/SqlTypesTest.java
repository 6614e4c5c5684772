package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Column;
import io.remdb.QueryResult;
import io.remdb.Row;
import io.remdb.catalog.CatalogTable;
import io.remdb.json.Json;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a value is in SQL and how it comes out. */
class SqlTypesTest {
    private final SqlFixture db = new SqlFixture();

    @AfterEach
    void close() {
        db.close();
    }

    private CatalogTable everyType() {
        return db.define(
                "things",
                SqlFixture.indexed("a_text", ScalarType.TEXT),
                SqlFixture.indexed("a_integer", ScalarType.INTEGER),
                SqlFixture.indexed("a_number", ScalarType.NUMBER),
                SqlFixture.indexed("a_boolean", ScalarType.BOOLEAN),
                SqlFixture.indexed("a_timestamp", ScalarType.TIMESTAMP),
                SqlFixture.indexed("a_date", ScalarType.DATE),
                SqlFixture.indexed("a_uuid", ScalarType.UUID),
                SqlFixture.field("some_numbers", new FieldType.ArrayOf(ScalarType.INTEGER), false),
                SqlFixture.field("some_json", new FieldType.Json(), false));
    }

    private static final String ROW = """
            {"a_text":"grüße 'q' \\"x\\"","a_integer":9007199254740993,"a_number":0.1,"a_boolean":true,\
            "a_timestamp":"2026-01-02T03:04:05.000006Z","a_date":"2026-02-28",\
            "a_uuid":"01234567-89ab-8def-8123-456789abcdef","some_numbers":[1,null,3],"some_json":{"k":[1,{"z":null}]}}""";

    @Test
    void everyTypeComesOutAsItWentIn() {
        db.insert(everyType(), ROW);
        try (QueryResult result = db.sql.query("SELECT * FROM things", List.of())) {
            assertThat(result.columns().stream().map(Column::type).limit(9))
                    .containsExactly(
                            "CHARACTER VARYING",
                            "BIGINT",
                            "DOUBLE PRECISION",
                            "BOOLEAN",
                            "TIMESTAMP(6) WITH TIME ZONE",
                            "DATE",
                            "UUID",
                            "BIGINT ARRAY",
                            "JSON");
            Row row = result.iterator().next();
            assertThat(row.value("a_text")).isEqualTo("grüße 'q' \"x\"");
            assertThat(row.value("a_integer")).isEqualTo(9_007_199_254_740_993L);
            assertThat(row.value("a_number")).isEqualTo(0.1);
            assertThat(row.value("a_boolean")).isEqualTo(true);
            assertThat(row.value("a_timestamp")).isEqualTo(Instant.parse("2026-01-02T03:04:05.000006Z"));
            assertThat(row.value("a_date")).isEqualTo(LocalDate.of(2026, 2, 28));
            assertThat(row.value("a_uuid")).isEqualTo(UUID.fromString("01234567-89ab-8def-8123-456789abcdef"));
            assertThat(row.value("some_numbers")).isEqualTo(Arrays.asList(1L, null, 3L));
            assertThat(row.value("some_json")).isEqualTo(Json.parse("{\"k\":[1,{\"z\":null}]}"));
            assertThat(row.value("entity_type")).isEqualTo("things");
            assertThat(row.value("deleted_at")).isNull();
            assertThat(row.json().toString())
                    .contains("\"a_timestamp\":\"2026-01-02T03:04:05.000006Z\"")
                    .contains("\"created_at\":\"2026-01-02T03:04:05.000006Z\"")
                    .startsWith("{\"a_text\"");
        }
    }

    @Test
    void aMissingValueIsNullInEveryType() {
        db.insert(everyType(), "{}");
        Row row = db.sql.query("SELECT * FROM things", List.of()).iterator().next();
        for (int column = 0; column < 9; column++) {
            assertThat(row.value(column)).isNull();
        }
        for (String name : List.of("a_text", "a_integer", "a_number", "a_boolean", "a_timestamp", "a_date", "a_uuid")) {
            assertThat(db.rows("SELECT id FROM things WHERE " + name + " IS NULL"))
                    .hasSize(1);
            assertThat(db.rows("SELECT id FROM things WHERE " + name + " IS NOT NULL"))
                    .isEmpty();
        }
    }

    @Test
    void aStoredValueThatDoesNotFitReadsAsNull() {
        CatalogTable loose = db.define(
                "things",
                SqlFixture.scalar("a_text", ScalarType.TEXT),
                SqlFixture.scalar("a_integer", ScalarType.INTEGER),
                SqlFixture.scalar("a_date", ScalarType.DATE),
                SqlFixture.scalar("a_uuid", ScalarType.UUID),
                SqlFixture.scalar("a_timestamp", ScalarType.TIMESTAMP),
                SqlFixture.field("some_numbers", new FieldType.ArrayOf(ScalarType.INTEGER), false),
                SqlFixture.text("after"));
        db.insert(loose, """
                {"a_text":{"x":[1]},"a_integer":1.5,"a_date":"soon","a_uuid":"?","a_timestamp":"12","some_numbers":{"a":1},\
                "after":"here"}""");
        assertThat(db.rows("SELECT a_text, a_integer, a_date, a_uuid, a_timestamp, some_numbers, after FROM things"))
                .containsExactly("{\"a_text\":null,\"a_integer\":null,\"a_date\":null,\"a_uuid\":null,"
                        + "\"a_timestamp\":null,\"some_numbers\":null,\"after\":\"here\"}");
    }

    @Test
    void parametersFindEveryTypeThroughItsIndex() {
        db.insert(everyType(), ROW);
        assertFound("a_text", "grüße 'q' \"x\"");
        assertFound("a_integer", 9_007_199_254_740_993L);
        assertFound("a_number", 0.1);
        assertFound("a_boolean", true);
        assertFound("a_timestamp", Instant.parse("2026-01-02T03:04:05.000006Z"));
        assertFound("a_date", LocalDate.of(2026, 2, 28));
        assertFound("a_uuid", UUID.fromString("01234567-89ab-8def-8123-456789abcdef"));
        assertThat(db.column("SELECT a_text FROM things WHERE a_integer = ANY(?)", List.of(1L, 9_007_199_254_740_993L)))
                .hasSize(1);
        assertThat(db.column("SELECT ? IS NULL", new Object[] {null})).containsExactly(true);
    }

    private void assertFound(String column, Object value) {
        assertThat(db.rows("SELECT a_text FROM things WHERE " + column + " = ?", value))
                .as(column)
                .hasSize(1);
    }

    @Test
    void boundsBetweenTwoValuesOfTheTypeFindWhatIsThere() {
        CatalogTable table = everyType();
        for (int i = -2; i <= 2; i++) {
            db.insert(table, "{\"a_integer\":" + i + ",\"a_number\":" + i / 10.0 + "}");
        }
        assertThat(db.column("SELECT a_integer FROM things WHERE a_integer > -1.5 AND a_integer < 1.5 ORDER BY 1"))
                .containsExactly(-1L, 0L, 1L);
        assertThat(db.column("SELECT a_integer FROM things WHERE a_integer >= -1e30 AND a_integer < 1e30"))
                .hasSize(5);
        assertThat(db.column("SELECT a_integer FROM things WHERE a_number = 0.1"))
                .containsExactly(1L);
        assertThat(db.column("SELECT a_integer FROM things WHERE a_number = -0.0"))
                .containsExactly(0L);
    }

    @Test
    void textBeyondAMillionCharactersIsRead() {
        CatalogTable table = db.define("things", SqlFixture.text("a_text"));
        String text = "x".repeat(1_500_000);
        db.insert(table, "{\"a_text\":\"" + text + "\"}");
        assertThat(db.column("SELECT a_text FROM things")).containsExactly(text);
        assertThat(db.column("SELECT char_length(a_text) FROM things")).containsExactly(1_500_000L);
    }

    @Test
    void keywordsWorkAsFieldNames() {
        CatalogTable table = db.define(
                "odd",
                SqlFixture.text("select"),
                SqlFixture.text("order"),
                SqlFixture.text("value"),
                SqlFixture.text("key"),
                SqlFixture.text("year"),
                SqlFixture.text("user"));
        db.insert(
                table,
                "{\"select\":\"s\",\"order\":\"o\",\"value\":\"v\",\"key\":\"k\",\"year\":\"y\",\"user\":\"u\"}");
        assertThat(db.rows("SELECT \"select\", \"order\", value, key, year, \"user\" FROM odd"))
                .containsExactly("{\"select\":\"s\",\"order\":\"o\",\"value\":\"v\",\"key\":\"k\",\"year\":\"y\","
                        + "\"user\":\"u\"}");
        assertThat(db.rows("SELECT EXTRACT(YEAR FROM created_at) y FROM odd")).containsExactly("{\"y\":2026}");
    }

    @Test
    void namesAreFoundInAnyCaseAndNamesThatDifferOnlyByCaseAreNumbered() {
        CatalogTable table = db.define("odd", SqlFixture.text("Name"), SqlFixture.text("name"), SqlFixture.text("ID"));
        db.insert(table, "{\"Name\":\"first\",\"name\":\"second\",\"ID\":\"mine\"}");
        assertThat(db.rows("SELECT NAME, name_2, id_2 FROM ODD".toUpperCase(Locale.ROOT)))
                .containsExactly("{\"Name\":\"first\",\"name_2\":\"second\",\"ID_2\":\"mine\"}");
    }

    @Test
    void columnsOfOneNameAreNumbered() {
        assertThat(db.rows("SELECT 1 AS a, 2 AS a, 3 AS A")).containsExactly("{\"a\":1,\"a_2\":2,\"a_3\":3}");
    }
}
