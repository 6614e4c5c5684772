package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem watch}. */
@Timeout(180)
class WatchCommandTest {
    @TempDir
    Path folder;

    private Path db;

    @BeforeEach
    void make() throws Exception {
        db = folder.resolve("db");
        Path schema = folder.resolve("notes.json");
        Files.writeString(schema, """
                {"title": "Note", "short_name": "notes", "version": "1.0.0", "description": "A note",
                 "type": "object", "properties": {"key": {"type": "string"}, "text": {"type": "string"}},
                 "json_schema_extra": {"key_field": "key"}}
                """);
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
        assertThat(RemRun.in(db, "schema", "add", schema.toString()).exitCode()).isZero();
    }

    private void insert(String key) {
        assertThat(RemRun.in(db, "insert", "notes", "{\"key\": \"" + key + "\"}")
                        .exitCode())
                .isZero();
    }

    private static List<ObjectNode> lines(String out) {
        return out.lines().map(Json::parseObject).toList();
    }

    @Test
    void printsALineForEachChangeAndGoesOnFromWhereItWas() {
        insert("a");
        insert("b");
        RemRun first = RemRun.in(db, "watch", "notes", "--from", "oldest", "--until-now");
        assertThat(first.exitCode()).isZero();
        List<ObjectNode> lines = lines(first.out());
        assertThat(lines)
                .extracting(line -> line.get("kind").stringValue())
                .containsExactly("schema_registered", "created", "created");
        ObjectNode last = lines.getLast();
        assertThat(last.propertyNames())
                .containsExactly("sequence", "change", "changes", "committed_at", "kind", "table", "id", "entity");
        assertThat(last.get("entity").get("properties").toString()).isEqualTo("{\"key\":\"b\"}");
        String sequence = last.get("sequence").toString();
        assertThat(first.err()).contains("Watched up to " + sequence + "; --from goes on from there");

        insert("c");
        RemRun second = RemRun.in(db, "watch", "--from", sequence, "--no-follow");
        assertThat(lines(second.out()))
                .singleElement()
                .satisfies(line -> assertThat(line.toString()).contains("\"key\":\"c\""));
        String inside = lines.getFirst().get("sequence") + ":1";
        assertThat(lines(RemRun.in(db, "watch", "notes", "--from", inside, "--until-now")
                        .out()))
                .hasSize(3);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(RemRun.in(db, "watch", "--from", "1000000", "--until-now").err())
                .startsWith("error[INVALID_ARGUMENT]: The log does not reach so far");
        assertThat(RemRun.in(db, "watch", "nots", "--from", "0").err())
                .contains("error[UNKNOWN_TABLE]", "Did you mean notes?");
        RemRun form = RemRun.in(db, "watch", "--from", "yesterday");
        assertThat(form.exitCode()).isEqualTo(2);
        assertThat(form.err()).contains("--from is a sequence");
        assertThat(RemRun.in(db, "watch", "--until-now").exitCode()).isEqualTo(2);
        assertThat(RemRun.in(db, "--format", "csv", "watch", "--from", "0").exitCode())
                .isEqualTo(2);
    }

    @Test
    void followsUntilCtrlC() throws Exception {
        Path messages = folder.resolve("stderr");
        ProcessBuilder watching = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rem.class.getName(),
                        "--db",
                        db.toString(),
                        "watch",
                        "notes",
                        "--from",
                        "oldest")
                .redirectError(messages.toFile());
        watching.environment().put("P8_DAEMON", "on");
        watching.environment().put("P8_HOME", db.resolveSibling("home").toString());
        Process process = watching.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).contains("schema_registered");
            assertThat(RemProcess.run(db, "", "insert", "notes", "{\"key\": \"later\"}")
                            .exitCode())
                    .isZero();
            assertThat(out.readLine()).contains("\"kind\":\"created\"", "later");
            Signal signal = Signal.heard();
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(messages)).isEqualTo(signal.exitCode);
            assertThat(Files.readString(messages)).contains("Watched up to ");
        } finally {
            process.destroyForcibly();
            RemProcess.run(db, "", "daemon", "stop");
        }
    }
}
