package io.remdb.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.service.DataServer;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.server.socket.OwnerSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is exported as JSON Lines comes back as it was. */
class RoundTripTest {
    @TempDir
    Path folder;

    private static RemDatabase open(String kind) {
        return switch (kind) {
            case "plain" -> TestDatabase.inMemory();
            case "encrypted" -> TestDatabase.encrypted();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @CsvSource({"plain, plain", "plain, encrypted", "encrypted, plain", "encrypted, encrypted"})
    void exportImportExportIsByteIdentical(String from, String to) throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        try (RemDatabase source = open(from);
                RemDatabase target = open(to)) {
            TestDatabase.fill(source);
            export(source, first);

            ImportResult result = Importer.run(target, files(first), ProgressListener.NONE);

            assertThat(result.errors()).isEmpty();
            assertThat(result.schemas()).containsExactlyInAnyOrder("things", "events");
            assertThat(result.files())
                    .extracting(ImportResult.ImportedFile::inserted)
                    .containsExactly(1_234L, 5L);
            export(target, second);
            assertSame(first, second);
            assertThat(rows(target)).isEqualTo(rows(source)).hasSize(1_239);
            assertThat(target.operations().verify(ProgressListener.NONE).findings())
                    .isEmpty();
        }
    }

    @Test
    void throughAServerItIsTheSame() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        try (RemDatabase source = TestDatabase.inMemory();
                RemDatabase target = TestDatabase.inMemory()) {
            TestDatabase.fill(source);
            overAConnection(source, folder.resolve("a"), remote -> export(remote, first));
            overAConnection(target, folder.resolve("b"), remote -> {
                ImportResult result = Importer.run(remote, files(first), ProgressListener.NONE);
                assertThat(result.errors()).isEmpty();
                export(remote, second);
            });
            assertSame(first, second);
            Path local = Files.createDirectory(folder.resolve("local"));
            export(source, local);
            assertSame(local, first);
        }
    }

    private static void overAConnection(RemDatabase database, Path socketFolder, Use use) throws IOException {
        Files.createDirectory(socketFolder);
        DataServer server = new DataServer(database, TestDatabase.config(), false);
        OwnerSocket socket = OwnerSocket.open(socketFolder, server.services());
        ManagedChannel channel = OwnerChannel.open(socketFolder).orElseThrow();
        try {
            use.of(new RemoteDatabase(channel, RemoteDatabase.Side.OWNER));
        } finally {
            channel.shutdownNow();
            socket.close(10_000);
            server.close();
        }
    }

    private interface Use {
        void of(RemDatabase remote) throws IOException;
    }

    @Test
    void whatIsRestoredIsFoundAsBefore() throws IOException {
        try (RemDatabase source = TestDatabase.inMemory();
                RemDatabase target = TestDatabase.inMemory()) {
            TestDatabase.fill(source);
            export(source, folder);
            Importer.run(target, files(folder), ProgressListener.NONE);
            for (Supplier<List<Entity>> found : List.<Supplier<List<Entity>>>of(
                    () -> target.lookup("../../etc/passwd"), () -> source.lookup("../../etc/passwd"))) {
                assertThat(found.get()).hasSize(1);
            }
            assertThat(target.lookup("gone")).isEmpty();
            assertThat(target.count("things")).isEqualTo(source.count("things")).isEqualTo(4);
            assertThat(target.search("x")
                            .in("things")
                            .mode(SearchMode.SEMANTIC)
                            .limit(1)
                            .run()
                            .getFirst()
                            .entity())
                    .isEqualTo(source.search("x")
                            .in("things")
                            .mode(SearchMode.SEMANTIC)
                            .limit(1)
                            .run()
                            .getFirst()
                            .entity());
            assertThat(numbers(target, "SELECT id FROM things WHERE whole = -7"))
                    .isEqualTo(1);
        }
    }

    private static int numbers(RemDatabase db, String sql) {
        try (var result = db.query(sql)) {
            int count = 0;
            for (var _ : result) {
                count++;
            }
            return count;
        }
    }

