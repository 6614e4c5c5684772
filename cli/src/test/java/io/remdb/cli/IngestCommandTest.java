package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class IngestCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Path db;
    private Path files;

    @BeforeEach
    void init() throws IOException {
        db = folder.resolve("db");
        files = Files.createDirectory(folder.resolve("files"));
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
    }

    @Test
    void saysWhatBecameOfEachFileAndOfAll() throws IOException {
        Files.writeString(files.resolve("a.md"), "# Tides\n\nThe moon pulls at the sea.\n");
        Files.writeString(files.resolve("b.pdf"), "no pdf");
        Files.writeString(files.resolve("c.bin"), "passed over");
        RemRun run = RemRun.in(
                db, "ingest", files.toString(), "--category=nature", "--tags=sea,moon", "--metadata={\"by\":\"Ada\"}");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode created = run.json().get("results").get(0);
        assertThat(created.get("uri").stringValue())
                .isEqualTo(files.resolve("a.md").toUri().toString());
        assertThat(created.get("action").stringValue()).isEqualTo("created");
        assertThat(created.get("chunks").intValue()).isEqualTo(1);
        assertThat(created.get("error").isNull()).isTrue();
        JsonNode failed = run.json().get("results").get(1);
        assertThat(failed.get("action").stringValue()).isEqualTo("failed");
        assertThat(failed.get("document_id").isNull()).isTrue();
        assertThat(failed.get("error").stringValue()).startsWith("UNSUPPORTED: ");
        assertThat(run.json().get("count").intValue()).isEqualTo(2);
        assertThat(run.json().get("totals").toString())
                .isEqualTo(
                        "{\"files\":2,\"created\":1,\"replaced\":0,\"unchanged\":0,\"failed\":1,\"passed_over\":1,\"chunks\":1,\"rows\":0}");
        assertThat(run.err()).contains("2 files: 1 created, 1 failed, 1 passed over; 1 chunk");

        String id = created.get("document_id").stringValue();
        JsonNode document = RemRun.in(db, "get", id).json();
        assertThat(document.get("properties").get("metadata").get("by").stringValue())
                .isEqualTo("Ada");
        assertThat(document.get("edges").get(0).get("rel_type").stringValue()).isEqualTo("has_chunk");
        JsonNode hit = RemRun.in(
                        db, "search", "why is there a tide", "--schema=resources", "--where=category = 'nature'")
                .json()
                .get("results")
                .get(0);
        assertThat(hit.get("properties").get("metadata").get("headings").get(0).stringValue())
                .isEqualTo("Tides");
    }

    @Test
    void worksThroughTheOwnerOfTheDatabase() throws Exception {
        Files.writeString(files.resolve("a.md"), "# Tides\n\nThe moon pulls at the sea.\n");
        RemProcess ingested = RemProcess.run(db, "", "ingest", files.toString());
        try {
            assertThat(ingested.exitCode()).as(ingested.err()).isZero();
            assertThat(ingested.out()).contains("\"action\":\"created\"");
            assertThat(RemProcess.run(db, "", "ingest", files.toString()).out()).contains("\"action\":\"unchanged\"");
            assertThat(RemProcess.run(db, "", "search", "tide", "--schema=resources")
                            .out())
                    .contains("The moon pulls");
        } finally {
            RemProcess.run(db, "", "daemon", "stop");
        }
    }

    @Test
    void showsPeopleATable() throws IOException {
        Files.writeString(files.resolve("a.md"), "# Tides\n\nThe moon pulls at the sea.\n");
        RemRun run =
                RemRun.run(db, new byte[0], new Terminal(false, true, true, 120, false), "ingest", files.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("file").contains("a.md").contains("created");
    }

    @Test
    void readsStdin() {
        RemRun run = RemRun.reading(
                "The moon pulls at the sea.", db, "ingest", "-", "--chunk-size=100", "--chunk-overlap=0");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().get("results").get(0).get("uri").stringValue()).startsWith("stdin:");
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        Files.writeString(files.resolve("a.md"), "text");
        assertThat(RemRun.in(db, "ingest").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        RemRun size = RemRun.in(db, "ingest", files.toString(), "--chunk-size=9999");
        assertThat(size.err()).startsWith("error[INVALID_ARGUMENT]").contains("--chunk-size=9999");
        RemRun metadata = RemRun.in(db, "ingest", files.toString(), "--metadata=nonsense");
        assertThat(metadata.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(metadata.err()).contains("--metadata is not a JSON object");
        Path rows = Files.writeString(files.resolve("rows.jsonl"), "{\"name\": \"a row\"}\n");
        assertThat(RemRun.in(db, "ingest", rows.toString(), "--format", "json").out())
                .contains("--schema TABLE names it");
        assertThat(RemRun.in(db, "ingest", files.toString(), "--schema=nowhere").err())
                .startsWith("error[UNKNOWN_TABLE]");
        assertThat(RemRun.in(db, "ingest", files.toString(), "--active-start=soon")
                        .exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(db, "count", "documents").json().get("count").intValue())
                .isZero();
    }

    @Test
    void ctrlCLeavesWholeFilesAndTheNextRunDoesTheRest() throws Exception {
        int count = 300;
        for (int i = 0; i < count; i++) {
            Files.writeString(
                    files.resolve("f%03d.md".formatted(i)),
                    "# File %d\n\n%s"
                            .formatted(
                                    i,
                                    "The ship %d lies at the quay. "
                                            .formatted(i)
                                            .repeat(60)));
        }
        Path messages = folder.resolve("stderr");
        Path output = folder.resolve("stdout");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                // The bar says when the first files are written.
                "-Drem.terminal=e",
                "-cp",
                System.getProperty("java.class.path"),
                Rem.class.getName(),
                "--db",
                db.toString(),
                "ingest",
                files.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(messages.toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.readString(messages).matches("(?s).* [1-9]\\d*/300 files .*")) {
                assertThat(process.isAlive()).as(Files.readString(messages)).isTrue();
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
            Signal signal = Signal.heard();
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(messages)).isEqualTo(signal.exitCode);
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(messages)).contains("Interrupted: ").contains("run it again for the rest");
        int documents = RemRun.in(db, "count", "documents").json().get("count").intValue();
        assertThat(documents).isBetween(1, count - 1);
        RemRun rest = RemRun.in(db, "ingest", files.toString());
        assertThat(rest.json().get("totals").get("unchanged").intValue()).isEqualTo(documents);
        assertThat(rest.json().get("totals").get("created").intValue()).isEqualTo(count - documents);
        assertThat(RemRun.in(
                                db,
                                "query",
                                "SELECT count(*) AS n FROM documents d WHERE d.chunk_count <>"
                                        + " (SELECT count(*) FROM resources r WHERE r.document_id = d.id)")
                        .json()
                        .get("results")
                        .get(0)
                        .get("n")
                        .intValue())
                .isZero();
    }
}
