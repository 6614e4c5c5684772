package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem stats}, {@code vacuum} and {@code compact}. */
@Timeout(180)
class UpkeepCommandsTest {
    private static final String NOTES = """
            {"title": "Note", "short_name": "notes", "version": "1.0.0", "description": "A note", "ttl_seconds": 86400,
             "properties": {"key": {"type": "string"}, "text": {"type": "string"}}}
            """;

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void fill() throws IOException {
        database = folder.resolve("db");
        assertThat(rem("init").exitCode()).isZero();
        Path schema = Files.writeString(folder.resolve("notes.json"), NOTES);
        assertThat(rem("schema", "add", schema.toString()).exitCode()).isZero();
        insert("a");
        insert("b");
    }

    @AfterEach
    void stop() {
        rem("daemon", "stop");
    }

    private RemRun rem(String... arguments) {
        return RemRun.in(database, arguments);
    }

    private String insert(String key) {
        return rem("insert", "notes", "{\"key\": \"" + key + "\"}")
                .json()
                .path("id")
                .stringValue();
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(each -> each.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void statsAreForPeopleProgramsAndPrometheus() {
        ObjectNode stats = rem("stats").json();
        JsonNode notes = named(stats.path("tables"), "notes");
        assertThat(notes.path("rows").longValue()).isEqualTo(2);
        assertThat(notes.path("ttl_seconds").longValue()).isEqualTo(86_400);
        assertThat(stats.at("/log/last_sequence").longValue()).isPositive();

        assertThat(rem("stats", "--prometheus").out())
                .contains(
                        "# TYPE rem_table_rows gauge\n",
                        "rem_table_rows{table=\"notes\",state=\"live\"} 2\n",
                        "rem_replication_role{role=\"alone\"} 1\n");
        assertThat(rem("stats", "--format", "table").out()).contains("Tables", "notes", "block cache", "Log\n");
    }

    @Test
    void statsAreThoseOfTheOwner() throws Exception {
        Path shared = folder.resolve("shared");
        try {
            assertThat(RemProcess.run(shared, "", "init").exitCode()).isZero();
            assertThat(RemProcess.run(shared, "", "insert", "sessions", "{\"metadata\": {}}")
                            .exitCode())
                    .isZero();

            ObjectNode stats =
                    Json.parseObject(RemProcess.run(shared, "", "stats").out());

            assertThat(stats.at("/process/pid").longValue())
                    .isEqualTo(Json.parseObject(RemProcess.run(shared, "", "daemon", "status")
                                    .out())
                            .path("pid")
                            .longValue());
            assertThat(named(stats.path("operations"), "insert").path("count").longValue())
                    .isEqualTo(1);
            assertThat(stats.at("/serving/calls").longValue()).isPositive();
            assertThat(stats.at("/replication/role").stringValue()).isEqualTo("alone");
        } finally {
            RemProcess.run(shared, "", "daemon", "stop");
        }
    }

    @Test
    void vacuumSaysWhatItWouldDoAndDoesIt() {
        String id = insert("c");
        assertThat(rem("delete", id).exitCode()).isZero();

        assertThat(rem("vacuum").json().path("rows").longValue())
                .as("it was deleted just now")
                .isZero();
        ObjectNode dry = rem("vacuum", "--older-than", "0", "--dry-run").json();
        assertThat(dry.path("dry_run").booleanValue()).isTrue();
        assertThat(dry.at("/tables/notes").longValue()).isEqualTo(1);
        assertThat(rem("get", id).exitCode()).isZero();
        ObjectNode done = rem("vacuum", "--older-than", "0").json();
        assertThat(done.path("rows")).isEqualTo(dry.path("rows"));
        assertThat(done.path("bytes")).isEqualTo(dry.path("bytes"));
        assertThat(done.has("former_stores")).isFalse();
        assertThat(rem("get", id).exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void anAgeIsANumberWithAUnit() {
        for (String wrong : new String[] {"30", "d", "-1d", "1y", "1.5h"}) {
            RemRun run = rem("vacuum", "--older-than=" + wrong);
            assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(run.err()).contains("is not an age");
        }
        for (String large : new String[] {"999999999999d", "1000000d", "99999999999999999999999d"}) {
            RemRun run = rem("vacuum", "--older-than=" + large);
            assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(run.err()).contains("'" + large + "' is too large: the largest is 999999d");
        }
        for (String right : new String[] {"0", "999999w", "90s", "15m", "12h", "30d", "4w"}) {
            assertThat(rem("vacuum", "--dry-run", "--older-than", right).exitCode())
                    .isZero();
        }
    }

    @Test
    void formerStoresGoOnlyWhenTheyAreNamed() throws IOException {
        Path former = Files.createDirectory(database.resolve("store.before-1"));
        Files.writeString(former.resolve("file"), "12345");
        assertThat(rem("vacuum").exitCode()).isZero();
        assertThat(former).exists();

        ObjectNode dry = rem("vacuum", "--former-stores", "--dry-run").json();
        assertThat(dry.path("former_store_bytes").longValue()).isEqualTo(5);
        assertThat(former).exists();
        ObjectNode done = rem("vacuum", "--former-stores").json();
        assertThat(done.at("/former_stores/0").stringValue()).isEqualTo(former.toString());
        assertThat(former).doesNotExist();
        assertThat(rem("count", "notes").json().path("count").longValue()).isEqualTo(2);
    }

    @Test
    void compactSaysHowLargeTheFilesAre() {
        ObjectNode done = rem("compact").json();

        assertThat(done.path("store_bytes_before").longValue()).isPositive();
        assertThat(done.path("store_bytes_after").longValue()).isPositive();
        assertThat(done.propertyNames())
                .containsExactly(
                        "store_bytes_before", "store_bytes_after", "search_bytes_before", "search_bytes_after");
    }
}
