package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.ValidationException;
import io.remdb.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever the row: it is refused with what is wrong with it, or written, and then read back as it was given, found by SQL, exported and
 * restored. Profile {@code fuzz} searches for other rows.
 */
class RowFuzzTest {
    /** The last three for an edge that leads nowhere. */
    private static final Set<ErrorCode> REFUSED = Set.of(
            ErrorCode.INVALID_JSON,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.TOO_LARGE,
            ErrorCode.NOT_FOUND,
            ErrorCode.AMBIGUOUS_KEY,
            ErrorCode.UNKNOWN_TABLE);

    private static final int OFTEN = 2000;

    private static RemDatabase database = database();
    private static int written;

    private static RemDatabase database() {
        RemDatabase database = Databases.inMemory();
        database.schemas().register(Schema.parse("""
                {"title": "Thing", "description": "Things", "version": "1.0.0", "short_name": "things",
                 "properties": {
                   "name": {"type": "string", "maxLength": 100},
                   "text": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                   "count": {"type": ["integer", "null"]},
                   "price": {"type": "number"},
                   "good": {"type": "boolean"},
                   "when": {"type": "string", "format": "date-time"},
                   "day": {"type": "string", "format": "date"},
                   "ref": {"type": "string", "format": "uuid"},
                   "mail": {"type": "string", "format": "email"},
                   "code": {"type": "string", "pattern": "^[a-z]+$"},
                   "colour": {"enum": ["red", "green", 3]},
                   "tags": {"type": "array", "items": {"type": "string"}},
                   "numbers": {"type": "array", "items": {"type": "integer"}},
                   "extra": {"type": "object"}},
                 "required": ["name"], "additionalProperties": true,
                 "json_schema_extra": {"key_field": "name", "embedding_fields": ["text", "tags"],
                   "indexed_fields": ["text", "count", "price", "good", "when", "day", "ref", "tags", "numbers"]}}
                """));
        return database;
    }

    /** What is deleted stays in the log and in memory. */
    private static RemDatabase mostlyEmpty() {
        if (++written % OFTEN == 0) {
            database.close();
            database = database();
        }
        return database;
    }

    @AfterAll
    static void close() {
        database.close();
        database = database();
    }

    @DictionaryEntries({
        "{\"name\":\"a\"",
        ",\"text\":",
        ",\"count\":",
        ",\"price\":",
        ",\"good\":true",
        ",\"when\":\"2026-01-31T08:15:30.123456Z\"",
        ",\"day\":\"2026-01-31\"",
        ",\"ref\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\"",
        ",\"mail\":\"a@b.c\"",
        ",\"code\":\"a\"",
        ",\"colour\":3",
        ",\"tags\":[",
        ",\"numbers\":[",
        ",\"extra\":{",
        ",\"edges\":[{\"dst\":\"a\",\"rel_type\":\"r\",\"properties\":{",
        "1e308",
        "-0.0",
        "9223372036854775807",
        "9223372036854775808",
        "\\u0000",
        "\\ud800",
        "+00:00",
        "24:00:00"
    })
    @FuzzTest(maxDuration = "10m")
    void anyRowIsRefusedOrKept(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        RemDatabase db = mostlyEmpty();
        UUID id;
        try {
            id = db.insert("things", text).id();
        } catch (ValidationException e) {
            assertThat(e.problems()).isNotEmpty();
            return;
        } catch (RemException e) {
            assertThat(e.code()).as(e.getMessage()).isIn(REFUSED);
            return;
        }
        Entity entity = db.get(id).orElseThrow();
        ObjectNode given = Json.parseObject(text);
        given.remove("edges");
        assertThat(entity.properties()).isEqualTo(given);
        isFound(db, entity);
        isRestored(db, entity);
        assertThat(db.insert("things", text).id()).as("the same row again").isEqualTo(id);
        assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        db.delete(id, Deletion.Mode.HARD);
        assertThat(db.count("things")).isZero();
    }

    private static void isFound(RemDatabase db, Entity entity) {
        String name = entity.properties().get("name").stringValue();
        assertThat(db.lookup(name)).extracting(Entity::id).containsExactly(entity.id());
        try (QueryResult result = db.query("SELECT id FROM things WHERE name = ?", name)) {
            assertThat(result.stream().map(row -> row.value(0))).containsExactly(entity.id());
        }
        try (QueryResult result = db.query("SELECT * FROM things ORDER BY \"count\", price, \"day\"")) {
            assertThat(result.stream()).hasSize(1);
        }
    }

    private static void isRestored(RemDatabase db, Entity entity) {
        BatchResult result =
                db.restoreAll("things", List.of(Json.text(entity.json())).iterator(), BatchOptions.DEFAULTS);
        assertThat(result.failed()).isZero();
        assertThat(db.get(entity.id()).orElseThrow()).isEqualTo(entity);
    }
}
