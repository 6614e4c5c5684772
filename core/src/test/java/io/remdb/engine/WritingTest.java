package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import io.remdb.WriteResult;
import io.remdb.WriteResult.Action;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritingTest {
    private RemDatabase db;

    @BeforeEach
    void open() {
        db = Databases.withArticles();
        WordsEmbeddingProvider.reset();
    }

    @AfterEach
    void close() {
        db.close();
        WordsEmbeddingProvider.reset();
    }

    @Test
    void insertsARowAndReadsItBack() {
        WriteResult written = db.insert("articles", article("Rust", "ownership and borrowing", "programming", 2015));

        assertThat(written.action()).isEqualTo(Action.CREATED);
        Entity entity = db.get(written.id()).orElseThrow();
        assertThat(entity.entityType()).isEqualTo("articles");
        assertThat(entity.properties().get("title").stringValue()).isEqualTo("Rust");
        assertThat(entity.createdAt()).isEqualTo(entity.modifiedAt());
        assertThat(entity.deleted()).isFalse();
        assertThat(entity.edges()).isEmpty();
    }

    @Test
    void sameKeyIsTheSameRow() {
        WriteResult first = db.insert("articles", article("Rust", "ownership", "programming", 2015));
        Entity before = db.get(first.id()).orElseThrow();
        WriteResult second = db.insert("articles", article("Rust", "borrowing", "languages", 2016));
        Entity after = db.get(first.id()).orElseThrow();

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.action()).isEqualTo(Action.UPDATED);
        assertThat(db.count("articles")).isEqualTo(1);
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.modifiedAt()).isAfter(before.modifiedAt());
        assertThat(sql("SELECT title FROM articles WHERE category = 'programming'"))
                .isEmpty();
        assertThat(sql("SELECT title FROM articles WHERE category = 'languages'"))
                .containsExactly("Rust");
    }

    @Test
    void everyRowIsEmbeddedAndABatchInOneCall() {
        BatchResult result = db.insertAll("articles", rows(0, 250), BatchOptions.DEFAULTS.withChunkRows(100));

        assertThat(result.inserted()).isEqualTo(250);
        assertThat(WordsEmbeddingProvider.CALLS.get()).as("one call a chunk").isEqualTo(3);
        assertThat(WordsEmbeddingProvider.TEXTS.get()).isEqualTo(250);
        UUID id = db.lookup("Title 17").getFirst().id();
        assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding"))
                .hasSize(64);
    }

    @Test
    void unchangedTextIsNotEmbeddedAgain() {
        UUID id = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                .id();
        db.insert("articles", article("Rust", "ownership", "languages", 2016));
        db.update(id, "{\"year\": 2017}");
        assertThat(WordsEmbeddingProvider.TEXTS.get()).isEqualTo(1);

        float[] before = db.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding");
        db.update(id, "{\"content\": \"borrowing\"}");
        assertThat(WordsEmbeddingProvider.TEXTS.get()).isEqualTo(2);
        assertThat(db.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding"))
                .isNotEqualTo(before);
    }

    @Test
    void alternativeModelFillsASecondVector() {
        try (RemDatabase two = Databases.withArticles("P8_ALT_EMBEDDING", "words:32")) {
            UUID id = two.insert("articles", article("Rust", "ownership", "programming", 2015))
                    .id();
            Entity entity = two.getWithEmbeddings(id).orElseThrow();
            assertThat(entity.embeddings().get("embedding")).hasSize(64);
            assertThat(entity.embeddings().get("embedding_alt")).hasSize(32);
        }
    }

    @Test
    void invalidRowsOfABatchAreReportedAndSkipped() {
        List<String> rows = List.of(
                article("One", "first", "a", 1),
                "{\"title\": \"Two\"}",
                "{\"title\": \"Three\", ",
                "{\"title\": 4, \"content\": 5}",
                article("Five", "fifth", "a", 5));
        List<Long> rejected = new ArrayList<>();
        BatchResult result = db.insertAll(
                "articles", rows.iterator(), BatchOptions.DEFAULTS.withOnReject(error -> rejected.add(error.line())));

        assertThat(result.inserted()).isEqualTo(2);
        assertThat(result.failed()).isEqualTo(3);
        assertThat(rejected).containsExactly(2L, 3L, 4L);
        assertThat(result.errors().get(0).problems())
                .extracting(ValidationProblem::field)
                .containsExactly("content");
        assertThat(result.errors().get(1).code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(result.errors().get(1).message()).contains("line=1").contains("column=");
        assertThat(result.errors().get(2).problems()).hasSize(2);
        assertThat(db.count("articles")).isEqualTo(2);
    }

    @Test
    void strictBatchWritesNothingWhenAnyRowIsInvalid() {
        List<String> rows = new ArrayList<>();
        rows(0, 30).forEachRemaining(rows::add);
        rows.add("{}");
        BatchOptions strict =
                BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING).withChunkRows(10);

        BatchResult refused = db.insertAll("articles", rows.iterator(), strict);
        assertThat(refused.inserted()).isZero();
        assertThat(refused.errors()).hasSize(1);
        assertThat(refused.errors().getFirst().line()).isEqualTo(31);
        assertThat(db.count("articles")).isZero();

        BatchResult accepted = db.insertAll("articles", rows.subList(0, 30).iterator(), strict);
        assertThat(accepted.inserted()).isEqualTo(30);
    }

    @Test
    void sameBatchTwiceLeavesTheSameIdsAndCount() {
        db.insertAll("articles", rows(0, 120), BatchOptions.DEFAULTS);
        List<UUID> before = ids();
        BatchResult again = db.insertAll("articles", rows(0, 120), BatchOptions.DEFAULTS);

        assertThat(again.inserted()).isZero();
        assertThat(again.updated()).isEqualTo(120);
        assertThat(ids()).isEqualTo(before);
        assertThat(sql("SELECT title FROM articles WHERE year >= 0")).hasSize(120);
        assertThat(sql("SELECT DISTINCT title FROM articles WHERE 'all' = ANY(tags)"))
                .hasSize(120);
    }

    @Test
    void keyThatOccursTwiceInABatchIsOneRow() {
        BatchResult result = db.insertAll(
                "articles",
                List.of(article("Rust", "first", "a", 1), article("Rust", "second", "b", 2))
                        .iterator(),
                BatchOptions.DEFAULTS);
        assertThat(result.inserted()).isEqualTo(1);
        assertThat(result.updated()).isEqualTo(1);
        assertThat(sql("SELECT content FROM articles")).containsExactly("second");
    }

    @Test
    void whatWasAcknowledgedBeforeAServiceFailsIsThereAndARerunCompletesIt() {
        WordsEmbeddingProvider.CALLS_UNTIL_FAILURE.set(2);
        assertThatThrownBy(() -> db.insertAll("articles", rows(0, 100), BatchOptions.DEFAULTS.withChunkRows(10)))
                .isInstanceOfSatisfying(RemException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    assertThat(error.details()).containsEntry("written", "20");
                });
        assertThat(db.count("articles")).isEqualTo(20);
        assertThat(db.search("content 3").in("articles").limit(100).run()).hasSize(20);

        WordsEmbeddingProvider.reset();
        BatchResult rerun = db.insertAll("articles", rows(0, 100), BatchOptions.DEFAULTS.withChunkRows(10));
        assertThat(rerun.inserted()).isEqualTo(80);
        assertThat(rerun.updated()).isEqualTo(20);
        assertThat(WordsEmbeddingProvider.TEXTS.get())
                .as("only what is missing")
                .isEqualTo(80);
    }

    @Test
    void updateIsAMergePatchThatIsValidatedAsAWhole() {
        UUID id = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                .id();
        Entity updated = db.update(id, "{\"category\": null, \"year\": 2020, \"extra\": {\"a\": {\"b\": 1}}}");
        assertThat(updated.properties().has("category")).isFalse();
        assertThat(updated.properties().get("year").intValue()).isEqualTo(2020);
        Entity merged = db.update(id, "{\"extra\": {\"a\": {\"c\": 2}}}");
        assertThat(merged.properties().at("/extra/a/b").intValue()).isEqualTo(1);
        assertThat(merged.properties().at("/extra/a/c").intValue()).isEqualTo(2);

        fails(() -> db.update(id, "{\"content\": null}"), ErrorCode.VALIDATION_FAILED);
        fails(() -> db.update(id, "{\"title\": \"C\"}"), ErrorCode.VALIDATION_FAILED);
        fails(() -> db.update(id, "{\"created_at\": \"2020-01-01T00:00:00Z\"}"), ErrorCode.VALIDATION_FAILED);
        fails(() -> db.update(UUID.randomUUID(), "{}"), ErrorCode.NOT_FOUND);
        assertThat(db.get(id).orElseThrow().properties()).isEqualTo(merged.properties());
    }

    @Test
    void softDeletedRowIsHiddenAndComesBackWhenWrittenAgain() {
        UUID id = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                .id();
        Entity before = db.get(id).orElseThrow();
        Deletion deletion = db.delete(id, Deletion.Mode.SOFT);

        assertThat(db.get(id).orElseThrow().deletedAt()).isEqualTo(deletion.deletedAt());
        assertThat(db.delete(id, Deletion.Mode.SOFT)).isEqualTo(deletion);
        assertThat(db.count("articles")).isZero();
        assertThat(db.lookup("Rust")).isEmpty();
        assertThat(sql("SELECT title FROM articles WHERE category = 'programming'"))
                .isEmpty();
        assertThat(db.search("ownership").in("articles").run()).isEmpty();
        assertThat(listed(Visibility.LIVE)).isEmpty();
        assertThat(listed(Visibility.WITH_DELETED)).containsExactly(id);

        assertThat(db.insert("articles", article("Rust", "ownership", "programming", 2015))
                        .id())
                .isEqualTo(id);
        Entity after = db.get(id).orElseThrow();
        assertThat(after.deleted()).isFalse();
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(db.search("ownership").in("articles").run()).hasSize(1);
    }

    @Test
    void hardDeletedRowLeavesNothing() {
        UUID rust = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                .id();
        UUID other = db.insert(
                        "articles",
                        "{\"title\": \"C\", \"content\": \"pointers\", \"edges\": [{\"dst\": \"Rust\", \"rel_type\": \"cites\"}]}")
                .id();
        assertThat(db.get(other).orElseThrow().edges()).extracting(Edge::dst).containsExactly(rust);

        db.delete(rust, Deletion.Mode.HARD);
        assertThat(db.get(rust)).isEmpty();
        assertThat(db.getWithEmbeddings(rust)).isEmpty();
        assertThat(db.lookup("Rust")).isEmpty();
        assertThat(db.get(other).orElseThrow().edges()).isEmpty();
        assertThat(db.search("ownership").in("articles").run())
                .extracting(hit -> hit.entity().id())
                .doesNotContain(rust);
        fails(() -> db.delete(rust, Deletion.Mode.SOFT), ErrorCode.NOT_FOUND);
    }

    @Test
    void edgesMergeByTargetAndType() {
        UUID c = db.insert("articles", article("C", "pointers", "programming", 1972))
                .id();
        String withEdges = "{\"title\": \"Rust\", \"content\": \"ownership\", \"edges\": %s}";
        UUID rust = db.insert(
                        "articles",
                        withEdges.formatted("[\"C\", {\"dst\": \"%s\", \"rel_type\": \"cites\"}]".formatted(c)))
                .id();
        db.insert(
                "articles",
                withEdges.formatted("[{\"dst\": \"C\", \"rel_type\": \"cites\", \"properties\": {\"page\": 3}},"
                        + " {\"dst\": {\"entity_type\": \"articles\", \"key\": \"Go\"}, \"rel_type\": \"before\"}]"));

        List<Edge> edges = db.get(rust).orElseThrow().edges();
        assertThat(edges).extracting(Edge::relType).containsExactlyInAnyOrder("related_to", "cites", "before");
        Edge cites = edges.stream()
                .filter(edge -> edge.relType().equals("cites"))
                .findFirst()
                .orElseThrow();
        assertThat(cites.properties().get("page").intValue()).isEqualTo(3);
        UUID go = db.insert("articles", article("Go", "goroutines", "programming", 2009))
                .id();
        assertThat(edges).extracting(Edge::dst).contains(go);
        fails(() -> db.insert("articles", withEdges.formatted("[\"Nowhere\"]")), ErrorCode.NOT_FOUND);
        fails(() -> db.insert("articles", withEdges.formatted("[{\"rel_type\": \"x\"}]")), ErrorCode.VALIDATION_FAILED);
    }

    @Test
    void anAmbiguousEdgeTargetListsTheCandidates() {
        db.insert("agentlets", agentlet("One", "one"));
        db.schemas().register(Schema.parse("""
                {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
                 "properties": {"name": {"type": "string"}}}"""));
        db.insert("notes", "{\"name\": \"One\"}");
        assertThatThrownBy(() -> db.insert("articles", "{\"title\": \"X\", \"content\": \"y\", \"edges\": [\"One\"]}"))
                .isInstanceOfSatisfying(RemException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.AMBIGUOUS_KEY);
                    assertThat(error.getMessage()).containsPattern("candidates=[-0-9a-f]+, [-0-9a-f]+");
                });
    }

    private static String agentlet(String name, String shortName) {
        return "{\"name\": \"%s\", \"short_name\": \"%s\", \"version\": \"1.0.0\", \"description\": \"d\"}"
                .formatted(name, shortName);
    }

    @Test
    void keysWithAnyCharactersAreFound() {
        List<String> titles =
                List.of("a:b:c", "x/y?z=1&q=%20", "ünï çødé 漢字 🦀", "'quoted' \\\"double\\\"", " spaced ", "a,b;c");
        for (String title : titles) {
            db.insert("articles", article(title, "text", "t", 1));
        }
        for (String title : titles) {
            String key = title.replace("\\\"", "\"");
            assertThat(db.lookup(key)).as(key).hasSize(1);
        }
        assertThat(db.lookup("a:b:c", "a,b;c", "nobody")).hasSize(2);
    }

    @Test
    void systemFieldsAndUnknownTablesAreRefused() {
        fails(
                () -> db.insert(
                        "articles", "{\"title\": \"t\", \"content\": \"c\", \"id\": \"x\", \"deleted_at\": null}"),
                ErrorCode.VALIDATION_FAILED);
        assertThatThrownBy(() -> db.insert("article", "{}")).isInstanceOfSatisfying(RemException.class, error -> {
            assertThat(error.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
            assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("articles"));
        });
        fails(() -> db.insert("schemas", "{}"), ErrorCode.UNSUPPORTED);
        assertThatThrownBy(() -> db.insert("articles", "{}"))
                .isInstanceOfSatisfying(
                        ValidationException.class,
                        error -> assertThat(error.problems()).hasSize(2));
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void sessionsMayBringTheirId() {
        UUID id = UUID.randomUUID();
        assertThat(db.insert("sessions", "{\"id\": \"%s\", \"user_id\": \"ann\"}".formatted(id))
                        .id())
                .isEqualTo(id);
        assertThat(db.insert("sessions", "{\"id\": \"%s\", \"user_id\": \"bob\"}".formatted(id))
                        .action())
                .isEqualTo(Action.UPDATED);
        assertThat(db.get(id).orElseThrow().properties().get("user_id").stringValue())
                .isEqualTo("bob");
    }

    @Test
    void anIdOfAnotherTableIsRefused() {
        UUID id = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                .id();
        fails(() -> db.insert("sessions", "{\"id\": \"%s\"}".formatted(id)), ErrorCode.INVALID_ARGUMENT);
        assertThat(db.get(id).orElseThrow().entityType()).isEqualTo("articles");
    }

    @Test
    void aTimeIsReadInSqlInEveryFormInWhichItIsWritten() {
        for (String time : List.of("2026-01-31T08:15:30Z", "2026-01-31 08:15:30", "2026-01-31T09:15:30+01:00")) {
            db.insert(
                    "messages",
                    "{\"session_id\": \"%s\", \"role\": \"user\", \"content\": \"c\", \"timestamp\": \"%s\"}"
                            .formatted(UUID.randomUUID(), time));
        }
        String at = "timestamp = TIMESTAMP WITH TIME ZONE '2026-01-31 08:15:30+00'";
        assertThat(sql("SELECT content FROM messages WHERE " + at)).hasSize(3);
        assertThat(sql("SELECT DISTINCT timestamp FROM messages")).hasSize(1);
    }

    @Test
    void anOverlargeRowIsRefusedAndNothingOfItIsThere() {
        String large = "x".repeat(50_000_000);
        fails(() -> db.insert("articles", article("Large", large, "c", 1)), ErrorCode.TOO_LARGE);
        StringBuilder wide = new StringBuilder("{\"title\": \"Wide\", \"content\": \"c\"");
        for (int i = 0; i < 10_000; i++) {
            wide.append(", \"p").append(i).append("\": 1");
        }
        fails(() -> db.insert("articles", wide.append('}').toString()), ErrorCode.VALIDATION_FAILED);
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void chunksOfOneUriAreRowsOfTheirOwn() {
        String chunk = "{\"name\": \"n\", \"content\": \"c%d\", \"uri\": \"file:///a.md\", \"chunk_ordinal\": %d}";
        UUID first = db.insert("resources", chunk.formatted(0, 0)).id();
        UUID second = db.insert("resources", chunk.formatted(1, 1)).id();
        assertThat(second).isNotEqualTo(first);
        assertThat(db.lookup("file:///a.md")).hasSize(2);
    }

    @Test
    void aRowWithAUriAndNoOrdinalIsTheFirstChunkInConditionsToo() {
        String row = "{\"name\": \"n\", \"content\": \"words\", \"uri\": \"file:///a.md\"%s}";
        UUID id = db.insert("resources", row.formatted("")).id();
        assertThat(db.insert("resources", row.formatted(", \"chunk_ordinal\": 0"))
                        .id())
                .isEqualTo(id);
        assertThat(db.get(id).orElseThrow().properties().get("chunk_ordinal").intValue())
                .isZero();
        assertThat(db.search("words").in("resources").where("chunk_ordinal = 0").run())
                .hasSize(1);
        db.update(id, "{\"chunk_ordinal\": null}");
        try (QueryResult result = db.query("SELECT count(*) AS n FROM resources WHERE chunk_ordinal = 0")) {
            assertThat(result.iterator().next().number("n")).isEqualTo(1);
        }
        UUID document = db.insert("documents", "{\"name\": \"n\", \"uri\": \"file:///a.md\"}")
                .id();
        assertThat(db.get(document).orElseThrow().properties().has("chunk_ordinal"))
                .isFalse();
    }

    @Test
    void concurrentUpdatesOfOneRowAreAllKept() throws InterruptedException {
        UUID id = db.insert("articles", article("Rust", "ownership", "programming", 2015))
                .id();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(n -> Thread.ofVirtual().start(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (int i = 0; i < 5; i++) {
                        db.update(id, "{\"f%d_%d\": true}".formatted(n, i));
                    }
                }))
                .toList();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(db.get(id).orElseThrow().properties().size()).isEqualTo(5 + 40);
    }

    @Test
    void rowsAreOrderedByTheTimeTheyWereWritten() {
        db.insertAll("articles", rows(0, 50), BatchOptions.DEFAULTS);
        assertThat(sql("SELECT title FROM articles ORDER BY created_at DESC LIMIT 1"))
                .containsExactly("Title 49");
        assertThat(sql("SELECT title FROM articles ORDER BY created_at LIMIT 1"))
                .containsExactly("Title 0");
    }

    private static Iterator<String> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> article("Title " + i, "content " + i, "cat" + i % 5, i))
                .iterator();
    }

    private List<UUID> ids() {
        return listed(Visibility.LIVE);
    }

    private List<UUID> listed(Visibility visibility) {
        List<UUID> ids = new ArrayList<>();
        try (var cursor = db.list("articles", visibility)) {
            cursor.forEachRemaining(entity -> ids.add(entity.id()));
        }
        return ids;
    }

    private List<String> sql(String query) {
        try (QueryResult result = db.query(query)) {
            return result.stream().map(row -> String.valueOf(row.value(0))).toList();
        }
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