    @Test
    void rowsThatAreThereBecomeAsTheyWere() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            export(db, first);
            List<Entity> before = rows(db);
            Entity linked = before.stream()
                    .filter(row -> row.edges().size() == 3)
                    .findFirst()
                    .orElseThrow();
            db.update(linked.id(), "{\"content\": \"other\", \"tags\": null}");
            db.unlink(
                    linked.id().toString(),
                    linked.edges().getFirst().dst().toString(),
                    linked.edges().getFirst().relType());
            db.link(linked.id(), linked.id(), "later", Map.of());
            // The same edge again, so with another time.
            db.link(
                    linked.id(),
                    linked.edges().getFirst().dst(),
                    linked.edges().getFirst().relType(),
                    Map.of("x", 1));
            before.stream()
                    .filter(row -> row.edges().isEmpty())
                    .limit(5)
                    .forEach(row -> db.delete(row.id(), Deletion.Mode.HARD));

            ImportResult result = Importer.run(db, files(first), ProgressListener.NONE);

            assertThat(result.files())
                    .extracting(ImportResult.ImportedFile::updated)
                    .containsExactly(1_229L, 5L);
            export(db, second);
            assertSame(first, second);
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
    }

    @Test
    void withoutVectorsTheTextIsEmbedded() throws IOException {
        try (RemDatabase source = TestDatabase.inMemory();
                RemDatabase target = TestDatabase.inMemory("P8_DEFAULT_EMBEDDING", "letters:16")) {
            TestDatabase.fill(source);
            TestDatabase.export(source, folder, ExportFormat.JSONL, ScanOptions.DEFAULTS, "things");
            ImportResult result = Importer.run(target, files(folder), ProgressListener.NONE);
            assertThat(result.errors()).isEmpty();
            Entity row = target.lookup("=1+1").getFirst();
            assertThat(target.getWithEmbeddings(row.id()).orElseThrow().embeddings())
                    .isEmpty(); // has no text
            Entity embedded = target.lookup("\u0001 control").getFirst();
            assertThat(target.getWithEmbeddings(embedded.id())
                            .orElseThrow()
                            .embeddings()
                            .get("embedding"))
                    .hasSize(16);
        }
    }

    @Test
    void vectorsOfAnotherModelAreRefusedByLine() throws IOException {
        try (RemDatabase source = TestDatabase.inMemory();
                RemDatabase target = TestDatabase.inMemory("P8_DEFAULT_EMBEDDING", "letters:16")) {
            TestDatabase.fill(source);
            export(source, folder);
            ImportResult result = Importer.run(target, List.of(folder.resolve("things.jsonl")), ProgressListener.NONE);
            assertThat(result.files().getFirst().failed()).isEqualTo(3); // the others have no vector
            assertThat(result.errors().getFirst().error().message()).contains("letters:8", "letters:16");
            assertThat(result.errors())
                    .allSatisfy(error -> assertThat(error.error().line()).isBetween(1L, 5L));
        }
    }

    @Test
    void wrongLinesAreToldByTheirNumbersAndTheOthersWritten() throws IOException {
        Path file = folder.resolve("things.jsonl");
        try (RemDatabase source = TestDatabase.inMemory()) {
            TestDatabase.fill(source);
            TestDatabase.export(source, folder, ExportFormat.JSONL, ScanOptions.DEFAULTS, "things");
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).replace("\"created_at\":\"2", "\"created_at\":\"x2"));
        lines.add(2, "");
        lines.add(3, "{\"entity_type\": \"things\", \"surprise\": 1}");
        lines.add("{\"broken");
        Files.write(file, lines);
        try (RemDatabase target = TestDatabase.inMemory()) {
            ImportResult result = Importer.run(target, List.of(file), ProgressListener.NONE);
            assertThat(result.files()).containsExactly(new ImportResult.ImportedFile(file, "things", 3, 0, 3));
            assertThat(result.errors())
                    .extracting(error -> error.error().line())
                    .containsExactly(2L, 4L, 7L);
            assertThat(result.errors().getFirst().error().problems().getFirst().field())
                    .isEqualTo("created_at");
            assertThat(result.errors().get(1).error().problems())
                    .extracting(problem -> problem.field())
                    .containsExactlyInAnyOrder("surprise", "id", "created_at", "modified_at", "properties");
        }
    }

    @Test
    void rowsThatAreOlderThanTheirSchemaComeBackAsTheyWere() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        try (RemDatabase source = TestDatabase.inMemory();
                RemDatabase target = TestDatabase.inMemory()) {
            source.schemas().register(Schema.parse(TestDatabase.EVENTS));
            source.insert("events", "{\"number\": 1, \"note\": \"a text\"}");
            source.insert("events", "{\"number\": 2}");
            source.schemas()
                    .register(Schema.parse(TestDatabase.EVENTS
                            .replace("1.0.0", "2.0.0")
                            .replace("\"note\": {\"type\": \"string\"}", "\"note\": {\"type\": \"integer\"}")
                            .replace("[\"number\"]", "[\"number\", \"note\"]")));
            TestDatabase.export(source, first, ExportFormat.JSONL, TestDatabase.EVERYTHING, "events");
            ImportResult result = Importer.run(target, files(first), ProgressListener.NONE);
            assertThat(result.errors()).isEmpty();
            assertThat(result.files())
                    .extracting(ImportResult.ImportedFile::inserted)
                    .containsExactly(2L);
            TestDatabase.export(target, second, ExportFormat.JSONL, TestDatabase.EVERYTHING, "events");
            assertThat(second.resolve("events.jsonl")).hasSameBinaryContentAs(first.resolve("events.jsonl"));
            assertThat(target.operations().verify(ProgressListener.NONE).findings())
                    .isEmpty();
        }
    }

    @Test
    void linesThatBelongToNoTableAreRejectedWhereverTheyAre() throws IOException {
        Path file = folder.resolve("things.jsonl");
        try (RemDatabase source = TestDatabase.inMemory()) {
            TestDatabase.fill(source);
            TestDatabase.export(source, folder, ExportFormat.JSONL, ScanOptions.DEFAULTS, "things");
        }
        byte[] rows = Files.readAllBytes(file);
        Files.write(file, new byte[] {(byte) 0xFF, '\n', '{', '}', '\n', '\n'});
        Files.write(file, rows, StandardOpenOption.APPEND);
        Files.write(file, new byte[] {'x', (byte) 0xFF, '\n'}, StandardOpenOption.APPEND);
        try (RemDatabase target = TestDatabase.inMemory()) {
            ImportResult result = Importer.run(target, List.of(file), ProgressListener.NONE);
            assertThat(result.files()).containsExactly(new ImportResult.ImportedFile(file, "things", 4, 0, 3));
            assertThat(result.errors())
                    .extracting(error -> error.error().line())
                    .containsExactly(1L, 2L, 8L);
            assertThat(result.errors())
                    .extracting(error -> error.error().message())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("UTF-8", "byte=1"),
                            second -> assertThat(second).contains("does not say its table"),
                            third -> assertThat(third).contains("UTF-8", "byte=2"));

            Path nothing = Files.writeString(folder.resolve("nothing.jsonl"), "\n{\"a\": 1}\n");
            assertThatThrownBy(() -> Importer.run(target, List.of(file, nothing), ProgressListener.NONE))
                    .isInstanceOfSatisfying(RemException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON);
                        assertThat(e.details())
                                .containsEntry("path", nothing.toString())
                                .containsEntry("line", "2")
                                .containsEntry("files_done", "1")
                                .containsEntry("files", "2")
                                .containsEntry("written", "4");
                    });
        }
    }

    @Test
    void aTableThatNobodyKnowsIsSaid() throws IOException {
        Path file = folder.resolve("things.jsonl");
        try (RemDatabase db = TestDatabase.inMemory()) {
            TestDatabase.fill(db);
            TestDatabase.export(db, folder, ExportFormat.JSONL, ScanOptions.DEFAULTS, "things");
            Files.delete(folder.resolve("things.schema.json"));
        }
        try (RemDatabase target = TestDatabase.inMemory()) {
            assertThatThrownBy(() -> Importer.run(target, List.of(file), ProgressListener.NONE))
                    .isInstanceOfSatisfying(RemException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
                        assertThat(e.hint().orElseThrow()).contains("things.schema.json");
                    });
            assertThatThrownBy(() -> Importer.run(target, List.of(folder.resolve("none")), ProgressListener.NONE))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    private static void export(RemDatabase db, Path folder) {
        ExportResult result =
                TestDatabase.export(db, folder, ExportFormat.JSONL, TestDatabase.EVERYTHING, "events", "things");
        assertThat(result.files()).extracting(ExportResult.ExportedFile::rows).containsExactly(1_234L, 5L);
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertSame(Path one, Path other) throws IOException {
        assertThat(files(one)).hasSize(4);
        for (Path file : files(one)) {
            assertThat(other.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
    }

    private static List<Entity> rows(RemDatabase db) {
        List<Entity> rows = new ArrayList<>();
        try (EntityScan scan = db.scan(
                List.of("events", "things"),
                ScanOptions.DEFAULTS.withVisibility(RemDatabase.Visibility.WITH_DELETED))) {
            scan.forEachRemaining(rows::add);
        }
        return rows;
    }
}
