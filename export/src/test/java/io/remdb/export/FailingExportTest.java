package io.remdb.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.failing.FailingFileSystem;
import io.remdb.failing.Failures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The n-th operation on files fails, for every n: each file of an export is the new one whole or the former one, whoever fails says so, and
 * the next export succeeds and leaves nothing behind.
 */
class FailingExportTest {
    private static final String FORMER = "as it was";

    @TempDir
    Path folder;

    private final FailingFileSystem files = FailingFileSystem.create();
    private final Failures failures = files.failures();

    @ParameterizedTest
    @CsvSource({"JSONL, ONCE", "JSONL, FROM_THEN_ON", "CSV, ONCE", "PARQUET, ONCE", "PARQUET, FROM_THEN_ON"})
    void anExportIsDoneOrNot(ExportFormat format, Failures.Mode mode) throws IOException {
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            Map<String, Path> targets = targets(format);
            failures.never();
            export(db, format, targets);
            long operations = failures.counted();
            Map<String, String> whole = contents();

            for (long number = 1; number <= operations; number++) {
                for (String name : whole.keySet()) {
                    Files.writeString(folder.resolve(name), FORMER);
                }
                failures.failAt(number, mode);
                boolean done = false;
                try {
                    export(db, format, targets);
                    done = true;
                } catch (RemException e) {
                    assertThat(e.code()).as(failures.failed()).isEqualTo(ErrorCode.IO_ERROR);
                }
                String failed = failures.failed();
                failures.never();
                isWholeOrAsItWas(whole, done, failed);
                removeLeftOvers(mode, failed);
                export(db, format, targets);
                assertThat(contents()).as("the next after %s", failed).isEqualTo(whole);
            }
            System.out.println("export, " + format + ", " + mode + ": " + operations + " cases");
        }
    }

    private void isWholeOrAsItWas(Map<String, String> whole, boolean done, String failed) throws IOException {
        Map<String, String> contents = contents();
        whole.forEach((name, expected) -> assertThat(contents.get(name))
                .as("%s after %s", name, failed)
                .isIn(done ? List.of(expected) : List.of(FORMER, expected)));
    }

    /** There are some only where removing failed, too; the next process would remove them. */
    private void removeLeftOvers(Failures.Mode mode, String failed) throws IOException {
        for (String name : contents().keySet()) {
            if (name.startsWith(".")) {
                assertThat(mode == Failures.Mode.FROM_THEN_ON || failed.startsWith("delete "))
                        .as("%s after %s", name, failed)
                        .isTrue();
                Files.delete(folder.resolve(name));
            }
        }
    }

    private Map<String, Path> targets(ExportFormat format) {
        Map<String, Path> targets = new LinkedHashMap<>();
        for (String table : List.of("things", "events")) {
            targets.put(table, files.path(folder.resolve(table + "." + format.extension())));
        }
        return targets;
    }

    private static void export(RemDatabase db, ExportFormat format, Map<String, Path> targets) {
        Exporter.export(
                db,
                new ExportRequest(targets, format, ScanOptions.DEFAULTS, TestDatabase.PARQUET),
                ProgressListener.NONE);
    }

    /** Of every file, hidden ones included. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        List<Path> found = new ArrayList<>();
        try (Stream<Path> list = Files.list(folder)) {
            list.sorted().forEach(found::add);
        }
        for (Path file : found) {
            contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return contents;
    }
}
