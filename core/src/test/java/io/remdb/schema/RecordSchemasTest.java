package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Describe;
import io.remdb.Embedded;
import io.remdb.Indexed;
import io.remdb.Key;
import io.remdb.RemSchema;
import io.remdb.Schema;
import io.remdb.json.Json;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RecordSchemasTest {
    enum Mood {
        GOOD,
        BAD
    }

    record Address(String city, @Nullable String zipCode) {}

    @RemSchema(description = "Notes of people")
    record PersonNote(
            @Key String title,
            @Embedded @Describe("Full text") String content,
            @Indexed @Nullable String category,
            List<String> tags,
            Set<UUID> related,
            int count,
            @Nullable Long size,
            double score,
            @Nullable BigDecimal price,
            boolean done,
            @Indexed Instant writtenAt,
            @Nullable LocalDate day,
            @Nullable URI link,
            @Nullable Mood mood,
            Optional<String> remark,
            @Nullable Address address,
            Map<String, Object> metadata) {}

    @RemSchema(description = "x")
    record Recursive(String name, List<Recursive> children) {}

    @RemSchema(description = "x")
    record Odd(Thread thread) {}

    record Unmarked(String name) {}

    @Test
    void writesASchemaThatCompiles() {
        TableSchema table = SchemaCompiler.compile(Schema.of(PersonNote.class));

        assertThat(table.shortName()).isEqualTo("person_notes");
        assertThat(table.keyField()).isEqualTo("title");
        assertThat(table.description()).isEqualTo("Notes of people");
        assertThat(table.embeddedFields()).extracting(Field::name).containsExactly("content");
        assertThat(table.indexedFields()).extracting(Field::name).containsExactly("category", "written_at");
        assertThat(table.fields())
                .filteredOn(Field::required)
                .extracting(Field::name)
                .containsExactly("title", "content", "count", "score", "done", "written_at");
        assertThat(table.field("content").orElseThrow().description()).isEqualTo("Full text");
        assertThat(table.field("related").orElseThrow().type()).isEqualTo(new FieldType.ArrayOf(ScalarType.UUID));
        assertThat(table.field("size").orElseThrow().type()).isEqualTo(new FieldType.Scalar(ScalarType.INTEGER));
        assertThat(table.field("mood").orElseThrow().enumValues()).containsExactly("GOOD", "BAD");
        assertThat(table.field("address").orElseThrow().type()).isEqualTo(new FieldType.Json());
    }

    @Test
    void recordsComeBackAsTheyWere() {
        PersonNote note = new PersonNote(
                "t",
                "c",
                null,
                List.of("a"),
                Set.of(new UUID(1, 2)),
                3,
                1L << 40,
                0.5,
                new BigDecimal("1.25"),
                true,
                Instant.parse("2026-01-31T08:15:30.123456Z"),
                LocalDate.of(2026, 1, 31),
                URI.create("https://a.b/c"),
                Mood.BAD,
                Optional.of("r"),
                new Address("Rome", null),
                Map.of("k", "v"));
        RecordMapper<PersonNote> mapper = RecordMapper.of(PersonNote.class);

        ObjectNode row = mapper.toRow(note);

        assertThat(mapper.table()).isEqualTo("person_notes");
        assertThat(row.get("written_at").asString()).isEqualTo("2026-01-31T08:15:30.123456Z");
        assertThat(row.has("category")).isFalse();
        assertThat(RowValidator.of(SchemaCompiler.compile(Schema.of(PersonNote.class)))
                        .validate(row))
                .isEmpty();
        assertThat(mapper.toRecord((ObjectNode) Json.parse(Json.text(row)))).isEqualTo(note);
    }

    @Test
    void missingListsAreEmptyAndUnknownPropertiesPassedOver() {
        PersonNote note = RecordMapper.of(PersonNote.class)
                .toRecord(Json.parseObject(
                        "{\"title\": \"t\", \"content\": \"c\", \"count\": 1, \"score\": 1, \"done\": false,"
                                + " \"written_at\": \"2026-01-31 08:15:30\", \"more\": 1}"));

        assertThat(note.tags()).isEmpty();
        assertThat(note.related()).isEmpty();
        assertThat(note.metadata()).isEmpty();
        assertThat(note.remark()).isEmpty();
        assertThat(note.writtenAt()).isEqualTo(Instant.parse("2026-01-31T08:15:30Z"));
        assertThatThrownBy(() -> RecordMapper.of(PersonNote.class)
                        .toRecord(Json.object().put("title", "t").put("count", "x")))
                .hasMessageContaining("does not fit the record");
    }

    @Test
    void refusesWhatHasNoJsonForm() {
        assertThatThrownBy(() -> Schema.of(Unmarked.class)).hasMessageContaining("not annotated with @RemSchema");
        assertThatThrownBy(() -> Schema.of(Odd.class))
                .hasMessageContaining("no JSON form")
                .hasMessageContaining("Odd.thread");
        assertThatThrownBy(() -> Schema.of(Recursive.class)).hasMessageContaining("contains itself");
    }
}
