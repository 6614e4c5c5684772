package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeterministicIdTest {
    /** The published test vectors of BLAKE3 for the empty input and for "abc", with the version and variant bits set. */
    @Test
    void isBlake3WithTheBitsOfVersionEight() {
        assertThat(DeterministicId.hash("")).hasToString("af1349b9-f5f9-81a6-a040-4dea36dcc949");
        assertThat(DeterministicId.hash("abc")).hasToString("6437b3ac-3846-8133-bfb6-3b75273a8db5");
        assertThat(DeterministicId.hash("abc").version()).isEqualTo(8);
        assertThat(DeterministicId.hash("abc").variant()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            none  | {"uri": "u:1", "key": "k", "name": "n"}                     | things:u:1:0
            none  | {"uri": "u", "chunk_ordinal": 3, "name": "n"}               | things:u:3
            none  | {"key": "k:with:colons", "name": "n"}                       | things:k:with:colons
            none  | {"key": "", "name": "n"}                                    | things:n
            none  | {"key": {"a": 1}, "name": 7}                                | things:7
            title | {"title": "t", "uri": "u"}                                  | things:t
            title | {"title": 7.50, "uri": "u"}                                 | things:7.5
            title | {"uri": "u", "key": "k"}                                    | things:u:0
            uri   | {"uri": "u", "chunk_ordinal": 0, "key": "k"}                | things:u:0
            """)
    void takesTheFirstRuleThatApplies(String keyField, String row, String hashed) {
        assertThat(DeterministicId.of(table("things", keyField), Json.parseObject(row)))
                .contains(DeterministicId.hash(hashed));
    }

    @Test
    void nothingMakesAnIdWhereThereIsNoKey() {
        assertThat(DeterministicId.of(table("things", "none"), Json.parseObject("{\"title\": \"t\"}")))
                .isEmpty();
    }

    @Test
    void sessionsUseTheWritersId() {
        UUID id = UUID.randomUUID();
        TableSchema sessions = BuiltInSchemas.find("sessions").orElseThrow();

        assertThat(DeterministicId.of(sessions, Json.object().put("id", id.toString())))
                .contains(id);
        assertThat(DeterministicId.of(sessions, Json.object())).isEmpty();
    }

    @Test
    void aRowIsFoundByEveryKeyOnce() {
        assertThat(RowKeys.keys(
                        table("things", "title"),
                        Json.parseObject(
                                "{\"uri\": \"u\", \"title\": \"t\", \"key\": \"t\", \"name\": 7, \"other\": \"x\"}")))
                .containsExactly("u", "t", "7");
        assertThat(RowKeys.keys(table("things", "none"), Json.parseObject("{\"name\": \"\", \"key\": null}")))
                .isEmpty();
    }

    private static TableSchema table(String shortName, String keyField) {
        return SchemaCompiler.compileStored(
                keyField.equals("none")
                        ? Json.object().put("short_name", shortName)
                        : Json.object().put("short_name", shortName).put("key_field", keyField));
    }
}
