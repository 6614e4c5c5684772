package io.remdb.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.remdb.Deletion;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.WriteBatch;
import io.remdb.WriteBatch.Write;
import io.remdb.ingest.FileResult.Action;
import io.remdb.ingest.parser.ParserLimits;
import io.remdb.ingest.parser.ParserProcess;
import io.remdb.ingest.source.FileStamp;
import io.remdb.ingest.source.Found;
import io.remdb.ingest.source.SourceFile;
import io.remdb.ingest.table.DocumentRow;
import io.remdb.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngesterTest {
    private static final String NOTES = """
            # Tides

            The moon pulls at the sea.

            ## Springs

            At full moon the tide is high.
            """;

    @TempDir
    Path folder;

    private RemDatabase db;

    @BeforeEach
    void open() {
        db = Settings.database();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<FileResult> ingest(IngestOptions options, Path... places) {
        List<FileResult> results = new ArrayList<>();
        try (IngestRun run = new Ingester(db, Settings.config())
                .start(List.of(places).stream().map(Path::toString).toList(), options)) {
            run.forEachRemaining(results::add);
        }
        return results;
    }

    private FileResult ingestOne(IngestOptions options, Path file) {
        List<FileResult> results = ingest(options, file);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private static RemException error(FileResult result) {
        return Objects.requireNonNull(result.error());
    }

    private List<String> column(String sql) {
        List<String> values = new ArrayList<>();
        try (QueryResult result = db.query(sql)) {
            String name = result.columns().getFirst().name();
            for (Row row : result) {
                values.add(String.valueOf(row.value(name)));
            }
        }
        return values;
    }

    private List<Entity> chunksOf(UUID document) {
        List<UUID> ids = new ArrayList<>();
        try (EdgeCursor edges = db.edges(document.toString(), EdgeDirection.OUT, List.of(DocumentRow.HAS_CHUNK))) {
            edges.forEachRemaining(edge -> ids.add(edge.dst()));
        }
        return db.getAll(ids);
    }

    @Test
    void aFileBecomesADocumentWithItsChunks() throws IOException {
        Path file = write("notes.md", NOTES);
        IngestOptions options = IngestOptions.DEFAULTS
                .describing("nature", List.of("sea", "moon"), Json.parseObject("{\"source\": \"diary\"}"))
                .active(Instant.parse("2025-01-01T00:00:00Z"), null);
        FileResult result = ingestOne(options, file);
        assertThat(result.action()).isEqualTo(Action.CREATED);
        assertThat(result.chunks()).isEqualTo(2);
        assertThat(result.error()).isNull();

        Entity document = db.lookup(file.toUri().toString()).stream()
                .filter(row -> row.entityType().equals("documents"))
                .findFirst()
                .orElseThrow();
        assertThat(document.id()).isEqualTo(result.documentId());
        assertThat(document.properties().get("name").stringValue()).isEqualTo("Tides");
        assertThat(document.properties().get("content_type").stringValue()).isEqualTo("text/markdown");
        assertThat(document.properties().get("file_size").longValue()).isEqualTo(Files.size(file));
        assertThat(document.properties().get("file_hash").stringValue()).hasSize(64);
        assertThat(document.properties().get("chunk_count").longValue()).isEqualTo(2);
        assertThat(document.properties().get("metadata").get("source").stringValue())
                .isEqualTo("diary");
        assertThat(document.properties().get("metadata").get("title").stringValue())
                .isEqualTo("Tides");

        assertThat(chunksOf(document.id())).hasSize(2).allSatisfy(chunk -> {
            assertThat(chunk.entityType()).isEqualTo("resources");
            assertThat(chunk.properties().get("category").stringValue()).isEqualTo("nature");
            assertThat(chunk.properties().get("tags")).hasSize(2);
            assertThat(chunk.properties().get("document_id").stringValue())
                    .isEqualTo(document.id().toString());
            assertThat(chunk.properties().get("metadata").get("source").stringValue())
                    .isEqualTo("diary");
        });
        assertThat(column("SELECT content FROM resources ORDER BY chunk_ordinal"))
                .containsExactly(
                        "# Tides\n\nThe moon pulls at the sea.\n\n", "## Springs\n\nAt full moon the tide is high.\n");
        assertThat(column("SELECT metadata FROM resources WHERE chunk_ordinal = 1")
                        .getFirst())
                .contains("\"headings\":[\"Tides\",\"Springs\"]");
        assertThat(db.search("high water")
                        .in("resources")
                        .limit(1)
                        .run()
                        .getFirst()
                        .entity()
                        .properties()
                        .get("chunk_ordinal")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void anUnchangedFileIsNotWrittenAndAChangedOneLeavesNothingOfWhatItWas() throws IOException {
        Path file = write("notes.md", NOTES);
        FileResult created = ingestOne(IngestOptions.DEFAULTS, file);
        UUID document = Objects.requireNonNull(created.documentId());
        long sequence = db.info().sequence();
        assertThat(ingestOne(IngestOptions.DEFAULTS, file))
                .isEqualTo(new FileResult(created.uri(), document, 2, 0, Action.UNCHANGED, null));
        assertThat(db.info().sequence()).isEqualTo(sequence);

        List<Entity> before = chunksOf(document);
        write("notes.md", "# Tides\n\nOnly this is left.\n");
        FileResult replaced = ingestOne(IngestOptions.DEFAULTS, file);
        assertThat(replaced).isEqualTo(new FileResult(created.uri(), document, 1, 0, Action.REPLACED, null));
        assertThat(chunksOf(document)).hasSize(1);
        assertThat(db.count("resources")).isEqualTo(1);
        assertThat(db.getAll(before.stream().map(Entity::id).toList())).hasSize(1);
        try (EdgeCursor edges = db.edges(document.toString(), EdgeDirection.OUT, List.of())) {
            assertThat(edges).toIterable().hasSize(1);
        }
        assertThat(column("SELECT chunk_count FROM documents")).containsExactly("1");
    }

    @Test
    void otherWishesMeanThatAFileIsTakenInAnew() throws IOException {
        Path file = write("notes.md", NOTES);
        ingestOne(IngestOptions.DEFAULTS, file);
        IngestOptions tagged = IngestOptions.DEFAULTS.describing("c", List.of(), Json.object());
        assertThat(ingestOne(tagged, file).action()).isEqualTo(Action.REPLACED);
        assertThat(ingestOne(tagged, file).action()).isEqualTo(Action.UNCHANGED);
        assertThat(ingestOne(tagged.withChunks(100, 10), file).action()).isEqualTo(Action.REPLACED);
        // Soft-deleted by somebody who now wants it back.
        db.delete(DocumentRow.id(file.toUri().toString()), Deletion.Mode.SOFT);
        assertThat(ingestOne(tagged, file).action()).isEqualTo(Action.CREATED);
        // The chunks that it had before it was deleted are known still.
        db.delete(DocumentRow.id(file.toUri().toString()), Deletion.Mode.SOFT);
        write("notes.md", "# Tides\n\nOnly this is left.\n");
        assertThat(ingestOne(tagged, file).action()).isEqualTo(Action.CREATED);
        assertThat(db.count("resources")).isEqualTo(1);
    }

    private void registerArticles(String more, String required) {
        db.schemas().register(Schema.parse("""
                {"title": "Article", "description": "An article", "version": "1.0.0", "short_name": "articles",
                 "properties": {
                   "title": {"type": "string"},
                   "content": {"type": "string"},
                   "category": {"type": "string"},
                   "author": {"type": "string"},
                   "tags": {"type": "array", "items": {"type": "string"}}%s},
                 "required": ["title", "content"%s],
                 "json_schema_extra": {"embedding_fields": ["content"], "key_field": "title"}}""".formatted(more, required)));
    }

    @Test
    void chunksGoToAnyTableThatTakesThem() throws IOException {
        registerArticles("", ", \"category\", \"author\"");
        Path one = write("a/notes.md", NOTES);
        Path other = write("b/notes.md", NOTES.replace("moon", "sun"));
        IngestOptions options = IngestOptions.DEFAULTS.withSchema("articles");
        assertThatThrownBy(() -> ingest(options, folder)).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
            assertThat(e.getMessage()).contains("category").contains("author");
            assertThat(e.hint().orElseThrow()).contains("--metadata");
        });
        assertThat(db.count("documents")).isZero();

        IngestOptions described =
                options.describing("nature", List.of("x"), Json.parseObject("{\"author\": \"Ada\", \"more\": 1}"));
        assertThat(ingest(described, folder)).extracting(FileResult::action).containsOnly(Action.CREATED);
        assertThat(column("SELECT title FROM articles ORDER BY title"))
                .containsExactly(
                        "Tides",
                        "Tides (" + other.toUri() + ")",
                        "Tides (" + other.toUri() + ") (part 2)",
                        "Tides (part 2)");
        assertThat(column("SELECT DISTINCT author FROM articles")).containsExactly("Ada");
        assertThat(chunksOf(DocumentRow.id(one.toUri().toString())))
                .extracting(Entity::entityType)
                .containsExactly("articles", "articles");
        // The names are the same in the next run, though the other's rows are there.
        assertThat(ingest(described.withChunks(150, 20), folder))
                .extracting(FileResult::action)
                .containsOnly(Action.REPLACED);
        assertThat(db.count("articles")).isEqualTo(4);
        // And into another table they move.
        assertThat(ingest(IngestOptions.DEFAULTS, folder))
                .extracting(FileResult::action)
                .containsOnly(Action.REPLACED);
        assertThat(db.count("articles")).isZero();
        assertThat(db.count("resources")).isEqualTo(4);
    }

    @Test
    void aRowOfSomebodyElseIsNotOverwritten() throws IOException {
        registerArticles("", "");
        db.insert("articles", "{\"title\": \"Tides\", \"content\": \"mine\"}");
        UUID hidden = db.insert("articles", "{\"title\": \"Moons\", \"content\": \"mine too\"}")
                .id();
        db.delete(hidden, Deletion.Mode.SOFT);
        Path file = write("notes.md", NOTES);
        ingestOne(IngestOptions.DEFAULTS.withSchema("articles"), file);
        assertThat(column("SELECT content FROM articles WHERE title = 'Tides'")).containsExactly("mine");
        assertThat(db.count("articles")).isEqualTo(3);
        ingestOne(IngestOptions.DEFAULTS.withSchema("articles"), write("moons.md", "# Moons\n\nText.\n"));
        assertThat(db.get(hidden).orElseThrow().properties().get("content").stringValue())
                .isEqualTo("mine too");
    }

    private void registerSnippets() {
        db.schemas().register(Schema.parse("""
                {"title": "Snippet", "description": "A text", "version": "1.0.0", "short_name": "snippets",
                 "properties": {"text": {"type": "string"}, "uri_of": {"type": "string"}},
                 "required": ["text"], "json_schema_extra": {"embedding_fields": ["text"]}}"""));
    }

    @Test
    void aTableInWhichAllChunksWouldBeOneRowIsRefused() throws IOException {
        Path file = write("notes.md", NOTES);
        String schema = """
                {"title": "Snippet", "description": "A text", "version": "1.0.0", "short_name": "SHORT",
                 "properties": {"text": {"type": "string"}, "category": {"type": "string"}, "number": {"type": "integer"}},
                 "required": ["text"], "json_schema_extra": {"embedding_fields": ["text"], "key_field": "KEY"}}""";
        db.schemas().register(Schema.parse(schema.replace("SHORT", "numbered").replace("KEY", "number")));
        db.schemas().register(Schema.parse(schema.replace("SHORT", "kinds").replace("KEY", "category")));
        IngestOptions numbered = IngestOptions.DEFAULTS.withSchema("numbered");
        IngestOptions kinds = IngestOptions.DEFAULTS.withSchema("kinds");
        for (IngestOptions options : List.of(
                numbered.describing(null, List.of(), Json.parseObject("{\"number\": 7}")),
                kinds.describing("nature", List.of(), Json.object()))) {
            assertThatThrownBy(() -> ingest(options, file)).hasMessageContaining("one and the same row");
        }
        assertThat(ingestOne(kinds, file).chunks()).isEqualTo(2);
        assertThat(column("SELECT category FROM kinds ORDER BY category")).containsExactly("Tides", "Tides (part 2)");
    }

    @Test
    void rowsWithoutAKeyAreReplacedToo() throws IOException {
        registerSnippets();
        Path file = write("notes.md", NOTES);
        IngestOptions options = IngestOptions.DEFAULTS.withSchema("snippets");
        assertThat(ingestOne(options, file).chunks()).isEqualTo(2);
        write("notes.md", NOTES + "\n# More\n\nText.\n");
        assertThat(ingestOne(options, file).chunks()).isEqualTo(3);
        assertThat(db.count("snippets")).isEqualTo(3);
    }

    @Test
    void refusesATableWithoutAPlaceForText() throws IOException {
        Path file = write("notes.md", NOTES);
        assertThatThrownBy(() -> ingest(IngestOptions.DEFAULTS.withSchema("documents"), file))
                .hasMessageContaining("no embedded field");
        assertThatThrownBy(() -> ingest(IngestOptions.DEFAULTS.withSchema("nowhere"), file))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
        assertThatThrownBy(() -> ingest(IngestOptions.DEFAULTS.withChunks(5000, 0), file))
                .hasMessageContaining("chunk_size=5000");
    }

    @Test
    void jsonThatIsRowsGoesToItsTableAndOtherJsonIsText() throws IOException {
        registerArticles("", "");
        Path lines = write("rows.jsonl", """
                {"title": "one", "content": "first"}

                {"title": "two", "content": "second"}
                """);
        Path list = write("list.json", "[{\"title\": \"three\", \"content\": \"third\"}]");
        Path object = write("settings.json", "{\"colour\": \"blue\"}");
        IngestOptions options = IngestOptions.DEFAULTS.withSchema("articles");
        assertThat(ingest(options, lines, list, object))
                .extracting(FileResult::action, FileResult::rows, FileResult::chunks)
                .containsExactly(
                        tuple(Action.CREATED, 2L, 0L), tuple(Action.CREATED, 1L, 0L), tuple(Action.CREATED, 0L, 1L));
        assertThat(column("SELECT title FROM articles ORDER BY title"))
                .containsExactly("one", "settings.json", "three", "two");
        assertThat(ingest(options, lines, list)).extracting(FileResult::action).containsOnly(Action.UNCHANGED);

        assertThat(error(ingestOne(IngestOptions.DEFAULTS, lines)).getMessage()).contains("which table");
        Path bad = write("bad.jsonl", "{\"title\": \"four\", \"content\": \"fourth\"}\nnonsense\n{\"title\": 5}\n");
        FileResult partly = ingestOne(options, bad);
        assertThat(partly.action()).isEqualTo(Action.FAILED);
        assertThat(error(partly).details())
                .containsEntry("failed", "2")
                .containsEntry("written", "1")
                .containsEntry("line", "2");
    }

    @Test
    void rowsWithoutAKeyAreTheSameRowsWhenTheirFileComesAgain() throws IOException {
        String schema = """
                {"title": "Event", "description": "An event", "version": "1.0.0", "short_name": "events",
                 "properties": {"number": {"type": "integer"}}, "required": ["number"]}""";
        db.schemas().register(Schema.parse(schema));
        db.schemas().register(Schema.parse(schema.replace("events", "others")));
        IngestOptions options = IngestOptions.DEFAULTS.withSchema("events");
        Path lines = write("rows.jsonl", "{\"number\": 1}\n{\"number\": 2}\n{\"number\": \"x\"}\n");
        assertThat(ingestOne(options, lines).action()).isEqualTo(Action.FAILED);
        assertThat(ingestOne(options, lines).action()).isEqualTo(Action.FAILED);
        assertThat(db.count("events")).isEqualTo(2);
        write("rows.jsonl", "{\"number\": 1}\n{\"number\": 2}\n{\"number\": 3}\n{\"number\": 4}\n");
        assertThat(ingestOne(options, lines).action()).isEqualTo(Action.CREATED);
        assertThat(db.count("events")).isEqualTo(4);
        assertThat(ingestOne(options.withSchema("others"), lines).action()).isEqualTo(Action.REPLACED);
        assertThat(db.count("others")).isEqualTo(4);
        Path again = write("other.jsonl", "{\"number\": 1}\n");
        ingestOne(options, again);
        assertThat(db.count("events")).isEqualTo(5);
    }

    @Test
    void rowsOfAFileThatWasTextTakeThePlaceOfItsChunks() throws IOException {
        registerSnippets();
        IngestOptions options = IngestOptions.DEFAULTS.withSchema("snippets");
        Path file = write("a.json", "{\"text\": \"some words\"}");
        assertThat(ingestOne(options, file).chunks()).isEqualTo(1);
        write("a.json", "[{\"text\": \"one\"}, {\"text\": \"two\"}]");
        assertThat(ingestOne(options, file).rows()).isEqualTo(2);
        assertThat(column("SELECT text FROM snippets ORDER BY text")).containsExactly("one", "two");
    }

    @Test
    void aLineThatIsNotUtf8IsRefusedByItsNumber() throws IOException {
        registerArticles("", "");
        Path lines = folder.resolve("rows.jsonl");
        Files.writeString(lines, "\uFEFF{\"title\": \"one\", \"content\": \"first\"}\n\n\n{\"title\": \"tw");
        Files.write(lines, new byte[] {(byte) 0xE9, '"', '}', '\n'}, StandardOpenOption.APPEND);
        FileResult result = ingestOne(IngestOptions.DEFAULTS.withSchema("articles"), lines);
        assertThat(error(result).details()).containsEntry("line", "4").containsEntry("written", "1");
        assertThat(error(result).getMessage()).contains("UTF-8");
        assertThat(column("SELECT title FROM articles")).containsExactly("one");
    }

    @Test
    void aListThatIsTooLargeIsRefusedBeforeItsFirstRow() throws IOException {
        registerArticles("", "");
        Path list = write("list.json", "[{\"title\": \"one\", \"content\": \"first\"},\n" + " ".repeat(8192));
        try (RandomAccessFile file = new RandomAccessFile(list.toFile(), "rw")) {
            file.setLength((32 << 20) + 1L);
        }
        FileResult result = ingestOne(IngestOptions.DEFAULTS.withSchema("articles"), list);
        assertThat(error(result).code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void aFileThatCannotBeReadToItsEndOrWrittenAtOnceFailsAlone() {
        registerArticles("", "");
        DocumentWriter writer =
                new DocumentWriter(db, IngestOptions.DEFAULTS.withSchema("articles"), () -> false, _ -> {});
        // A folder can be opened, and not be read.
        SourceFile unreadable = new SourceFile(folder, "file:///rows.jsonl", "rows.jsonl", true);
        FileResult unread = writer.write(new Item.Rows(
                unreadable,
                new FileStamp(0, FileTime.fromMillis(0), ""),
                new FileKind.RowLines(),
                UUID.randomUUID(),
                Action.CREATED,
                Set.of()));
        assertThat(error(unread).code()).isEqualTo(ErrorCode.IO_ERROR);

        Write write = new Write.Delete(UUID.randomUUID(), Deletion.Mode.HARD);
        FileResult intended = new FileResult("file:///large.txt", UUID.randomUUID(), 1, 0, Action.CREATED, null);
        Item.Pending large = new Item.Pending(intended, Collections.nCopies(WriteBatch.MOST_WRITES + 1, write), 1, 1);
        FileResult tooLarge = writer.write(List.of(large)).getFirst();
        assertThat(error(tooLarge).code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(error(tooLarge).hint().orElseThrow()).contains("--chunk-size");
    }

    @Test
    void whatAReaderDidNotExpectIsAFailureOfItsFile() throws IOException {
        Path file = write("a.md", NOTES);
        SourceFile source = new SourceFile(file, file.toUri().toString(), "a.md", true);
        try (ParserProcess parser = new ParserProcess(ParserLimits.DEFAULTS, folder)) {
            FileIntake surprised = new FileIntake(
                    db,
                    IngestOptions.DEFAULTS,
                    () -> {
                        throw new IllegalStateException("trouble");
                    },
                    parser);
            FileIntake overflowing = new FileIntake(
                    db,
                    IngestOptions.DEFAULTS,
                    () -> {
                        throw new StackOverflowError();
                    },
                    parser);
            Item.Done first = (Item.Done) surprised.take(new Found.OfFile(source));
            assertThat(error(first.result()).code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(error(first.result()).details()).containsEntry("reason", "IllegalStateException: trouble");
            Item.Done second = (Item.Done) overflowing.take(new Found.OfFile(source));
            assertThat(error(second.result()).getMessage()).contains("StackOverflowError");
        }
    }

    @Test
    void rowsNeedNoPlaceForText() throws IOException {
        db.schemas().register(Schema.parse("""
                {"title": "Event", "description": "An event", "version": "1.0.0", "short_name": "events",
                 "properties": {"number": {"type": "integer"}}, "required": ["number"]}"""));
        Path lines = write("rows.jsonl", "{\"number\": 1}\n");
        assertThat(ingestOne(IngestOptions.DEFAULTS.withSchema("events"), lines).action())
                .isEqualTo(Action.CREATED);
        assertThat(db.count("events")).isEqualTo(1);
    }

    @Test
    void stdinIsAFileToo() {
        IngestOptions options =
                IngestOptions.DEFAULTS.withInput(new ByteArrayInputStream(NOTES.getBytes(StandardCharsets.UTF_8)));
        FileResult result = ingestOne(options, Path.of("-"));
        assertThat(result.uri()).startsWith("stdin:");
        assertThat(result.action()).isEqualTo(Action.CREATED);
        assertThat(column("SELECT content_type FROM documents")).containsExactly("text/plain");
    }

    @Test
    void whatIsNotThereOrNoTextIsSaidAndTheRestGoesOn() throws IOException {
        Path good = write("good.txt", "A text.");
        Path empty = write("empty.txt", "");
        Path binary = folder.resolve("junk.txt");
        Files.write(binary, new byte[] {1, 2, 0, (byte) 0xFF, 7});
        List<FileResult> results =
                ingest(IngestOptions.DEFAULTS, folder.resolve("missing"), binary, empty, good, folder.resolve("x.md"));
        assertThat(results)
                .extracting(FileResult::action)
                .containsExactly(Action.FAILED, Action.FAILED, Action.CREATED, Action.CREATED, Action.FAILED);
        assertThat(error(results.get(0)).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(error(results.get(1)).code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(results.get(2).chunks()).isZero();
    }

    @Test
    void aRunThatIsStoppedIsCompletedByTheNext() throws IOException {
        for (int i = 0; i < 40; i++) {
            write("f%02d.md".formatted(i), "# File %d\n\n%s".formatted(i, "A sentence of the file. ".repeat(300)));
        }
        int done = 0;
        try (IngestRun run =
                new Ingester(db, Settings.config()).start(List.of(folder.toString()), IngestOptions.DEFAULTS)) {
            assertThat(run.totalFiles()).isEqualTo(40);
            run.next();
            done++;
            run.stop();
            while (run.hasNext()) {
                run.next();
                done++;
            }
            assertThat(run.stopped()).isTrue();
        }
        assertThat(done).isBetween(1, 39);
        assertThat(db.count("documents")).isEqualTo(done);
        // Each document is whole.
        assertThat(column(
                        "SELECT d.name FROM documents d WHERE d.chunk_count <> (SELECT count(*) FROM resources r WHERE"
                                + " r.document_id = d.id)"))
                .isEmpty();
        List<FileResult> rest = ingest(IngestOptions.DEFAULTS, folder);
        assertThat(rest)
                .filteredOn(result -> result.action() == Action.UNCHANGED)
                .hasSize(done);
        assertThat(rest).filteredOn(result -> result.action() == Action.CREATED).hasSize(40 - done);
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        write("a.md", NOTES);
        write("b.md", NOTES);
        List<IngestProgress.State> told = new ArrayList<>();
        ingest(IngestOptions.DEFAULTS.withProgress(told::add), folder);
        IngestProgress.State last = told.getLast();
        assertThat(last.files()).isEqualTo(2);
        assertThat(last.totalFiles()).isEqualTo(2);
        assertThat(last.bytes()).isEqualTo(last.totalBytes()).isPositive();
        assertThat(last.chunks()).isEqualTo(4);
    }
}
