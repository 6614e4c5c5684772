package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.ValidationProblem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are written back are what the lines say, and go the way of all writes. */
class RestoringTest {
    private static final UUID ID = UUID.fromString("11111111-2222-8333-8444-555555555555");
    private static final String LINE = """
        {"id": "11111111-2222-8333-8444-555555555555", "entity_type": "articles",
         "created_at": "2001-02-03T04:05:06.000007Z", "modified_at": "2002-02-03T04:05:06.000007Z", "deleted_at": null,
         "edges": [{"src": "11111111-2222-8333-8444-555555555555", "dst": "99999999-2222-8333-8444-555555555555",
           "rel_type": "cites", "properties": {"page": 7}, "created_at": "2003-02-03T04:05:06.000007Z"}],
         "properties": {"title": "old", "content": "words of the old text", "category": "c", "year": 1}}\
        """;

    @SuppressWarnings("NullAway.Init")
    private RemDatabase db;

    @BeforeEach
    void open() {
        db = Databases.withArticles();
    }

    @AfterEach
    void close() {
        assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        db.close();
    }

    private BatchResult restore(String... lines) {
        return db.restoreAll("articles", List.of(lines).iterator(), BatchOptions.DEFAULTS);
    }

    private Entity row() {
        return db.getWithEmbeddings(ID).orElseThrow();
    }

    @Test
    void keepsIdTimesAndEdgesAndEmbedsTheText() {
        assertThat(restore(LINE).inserted()).isEqualTo(1);
        Entity row = row();
        assertThat(row.createdAt()).isEqualTo(Instant.parse("2001-02-03T04:05:06.000007Z"));
        assertThat(row.modifiedAt()).isEqualTo(Instant.parse("2002-02-03T04:05:06.000007Z"));
        assertThat(row.edges()).hasSize(1);
        assertThat(row.edges().getFirst().createdAt()).isEqualTo(Instant.parse("2003-02-03T04:05:06.000007Z"));
        assertThat(row.edges().getFirst().properties().get("page").intValue()).isEqualTo(7);
        assertThat(row.embeddings().get("embedding")).hasSize(64);
        assertThat(db.lookup("old")).extracting(Entity::id).containsExactly(ID);
        assertThat(db.search("old text")
                        .in("articles")
                        .mode(SearchMode.SEMANTIC)
                        .limit(1)
                        .run())
                .extracting(hit -> hit.entity().id())
                .containsExactly(ID);
    }

    /** Former releases took moments whose year in UTC has five digits. */
    @Test
    void aMomentThatIsRefusedTodayIsRestoredAndRead() {
        db.schemas().register(Schema.parse("""
                {"title": "Event", "short_name": "events", "version": "1.0.0", "description": "An event",
                 "properties": {"name": {"type": "string"}, "at": {"type": "string", "format": "date-time"}},
                 "json_schema_extra": {"key_field": "name", "indexed_fields": ["at"]}}"""));
        String late = "9999-12-31T23:59:59-05:00";
        String line = LINE.replaceFirst("(?s)\\{\"title\".*", "{\"name\": \"end\", \"at\": \"" + late + "\"}}")
                .replace("\"articles\"", "\"events\"");
        assertThat(db.restoreAll("events", List.of(line).iterator(), BatchOptions.DEFAULTS)
                        .inserted())
                .isEqualTo(1);
        assertThat(row().properties().get("at").asString()).isEqualTo(late);
        assertThat(db.query("SELECT name FROM events WHERE at > TIMESTAMP '2020-01-01 00:00:00'").stream())
                .hasSize(1);
    }

    @Test
    void aDeletedRowIsHiddenAndComesBackAlive() {
        restore(LINE.replace("\"deleted_at\": null", "\"deleted_at\": \"2002-02-03T04:05:06.000007Z\""));
        assertThat(row().deletedAt()).isEqualTo(Instant.parse("2002-02-03T04:05:06.000007Z"));
        assertThat(db.count("articles")).isZero();
        assertThat(db.lookup("old")).isEmpty();
        assertThat(db.search("old text").in("articles").run()).isEmpty();
        assertThat(restore(LINE).updated()).isEqualTo(1);
        assertThat(row().deleted()).isFalse();
        assertThat(db.count("articles")).isEqualTo(1);
        assertThat(db.search("old text").in("articles").run()).hasSize(1);
    }

    @Test
    void replacesWhatIsThereEdgesAndTheirTimesIncluded() {
        restore(LINE);
        db.update(ID, "{\"category\": \"newer\"}");
        db.link(ID, ID, "more", Map.of());
        db.link(ID, UUID.fromString("99999999-2222-8333-8444-555555555555"), "cites", Map.of("page", 8));
        String other = LINE.replace("2003-02", "2004-02").replace("\"year\": 1", "\"year\": 2");
        assertThat(restore(LINE, other).updated()).isEqualTo(2);
        Entity row = row();
        assertThat(row.edges()).hasSize(1);
        assertThat(row.edges().getFirst().createdAt()).isEqualTo(Instant.parse("2004-02-03T04:05:06.000007Z"));
        assertThat(row.properties().get("year").intValue()).isEqualTo(2);
        assertThat(row.properties().get("category").stringValue()).isEqualTo("c");
        assertThat(row.modifiedAt()).isEqualTo(Instant.parse("2002-02-03T04:05:06.000007Z"));
        // It goes on from there as any row does.
        assertThat(db.update(ID, "{\"year\": 3}").createdAt()).isEqualTo(row.createdAt());
        db.delete(ID, Deletion.Mode.HARD);
        assertThat(db.get(ID)).isEmpty();
    }

