package io.remdb.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"b\":2,\"a\":1}",
                "{\"a\":null,\"a\":null}",
                "{\"a\":{},\"a\":{}}",
                "{\"a\":[],\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"o\":{\"a\":1,\"a\":2}}",
                "{\"o\":[1,{\"p\":{\"a\":\"x\",\"a\":true}}]}",
                "[{\"a\":1.5,\"a\":1.5}]"
            })
    void refusesAPropertyThatIsThereTwiceAndNamesItAndThePlace(String json) {
        assertThatThrownBy(() -> Json.parse(json)).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON);
            assertThat(e.details()).containsKeys("line", "column");
            assertThat(e.details().get("problem")).asString().contains("\"a\"").doesNotContain("Deserialization");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{}x", "{\"a\":01}", "{\"a\":NaN}", "{'a':1}"})
    void refusesWhatIsNotOneJsonValue(String json) {
        assertThatThrownBy(() -> Json.parseObject(json))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": [1, 1e400]}", "{\"b\": 2.5,\n \"a\": -1e999}"})
    void refusesANumberThatIsTooLargeAndNamesItAndThePlace(String json) {
        assertThatThrownBy(() -> Json.parse(json)).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON);
            assertThat(e.details()).containsKeys("line", "column");
            assertThat(json).contains(String.valueOf(e.details().get("number")));
            assertThat(e.getMessage()).startsWith("A number is too large");
        });
        assertThat(Json.text(Json.parse("[1e308, 5e-324, 0.0, -0.0]"))).isEqualTo("[1.0E308,4.9E-324,0.0,-0.0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u00b4',
            value = {
                "{\"a\":1} {\"a\":2} | there is more after the value",
                "{\"a\": | the text ends before the value does",
                "rows.jsonl | Unrecognized token 'rows'"
            })
    void saysWhatIsWrongAndNothingOfTheParser(String json, String problem) {
        assertThatThrownBy(() -> Json.parseObject(json))
                .isInstanceOfSatisfying(
                        RemException.class,
                        e -> assertThat(e.details())
                                .containsEntry("problem", problem)
                                .containsKeys("line", "column"));
    }

    @Test
    void saysWhichLimitIsExceededAndNothingOfTheParser() {
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000))).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE);
            assertThat(e.details().get("limit"))
                    .asString()
                    .contains("nesting depth")
                    .doesNotContain("Constraints");
        });
    }

    @Test
    void saysThatATextIsEmpty() {
        assertThatThrownBy(() -> Json.parseObject(" ")).hasMessageContaining("the text is empty");
    }

    @Test
    void takesTheSameNameInDifferentObjects() {
        String json = "{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}";

        assertThat(Json.text(Json.parseObject(json))).isEqualTo(json);
    }

    @Test
    void readsBackWhatWasWritten() {
        byte[] stored = Json.write(Json.parseObject("{ \"a\" : [1, 2.50, \"ü\\u0000\"], \"b\" : null }"));

        assertThat(Json.text(Json.parseStored(stored, 0, stored.length)))
                .isEqualTo("{\"a\":[1,2.5,\"ü\\u0000\"],\"b\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{} {}"})
    void aStoredRowThatIsNoObjectIsCorrupted(String stored) {
        byte[] utf8 = stored.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.parseStored(utf8, 0, utf8.length))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }
}
