package io.remdb.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.ingest.FileResult.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of a run leaves whole files, and the next run does the rest. */
class KilledIngestTest {
    private static final int FILES = 60;
    private static final int FILES_BEFORE_KILL = 3;

    @TempDir
    Path folder;

    @Test
    void everyFileIsWholeOrNotThere() throws IOException, InterruptedException {
        Path files = Files.createDirectory(folder.resolve("files"));
        for (int i = 0; i < FILES; i++) {
            String section = "The ship %d lies at the quay, and waits for its cargo. "
                    .formatted(i)
                    .repeat(60);
            Files.writeString(files.resolve("f%02d.md".formatted(i)), "# File %d\n\n%s\n".formatted(i, section));
        }
        Path db = folder.resolve("db");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        db.toString(),
                        files.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> reported = new ArrayList<>();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            while (reported.size() < FILES_BEFORE_KILL) {
                String line = lines.readLine();
                assertThat(line).isNotNull();
                reported.add(line);
            }
            // Not by destroyForcibly, which would close the pipe too.
            new ProcessBuilder("kill", "-9", Long.toString(child.pid())).start().waitFor();
            lines.lines().forEach(reported::add);
        }
        child.waitFor();

        try (RemDatabase database = RemDatabase.open(db, Settings::configured)) {
            assertThat(numbers(database, "SELECT count(*) FROM documents").getFirst())
                    .isGreaterThanOrEqualTo(reported.size())
                    .isLessThan(FILES);
            assertWhole(database);
            List<FileResult> rest = new ArrayList<>();
            try (IngestRun run = new Ingester(database, Settings.config())
                    .start(List.of(files.toString()), IngestOptions.DEFAULTS)) {
                run.forEachRemaining(rest::add);
            }
            assertThat(rest).hasSize(FILES).noneMatch(result -> result.action() == Action.FAILED);
            assertThat(rest)
                    .filteredOn(result -> result.action() == Action.UNCHANGED)
                    .hasSizeGreaterThanOrEqualTo(reported.size());
            assertWhole(database);
            assertThat(database.count("documents")).isEqualTo(FILES);
            assertThat(database.operations().verify((done, total) -> {}).isSound())
                    .isTrue();
        }
    }

    private static void assertWhole(RemDatabase database) {
        assertThat(numbers(
                        database,
                        "SELECT count(*) FROM documents d WHERE d.chunk_count <> (SELECT count(*) FROM resources r WHERE"
                                + " r.document_id = d.id)"))
                .containsExactly(0L);
        assertThat(numbers(
                        database, "SELECT count(*) FROM resources WHERE document_id NOT IN (SELECT id FROM documents)"))
                .containsExactly(0L);
    }

    private static List<Long> numbers(RemDatabase database, String sql) {
        try (QueryResult result = database.query(sql)) {
            String column = result.columns().getFirst().name();
            List<Long> numbers = new ArrayList<>();
            result.forEach(row -> numbers.add(row.number(column)));
            return numbers;
        }
    }

    /** The process that is killed; it prints a line for each file that is durable. */
    static final class Child {
        private Child() {}

        /** The folder of the database, and that of the files. */
        public static void main(String[] arguments) {
            try (RemDatabase db = RemDatabase.open(Path.of(arguments[0]), Settings::configured);
                    IngestRun run =
                            new Ingester(db, Settings.config()).start(List.of(arguments[1]), IngestOptions.DEFAULTS)) {
                run.forEachRemaining(result -> System.out.println(result.uri()));
            }
        }
    }
}