    @Test
    void takesVectorsAsTheyAre() {
        // Lucene wants the square of a length to be finite.
        StringBuilder vector = new StringBuilder("[0.1, -1.0E18, 1e-45, 16777217");
        vector.append(", 0".repeat(60)).append(']');
        String with = LINE.replaceFirst(
                "\\{", "{\"embeddings\": {\"embedding\": {\"model\": \"words:64\", \"vector\": " + vector + "}}, ");
        restore(with);
        assertThat(row().embeddings().get("embedding"))
                .startsWith(0.1f, -1.0e18f, Float.MIN_VALUE, 16_777_216f)
                .hasSize(64);
        restore(LINE.replaceFirst("\\{", "{\"embeddings\": {}, "));
        assertThat(row().embeddings()).isEmpty();
        restore(LINE.replaceFirst("\\{", "{\"embeddings\": {\"embedding\": " + vector + "}, "));
        assertThat(row().embeddings()).hasSize(1);
        assertRefused(with.replace("words:64", "words:32"), "embeddings.embedding", "words:32");
        assertRefused(with.replace(", 0]", "]"), "embeddings.embedding", "63");
        assertRefused(with.replace("1e-45", "\"x\""), "embeddings.embedding", "finite");
        assertRefused(with.replace("-1.0E18", "1e39"), "embeddings.embedding", "finite");
        assertRefused(
                with.replace("\"embedding\":", "\"embedding_alt\":"), "embeddings.embedding_alt", "P8_ALT_EMBEDDING");
        assertRefused(with.replace("\"embedding\":", "\"vector\":"), "embeddings.vector", "no vector of this name");
    }

    private void assertRefused(String line, String field, String text) {
        BatchResult result = restore(line);
        assertThat(result.failed()).isEqualTo(1);
        ValidationProblem problem = result.errors().getFirst().problems().getFirst();
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.message()).contains(text);
    }

    @Test
    void saysWhatIsWrongWithALine() {
        assertRefused("[1]", "", "JSON object");
        assertRefused(LINE.replace("11111111-2222-8333-8444-555555555555\", \"entity", "x\", \"entity"), "id", "UUID");
        assertRefused(LINE.replace("\"articles\"", "\"papers\""), "entity_type", "not of this table");
        assertRefused(LINE.replace("2001-02-03T04:05:06.000007Z", "yesterday"), "created_at", "time");
        assertRefused(LINE.replace("2001-02-03T04:05:06.000007Z", "-99999-02-03T04:05:06Z"), "created_at", "time");
        assertRefused(LINE.replace("\"deleted_at\": null", "\"deleted_at\": 1"), "deleted_at", "time");
        assertRefused(LINE.replace("\"dst\": \"9", "\"dst\": \"x"), "edges[0].dst", "UUID");
        assertRefused(LINE.replace("\"src\": \"1", "\"src\": \"2"), "edges[0].src", "starts at the row");
        assertRefused(LINE.replace("\"rel_type\": \"cites\"", "\"rel_type\": \" \""), "edges[0].rel_type", "255");
        assertRefused(LINE.replace("{\"page\": 7}", "7"), "edges[0].properties", "object");
        assertRefused(LINE.replace("\"year\": 1", "\"modified_at\": 1"), "modified_at", "set by the database");
        assertRefused(LINE.replace("\"old\"", "\"\\ud83d\""), "title", "broken Unicode");
        assertRefused(LINE.replace("\"entity_type\"", "\"table\""), "table", "no part");
        BatchResult broken = restore("{\"id\": ", LINE);
        assertThat(broken.failed()).isEqualTo(1);
        assertThat(broken.inserted()).isEqualTo(1);
        assertThat(broken.errors().getFirst().code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(broken.errors().getFirst().line()).isEqualTo(1);
    }

    @Test
    void aRowThatIsOlderThanTheSchemaComesBackAsItWas() {
        restore(LINE.replace("\"year\": 1", "\"year\": \"one\"").replace("\"content\":", "\"text\":"));
        assertThat(row().properties().get("year").stringValue()).isEqualTo("one");
        assertThat(row().properties().has("content")).isFalse();
        assertThat(db.search("old").in("articles").where("year IS NULL").run()).hasSize(1);
    }

    @Test
    void aStrictRestoreWritesAllOrNothing() {
        BatchOptions strict = BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING);
        assertThat(db.restoreAll("articles", List.of(LINE, "{}").iterator(), strict)
                        .failed())
                .isEqualTo(2);
        assertThat(db.get(ID)).isEmpty();
        assertThat(db.restoreAll("articles", List.of(LINE).iterator(), strict).inserted())
                .isEqualTo(1);
        assertThat(row().embeddings()).hasSize(1);
    }

    @Test
    void schemasAreNoRowsToRestore() {
        assertThatThrownBy(() -> db.restoreAll("schemas", List.of(LINE).iterator(), BatchOptions.DEFAULTS))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        assertThatThrownBy(() -> db.restoreAll("articels", List.of(LINE).iterator(), BatchOptions.DEFAULTS))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
    }

    @Test
    void anIdOfAnotherTableIsNotTaken() {
        restore(LINE);
        db.schemas().register(Schema.parse(Databases.ARTICLES.replace("\"articles\"", "\"papers\"")));
        assertThatThrownBy(() -> db.restoreAll(
                        "papers",
                        List.of(LINE.replace("\"articles\"", "\"papers\"")).iterator(),
                        BatchOptions.DEFAULTS))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.details()).containsEntry("id", ID.toString()));
    }
}
