package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The command as a process of its own. */
class InterruptTest {
    /** More than the pipe and what is read ahead can hold: once it is written, rows are being inserted. */
    private static final int BYTES_BEFORE_SIGNAL = 3 << 20;

    @TempDir
    Path folder;

    @Test
    void ctrlCLeavesWhatWasReportedAndNothingElse() throws Exception {
        ctrlC("--batch");
    }

    @Test
    void ctrlCLeavesNothingOfAStrictBatch() throws Exception {
        ctrlC("--batch", "--strict");
    }

    private void ctrlC(String... options) throws Exception {
        boolean strict = List.of(options).contains("--strict");
        Path db = folder.resolve("db");
        Path schema = folder.resolve("notes.json");
        Files.writeString(schema, """
                {"title": "Note", "short_name": "notes", "version": "1.0.0", "description": "A note",
                 "type": "object", "properties": {"key": {"type": "string"}, "text": {"type": "string"}}}
                """);
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
        assertThat(RemRun.in(db, "schema", "add", schema.toString()).exitCode()).isZero();

        Path messages = folder.resolve("stderr");
        List<String> arguments = new ArrayList<>(List.of("--db", db.toString(), "insert", "notes"));
        arguments.addAll(List.of(options));
        Process process = start(messages, arguments.toArray(String[]::new));
        try (OutputStream rows = process.getOutputStream()) {
            String text = "x".repeat(100);
            int row = 0;
            for (int written = 0; written < BYTES_BEFORE_SIGNAL; row++) {
                byte[] line =
                        ("{\"key\": \"" + row + "\", \"text\": \"" + text + "\"}\n").getBytes(StandardCharsets.UTF_8);
                rows.write(line);
                written += line.length;
            }
            rows.flush();
            Signal signal = Signal.heard();
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            // The pipe stays open: the command must end without the end of its input.
            String out = output(process);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(messages)).isEqualTo(signal.exitCode);
            if (strict) {
                assertThat(Files.readString(messages)).contains("Nothing was written");
                assertThat(RemRun.in(db, "count", "notes").json().get("count").asLong())
                        .isZero();
                return;
            }
            assertThat(Files.readString(messages)).contains("Interrupted: ");
            ObjectNode summary = Json.parseObject(out);
            long inserted = summary.get("inserted").asLong();
            assertThat(inserted).isPositive();
            assertThat(RemRun.in(db, "count", "notes").json().get("count").asLong())
                    .isEqualTo(inserted);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        Path messages = folder.resolve("stderr");
        Process process = start(messages, "completion", "bash");
        process.getInputStream().close();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(messages)).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    private static Process start(Path messages, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Rem.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(messages.toFile()).start();
    }

    private static String output(Process process) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.readAllAsString();
        }
    }
}
