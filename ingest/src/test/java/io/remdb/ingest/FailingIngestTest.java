package io.remdb.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.failing.FailingFileSystem;
import io.remdb.failing.FailingFileSystemProvider;
import io.remdb.failing.Failures;
import io.remdb.ingest.FileResult.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The n-th operation on files fails, for every n in the long form ({@code rem.failing.every=1}) and some in the short one, in a process whose files are all of that kind: each file is taken in whole, or said to
 * have failed and not taken in at all; what is ignored stays out; and the next run does the rest.
 */
class FailingIngestTest {
    private static final int FILES = 3;
    private static final String SECRET = "secret";

    @TempDir
    Path folder;

    @Test
    void everyFileIsTakenInWholeOrSaidToHaveFailed() throws IOException, InterruptedException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.writeString(files.resolve(".gitignore"), "*" + SECRET + "*\n");
        Files.writeString(files.resolve(SECRET + ".md"), "Not for others.\n");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    files.resolve("f" + i + ".md"), "# File " + i + "\n\n## Cargo\n\nThe ship lies at the quay.\n");
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.nio.file.spi.DefaultFileSystemProvider=" + FailingFileSystemProvider.class.getName(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        files.toString(),
                        Integer.getInteger("rem.failing.every", 9).toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        System.out.println(output.lines().filter(line -> line.contains("cases")).toList());
    }

    /** The process in which everything is tried. */
    static final class Child {
        private static final Failures FAILURES = ((FailingFileSystem) FileSystems.getDefault()).failures();

        private Child() {}

        /** The folder of the files, and of which operations each so-and-so-manieth fails. */
        public static void main(String[] arguments) {
            long operations = attempt(arguments[0], Long.MAX_VALUE, Failures.Mode.ONCE);
            int every = Integer.parseInt(arguments[1]);
            int cases = 0;
            for (Failures.Mode mode : Failures.Mode.values()) {
                for (long number = 1L + new Random().nextInt(every); number <= operations; number += every) {
                    attempt(arguments[0], number, mode);
                    cases++;
                }
            }
            System.out.println(operations + " operations, " + cases + " cases");
            System.exit(0);
        }

        private static long attempt(String files, long number, Failures.Mode mode) {
            FAILURES.never();
            try (RemDatabase db = Settings.database()) {
                List<FileResult> results = new ArrayList<>();
                FAILURES.failAt(number, mode);
                try {
                    run(db, files, results);
                } catch (RemException e) {
                    assertThat(e.code()).as(FAILURES.failed()).isEqualTo(ErrorCode.IO_ERROR);
                    results.add(FileResult.failed("run", e));
                }
                String failed = FAILURES.failed();
                long counted = FAILURES.counted();
                FAILURES.never();
                isWhole(db, failed, results);
                List<FileResult> rest = new ArrayList<>();
                run(db, files, rest);
                assertThat(rest).hasSize(FILES).noneMatch(result -> result.action() == Action.FAILED);
                isWhole(db, failed, rest);
                assertThat(db.count("documents")).isEqualTo(FILES);
                return counted;
            }
        }

        private static void run(RemDatabase db, String files, List<FileResult> results) {
            try (IngestRun run = new Ingester(db, Settings.config()).start(List.of(files), IngestOptions.DEFAULTS)) {
                run.forEachRemaining(results::add);
            }
        }

        private static void isWhole(RemDatabase db, String failed, List<FileResult> results) {
            long taken = results.stream()
                    .filter(result -> result.action() != Action.FAILED)
                    .count();
            if (taken < FILES) {
                assertThat(results)
                        .as("somebody is told: %s", failed)
                        .anyMatch(result -> result.action() == Action.FAILED);
            }
            for (FileResult result : results) {
                if (result.action() == Action.FAILED) {
                    assertThat(Objects.requireNonNull(result.error()).code())
                            .as(failed)
                            .isEqualTo(ErrorCode.IO_ERROR);
                }
            }
            assertThat(number(db, "SELECT count(*) FROM documents")).as(failed).isGreaterThanOrEqualTo(taken);
            assertThat(number(
                            db,
                            "SELECT count(*) FROM documents d WHERE d.chunk_count <> (SELECT count(*) FROM resources r"
                                    + " WHERE r.document_id = d.id)"))
                    .as(failed)
                    .isZero();
            assertThat(number(db, "SELECT count(*) FROM resources WHERE document_id NOT IN (SELECT id FROM documents)"))
                    .as(failed)
                    .isZero();
            assertThat(number(db, "SELECT count(*) FROM documents WHERE uri LIKE '%" + SECRET + "%'"))
                    .as(failed)
                    .isZero();
        }

        private static long number(RemDatabase db, String sql) {
            try (QueryResult result = db.query(sql)) {
                return ((Number) Objects.requireNonNull(result.iterator().next().value(0))).longValue();
            }
        }
    }
}
