package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.input.StoppableInput;
import io.remdb.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees while a batch is written. */
class BatchProgressTest {
    private static final Terminal WATCHED = new Terminal(false, false, true, Terminal.DEFAULT_COLUMNS, false);

    @TempDir
    Path folder;

    @Test
    void aBatchWhoseRowsAreKnownHasABarThatMovesWhileTheyAreEmbedded() {
        Path db = folder.resolve("db");
        assertThat(RemRun.in(db, "--no-daemon", "init").exitCode()).isZero();
        // One chunk: without the progress within it there would be nothing to see until the end.
        String rows = IntStream.range(0, 120)
                .mapToObj(i -> "{\"name\": \"n\", \"uri\": \"u:" + i + "\", \"content\": \""
                        + ("some words to embed " + i + " ").repeat(60) + "\"}\n")
                .collect(Collectors.joining());

        RemRun run = RemRun.run(
                db, rows.getBytes(StandardCharsets.UTF_8), WATCHED, "--no-daemon", "insert", "resources", "--batch");

        assertThat(run.exitCode()).as(run.err()).isZero();
        long drawn = run.err()
                .lines()
                .flatMap(line -> Arrays.stream(line.split("\r", -1)))
                .filter(line -> line.contains("inserting") && line.contains("/120"))
                .distinct()
                .count();
        assertThat(drawn).as(run.err()).isGreaterThan(2);
        assertThat(run.err()).contains("█").contains("░").contains("120/120");
    }

    @Test
    void theRowsOfAFileAreGuessedFromItsSize() throws IOException {
        Path file = Files.writeString(folder.resolve("rows"), "0123456789".repeat(40_000));
        try (StoppableInput input = new StoppableInput(new FileInputStream(file.toFile()))) {
            assertThat(input.estimate(0)).isZero();
            assertThat(input.readNBytes(100_000)).hasSize(100_000);
            assertThat(input.estimate(50)).isEqualTo(200);
        }
        try (StoppableInput input = new StoppableInput(new ByteArrayInputStream(new byte[10]))) {
            assertThat(input.readAllBytes()).hasSize(10);
            assertThat(input.estimate(50)).as("of no file").isZero();
        }
    }
}
