package io.remdb.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files appear whole or not at all, of one moment, and CSV is what RFC 4180 says. */
class FilesTest {
    @TempDir
    Path folder;

    @Test
    void csvQuotesWhatNeedsItAndTellsEmptyTextFromNothing() throws IOException {
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            TestDatabase.export(db, folder, ExportFormat.CSV, ScanOptions.DEFAULTS, "things", "events");
        }
        List<List<String>> records = parse(Files.readString(folder.resolve("things.csv")));
        assertThat(records).hasSize(5);
        List<String> header = records.getFirst();
        assertThat(header).startsWith("label", "content", "whole").endsWith("edges", "other_properties_2");
        Map<String, String> first = record(header, records, "first, with \"quotes\", commas\nand lines");
        assertThat(first)
                .containsEntry("content", "äöü \u2028 \uD83D\uDE00")
                .containsEntry("whole", "-7")
                .containsEntry("real", "1.5E300")
                .containsEntry("seen", "2026-01-31T07:15:30.123456Z")
                .containsEntry("day", "1969-12-31")
                .containsEntry("extra", "{\"a\":[1,{\"b\":null}],\"c\":0.1}")
                .containsEntry("tags", "[\"x\",\"\",\"ü,\\\"\"]")
                .containsEntry("other_properties_2", "{\"undeclared\":[true]}");
        String text = Files.readString(folder.resolve("things.csv"));
        assertThat(text).contains("\r\n=1+1,,,"); // as it is, and nothing for no value
        assertThat(text).contains("../../etc/passwd,\"\",5,"); // an empty text
        assertThat(Files.readString(folder.resolve("events.csv"))).endsWith("\r\n");
    }

    private static Map<String, String> record(List<String> header, List<List<String>> records, String label) {
        List<String> values = records.stream()
                .filter(record -> record.getFirst().equals(label))
                .findFirst()
                .orElseThrow();
        Map<String, String> record = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            record.put(header.get(i), values.get(i));
        }
        return record;
    }

    /** Another reading of RFC 4180. */
    private static List<List<String>> parse(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\r') {
                record.add(cell.toString());
                cell.setLength(0);
                if (c == '\r') {
                    assertThat(text.charAt(++i)).isEqualTo('\n');
                    records.add(record);
                    record = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        return records;
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void whatIsWrittenMeanwhileIsNotInIt(ExportFormat format) throws Exception {
        try (RemDatabase db = TestDatabase.inMemory()) {
            db.schemas().register(Schema.parse(TestDatabase.EVENTS));
            db.schemas().register(Schema.parse(TestDatabase.EVENTS.replace("events", "others")));
            write(db, "events", 0, 3_000);
            write(db, "others", 0, 3_000);
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger(3_000);
            // Each write is of both tables in turn, so that the second may be behind by one but never ahead.
            Thread writer = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    int number = written.getAndIncrement();
                    write(db, "events", number, number + 1);
                    write(db, "others", number, number + 1);
                }
            });
            try {
                while (written.get() < 3_100) {
                    Thread.onSpinWait();
                }
                ExportResult result = TestDatabase.export(db, folder, format, ScanOptions.DEFAULTS, "others", "events");
                long others = result.files().get(0).rows();
                long events = result.files().get(1).rows();
                assertThat(others).isGreaterThanOrEqualTo(3_099);
                assertThat(events).isBetween(others, others + 1);
            } finally {
                done.set(true);
                writer.join();
            }
        }
    }

    private static void write(RemDatabase db, String table, int from, int to) {
        db.insertAll(
                table,
                IntStream.range(from, to)
                        .mapToObj(number -> "{\"number\": " + number + "}")
                        .iterator(),
                BatchOptions.DEFAULTS);
    }

    @Test
    void whatFailsInTheMiddleLeavesTheOldFilesAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("events.jsonl"), "old");
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            RuntimeException stop = new IllegalStateException("stop");
            assertThatThrownBy(() -> Exporter.export(db, request(folder), (rows, total) -> {
                        assertThat(total).isEqualTo(1_238);
                        if (rows > 1_000) {
                            throw stop;
                        }
                    }))
                    .isSameAs(stop);
            assertThat(names(folder)).containsExactly("events.jsonl");
            assertThat(folder.resolve("events.jsonl")).hasContent("old");

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> Exporter.export(db, request(folder), ProgressListener.NONE))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(names(folder)).containsExactly("events.jsonl");
            assertThat(folder.resolve("events.jsonl")).hasContent("old");

            Exporter.export(db, request(folder), ProgressListener.NONE);
            assertThat(names(folder))
                    .containsExactly("events.jsonl", "events.schema.json", "things.jsonl", "things.schema.json");
        }
    }

    private static ExportRequest request(Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("events", folder.resolve("events.jsonl"));
        files.put("things", folder.resolve("things.jsonl"));
        return new ExportRequest(files, ExportFormat.JSONL, ScanOptions.DEFAULTS, TestDatabase.PARQUET);
    }

    @Test
    void whatAKilledProcessHasLeftGoesWithTheNextExport() throws Exception {
        Path database = folder.resolve("db");
        Path exports = Files.createDirectory(folder.resolve("exports"));
        Path target = exports.resolve("events.jsonl");
        Files.writeString(target, "old");
        try (RemDatabase db = RemDatabase.open(database, any -> TestDatabase.options())) {
            TestDatabase.fill(db);
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowExport.class.getName(),
                        database.toString(),
                        target.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(child.getInputStream().read()).isEqualTo('w'); // is in the middle
        child.destroyForcibly().waitFor();
        assertThat(target).hasContent("old");
        assertThat(names(exports)).hasSize(3); // with the part and the lock

        try (RemDatabase db = RemDatabase.open(database, any -> TestDatabase.options())) {
            TestDatabase.export(db, exports, ExportFormat.JSONL, ScanOptions.DEFAULTS, "events");
        }
        assertThat(names(exports)).containsExactly("events.jsonl", "events.schema.json");
        assertThat(Files.readAllLines(target)).hasSize(1_234);
    }

    /** Exports until it is killed. */
    static final class SlowExport {
        private SlowExport() {}

        public static void main(String[] arguments) {
            try (RemDatabase db = RemDatabase.open(Path.of(arguments[0]), any -> TestDatabase.options())) {
                Exporter.export(
                        db,
                        new ExportRequest(
                                Map.of("events", Path.of(arguments[1])),
                                ExportFormat.JSONL,
                                ScanOptions.DEFAULTS,
                                TestDatabase.PARQUET),
                        (rows, total) -> {
                            System.out.print('w');
                            System.out.flush();
                            LockSupport.park();
                        });
            }
        }
    }

    @Test
    void whereARenamingFailsItIsSaidWhichFilesAreNew() throws IOException {
        Files.writeString(folder.resolve("events.jsonl"), "old");
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            assertThatThrownBy(() -> Exporter.export(db, request(folder), (rows, total) -> {
                        if (rows == total) {
                            makeFolder(folder.resolve("things.jsonl").resolve("not-empty"));
                        }
                    }))
                    .isInstanceOfSatisfying(RemException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
                        assertThat(e.details()).containsEntry("replaced", "events.jsonl, events.schema.json");
                    });
        }
        assertThat(Files.readAllLines(folder.resolve("events.jsonl"))).hasSize(1_234);
        assertThat(names(folder)).containsExactly("events.jsonl", "events.schema.json", "things.jsonl");
    }

    private static void makeFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileKeepsItsPermissionsAndAnotherExportItsParts() throws IOException {
        Path target = Files.writeString(folder.resolve("secret.csv"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        try (AtomicFiles one = new AtomicFiles();
                AtomicFiles other = new AtomicFiles()) {
            AtomicFile first = one.create(target);
            first.output().write(1);
            assertThat(first.complete()).isEqualTo(1);
            assertThatThrownBy(first::output).isInstanceOf(IllegalStateException.class); // and holds no buffer
            AtomicFile second = other.create(target);
            second.output().write(new byte[] {2, 2});
            assertThat(second.complete()).isEqualTo(2);
            one.rename();
            other.rename();
        }
        assertThat(target).hasBinaryContent(new byte[] {2, 2});
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(names(folder)).containsExactly("secret.csv");
    }

    @Test
    void placesThatAreNoFilesAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), folder.resolve("real.jsonl"));
        Files.writeString(folder.resolve("real.jsonl"), "old");
        Files.createDirectory(folder.resolve("folder.jsonl"));
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            assertFails(db, folder.resolve("folder.jsonl"), ErrorCode.INVALID_ARGUMENT);
            assertFails(db, Path.of("/dev/null"), ErrorCode.INVALID_ARGUMENT);
            assertFails(db, folder.resolve("none/events.jsonl"), ErrorCode.IO_ERROR);
            Exporter.export(
                    db,
                    new ExportRequest(
                            Map.of("events", link), ExportFormat.JSONL, ScanOptions.DEFAULTS, TestDatabase.PARQUET),
                    ProgressListener.NONE);
            assertThat(link).isSymbolicLink();
            assertThat(Files.readAllLines(folder.resolve("real.jsonl"))).hasSize(1_234);
        }
    }

    private static void assertFails(RemDatabase db, Path path, ErrorCode code) {
        assertThatThrownBy(() -> Exporter.export(
                        db,
                        new ExportRequest(
                                Map.of("events", path), ExportFormat.JSONL, ScanOptions.DEFAULTS, TestDatabase.PARQUET),
                        ProgressListener.NONE))
                .isInstanceOfSatisfying(RemException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.details()).containsEntry("path", path.toString());
                });
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
