package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Dreams about a database that an owner in the background has open: through it, and by it. */
@Timeout(240)
class OwnerDreamsTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final String MOMENTS =
            "SELECT id, name, summary, start_time, end_time, moment_type, tags, people, metadata FROM moments ORDER BY id";
    private static final String EDGES = "SELECT src, dst, rel_type, properties FROM edges ORDER BY src, dst, rel_type";

    @TempDir
    Path folder;

    private static String messages(Instant start) {
        return """
                {"session_id": "%1$s", "role": "user", "content": "The roof above the kitchen leaks again.", "timestamp": "%2$s"}
                {"session_id": "%1$s", "role": "user", "content": "Charlotte said that the roofer comes with new tiles.", "timestamp": "%3$s"}
                """.formatted(SESSION, start, start.plusSeconds(60));
    }

    private static RemProcess run(Path db, Map<String, String> environment, String input, String... line)
            throws Exception {
        RemProcess run = RemProcess.run(environment, db, input, line);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode results(Path db, Map<String, String> environment, String statement) throws Exception {
        return Json.parseObject(run(db, environment, "", "query", statement).out())
                .path("results");
    }

    @Test
    void givesTheSameThroughTheOwnerAsAlone() throws Exception {
        Path alone = folder.resolve("alone");
        Path shared = folder.resolve("shared");
        Map<String, String> off = Map.of("P8_DAEMON", "off");
        Map<String, String> on = Map.of();
        Path exported = Files.writeString(
                folder.resolve("messages.jsonl"), exported(messages(Instant.parse("2026-03-09T12:00:00Z"))));
        String[] dream = {"dream", "--start", "2026-03-09", "--end", "2026-03-09"};
        try {
            for (Path db : new Path[] {alone, shared}) {
                Map<String, String> environment = db.equals(alone) ? off : on;
                run(db, environment, "", "init");
                // Imported, because the ids of rows without a key are random else.
                run(db, environment, "", "import", exported.toString());
            }
            ObjectNode byItself = Json.parseObject(run(alone, off, "", dream).out());
            ObjectNode byOwner = Json.parseObject(run(shared, on, "", dream).out());

            assertThat(byOwner.path("moments").size()).isEqualTo(1);
            byItself.remove("duration_ms");
            byOwner.remove("duration_ms");
            assertThat(byOwner).isEqualTo(byItself);
            assertThat(results(shared, on, MOMENTS)).isEqualTo(results(alone, off, MOMENTS));
            assertThat(results(shared, on, EDGES)).isNotEmpty().isEqualTo(results(alone, off, EDGES));

            String undo = byOwner.path("run_id").asString();
            assertThat(run(shared, on, "", "dream", "undo", undo).out())
                    .isEqualTo(run(alone, off, "", "dream", "undo", undo).out());
            assertThat(results(shared, on, MOMENTS)).isEmpty();
        } finally {
            RemProcess.run(shared, "", "daemon", "stop");
        }
    }

    private static String exported(String messages) {
        Instant written = Instant.parse("2026-03-09T13:00:00Z");
        return messages.lines()
                .map(line ->
                        "{\"id\": \"%s\", \"entity_type\": \"messages\", \"created_at\": \"%s\", \"modified_at\": \"%s\", \"properties\": %s}\n"
                                .formatted(
                                        UUID.nameUUIDFromBytes(line.getBytes(StandardCharsets.UTF_8)),
                                        written,
                                        written,
                                        line))
                .collect(Collectors.joining());
    }

    @Test
    void theOwnerDreamsByItsSchedule() throws Exception {
        Path db = folder.resolve("db");
        Map<String, String> off = Map.of("P8_DAEMON", "off");
        Map<String, String> daily = Map.of("P8_DREAM_SCHEDULE", "1d");
        run(db, off, "", "init");
        run(db, off, messages(Instant.now().minusSeconds(7_200)), "insert", "messages", "--batch");
        try {
            assertThat(run(db, daily, "", "count", "messages").out()).contains("2");
            JsonNode runs = done(db, daily);

            assertThat(runs.path(0).path("moments").asInt()).isEqualTo(1);
            assertThat(runs.path(0).path("schedule").asString()).isEqualTo("1d");
            assertThat(results(db, daily, "SELECT people FROM moments").toString())
                    .contains("Charlotte");
        } finally {
            RemProcess.run(daily, db, "", "daemon", "stop");
        }
    }

    private static JsonNode done(Path db, Map<String, String> environment) throws Exception {
        for (int attempt = 0; attempt < 30; attempt++) {
            RemProcess run = RemProcess.run(
                    environment, db, "", "query", "SELECT moments, schedule FROM dream_runs WHERE state = 'done'");
            if (run.exitCode() == ExitCode.DONE
                    && Json.parseObject(run.out()).path("count").asInt() > 0) {
                return Json.parseObject(run.out()).path("results");
            }
        }
        throw new AssertionError("The owner does not dream");
    }

    @Test
    void refusesAScheduleThatIsNone() throws Exception {
        RemProcess run = RemProcess.run(Map.of("P8_DREAM_SCHEDULE", "nightly"), folder.resolve("db"), "", "init");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("INVALID_CONFIG", "P8_DREAM_SCHEDULE", "02:30");
    }
}
