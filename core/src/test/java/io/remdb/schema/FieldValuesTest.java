package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValuesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T08:15:30Z, 2026-01-31T08:15:30Z",
        "2026-01-31t08:15:30z, 2026-01-31T08:15:30Z",
        "2026-01-31T08:15:30.5+01:00, 2026-01-31T07:15:30.500Z",
        "2026-01-31T08:15:30.123456789-0530, 2026-01-31T13:45:30.123456Z",
        "2026-01-31 08:15:30, 2026-01-31T08:15:30Z",
        "2026-01-31T08:15+01, 2026-01-31T07:15:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z"
    })
    void readsMoments(String text, Instant moment) {
        assertThat(FieldValues.of(ScalarType.TIMESTAMP, Json.parse('"' + text + '"')))
                .isEqualTo(new FieldValue.Timestamp(ChronoUnit.MICROS.between(Instant.EPOCH, moment)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-01-31",
                "2026-02-29T00:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T08:60:00Z",
                "2026-01-31T08:15:",
                "2026-01-31T08:15:30.Z",
                "2026-01-31T08:15:30ZZ",
                "2026-01-31T08:15:30+1",
                "2026-01-31T08:15:30+19:00",
                "2026-01-31X08:15:30Z",
                "2026-01-31T08-15:30Z",
                "２026-01-31T08:15:30Z"
            })
    void otherTextIsNoMoment(String text) {
        assertThat(Timestamps.epochMicros(text)).isEmpty();
    }

    @Test
    void readsWhatJavaWrites() {
        long seed = new Random().nextLong();
        System.out.println("FieldValuesTest.readsWhatJavaWrites seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            Instant moment = Instant.ofEpochSecond(
                    random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000) * 1000L);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 60, 18 * 60) * 60);
            OffsetDateTime local = moment.atOffset(offset);
            assertThat(Timestamps.epochMicros(local.toString()))
                    .as("%s, seed %d", local, seed)
                    .hasValue(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INTEGER | 9223372036854775807  | Whole[value=9223372036854775807]
            INTEGER | 9223372036854775808  | Null[]
            INTEGER | 3.0                  | Whole[value=3]
            INTEGER | 3.5                  | Null[]
            INTEGER | "3"                  | Null[]
            NUMBER  | 3                    | Decimal[value=3.0]
            NUMBER  | "3.25"               | Decimal[value=3.25]
            NUMBER  | "x"                  | Null[]
            BOOLEAN | true                 | Bool[value=true]
            BOOLEAN | "true"               | Null[]
            TEXT    | 5                    | Null[]
            TEXT    | null                 | Null[]
            DATE    | "2026-02-30"         | Null[]
            UUID    | "1-1-1-1-1"          | Null[]
            """)
    void aValueThatDoesNotFitReadsAsNull(ScalarType type, String json, String expected) {
        assertThat(FieldValues.of(type, Json.parse(json))).hasToString(expected);
    }

    @Test
    void elementsAreDistinctAndWithoutNulls() {
        assertThat(FieldValues.elements(
                        field(new FieldType.ArrayOf(ScalarType.TEXT)), Json.parse("[\"b\", null, \"a\", 3, \"b\"]")))
                .containsExactly(new FieldValue.Text("b"), new FieldValue.Text("a"));
        assertThat(FieldValues.elements(field(new FieldType.Scalar(ScalarType.DATE)), Json.parse("\"2026-01-31\"")))
                .containsExactly(new FieldValue.Day(LocalDate.of(2026, 1, 31)));
        assertThat(FieldValues.elements(field(new FieldType.Scalar(ScalarType.UUID)), null))
                .containsExactly(FieldValue.Null.NULL);
        assertThat(FieldValues.elements(field(new FieldType.Json()), Json.parse("{}")))
                .isEmpty();
        assertThat(FieldValues.scalar(
                        field(new FieldType.Scalar(ScalarType.UUID)),
                        Json.parse('"' + new UUID(7, 8).toString() + '"')))
                .isEqualTo(new FieldValue.Id(new UUID(7, 8)));
    }

    private static Field field(FieldType type) {
        return new Field("f", type, false, true, false, "", List.of());
    }
}
