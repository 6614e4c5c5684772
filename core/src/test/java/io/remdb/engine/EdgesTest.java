package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgesTest {
    private static final UUID MISSING = UUID.fromString("00000000-0000-8000-8000-000000000001");

    private RemDatabase db;
    private UUID rust;
    private UUID c;

    @BeforeEach
    void open() {
        db = Databases.withArticles();
        rust = insert("Rust");
        c = insert("C");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private UUID insert(String title) {
        return db.insert("articles", article(title, "text of " + title, "programming", 2000))
                .id();
    }

    @Test
    void linksByIdAndReadsTheEdgeBackFromBothEnds() {
        long before = db.info().sequence();

        Edge written = db.link(rust, c, "cites", Map.of("page", 3));

        assertThat(db.info().sequence()).isEqualTo(before + 1);
        assertThat(written.properties().get("page").intValue()).isEqualTo(3);
        assertThat(db.get(rust).orElseThrow().edges()).containsExactly(written);
        assertThat(edges("Rust", EdgeDirection.OUT)).containsExactly(written);
        assertThat(edges("C", EdgeDirection.IN)).containsExactly(written);
        assertThat(edges("C", EdgeDirection.BOTH)).containsExactly(written);
        assertThat(edges("C", EdgeDirection.OUT)).isEmpty();
    }

    @Test
    void whatIsFoundCarriesItsFirstEdgesAndWhatIsReadByItsIdAllOfThem() {
        int many = Entity.MAX_EDGES_CARRIED + 20;
        for (int i = 0; i < many; i++) {
            db.link(rust, new UUID(i, i), "likes", Map.of());
        }

        assertThat(db.lookup("Rust").getFirst().edges()).hasSize(Entity.MAX_EDGES_CARRIED);
        assertThat(db.fuzzy("rust").run().getFirst().entity().edges()).hasSize(Entity.MAX_EDGES_CARRIED);
        assertThat(db.search("Rust")
                        .in("articles")
                        .limit(1)
                        .run()
                        .getFirst()
                        .entity()
                        .edges())
                .hasSize(Entity.MAX_EDGES_CARRIED);
        for (String statement : List.of("LOOKUP 'Rust'", "FUZZY 'rust' LIMIT 1", "SEARCH 'Rust' IN articles LIMIT 1")) {
            try (QueryResult result = db.query(statement)) {
                assertThat(result.iterator().next().json().get("edges")).hasSize(Entity.MAX_EDGES_CARRIED);
            }
        }
        assertThat(db.get(rust).orElseThrow().edges()).hasSize(many);
        assertThat(edges("Rust", EdgeDirection.OUT)).hasSize(many);
    }

    @Test
    void aKeyThatNobodyHasIsAnErrorWithAHintThatFits() {
        assertThat(hint(() -> db.traverse("Rsut").run())).contains("FUZZY");
        assertThat(hint(() -> db.edges("Rsut", EdgeDirection.OUT, List.of()))).contains("FUZZY");
        assertThat(hint(() -> db.unlink("Rust", "Rsut", "cites"))).contains("FUZZY");
        assertThat(hint(() -> db.link("Rsut", "C", "cites", "{}"))).contains("FUZZY");
        assertThat(hint(() -> db.link("Rust", "Rsut", "cites", "{}"))).contains("before it exists");
        assertThat(hint(() -> db.insert("articles", """
                        {"title": "Go", "content": "channels", "edges": [{"dst": "Rsut", "rel_type": "cites"}]}"""))).contains("before it exists");
    }

    private static String hint(ThrowingCallable call) {
        RemException error = catchThrowableOfType(RemException.class, call);
        assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
        return error.hint().orElseThrow();
    }

    @Test
    void linksByKey() {
        Edge edge = db.link("Rust", "C", "cites", "{}");

        assertThat(edge.src()).isEqualTo(rust);
        assertThat(edge.dst()).isEqualTo(c);
        assertThat(edge.properties()).isEmpty();
    }

    @Test
    void linksToWhatDoesNotExistYet() {
        Edge edge = db.link("Rust", "{\"entity_type\": \"articles\", \"key\": \"Go\"}", "cites", "{}");

        assertThat(db.get(edge.dst())).isEmpty();
        assertThat(edges(edge.dst().toString(), EdgeDirection.IN)).containsExactly(edge);
        assertThat(insert("Go")).isEqualTo(edge.dst());
    }

    @Test
    void aKeyMayLookLikeJson() {
        UUID odd = db.insert("articles", "{\"title\": \"{odd\", \"content\": \"x\"}")
                .id();

        assertThat(db.link("Rust", "{odd", "cites", "{}").dst()).isEqualTo(odd);
    }

    @Test
    void linkingAgainReplacesThePropertiesAndKeepsTheTime() {
        Edge first = db.link(rust, c, "cites", Map.of("page", 3, "line", 1));
        Edge second = db.link(rust, c, "cites", Map.of("page", 4));

        assertThat(second.createdAt()).isEqualTo(first.createdAt());
        assertThat(edges("Rust", EdgeDirection.OUT)).containsExactly(second);
        assertThat(second.properties().propertyNames()).containsExactly("page");
    }

    @Test
    void anInsertWithEdgesKeepsTheTimeOfALink() {
        Edge linked = db.link(rust, c, "cites", Map.of());
        db.insert(
                "articles",
                "{\"title\": \"Rust\", \"content\": \"y\", \"edges\": [{\"dst\": \"C\", \"rel_type\": \"cites\"}]}");

        assertThat(edges("Rust", EdgeDirection.OUT)).containsExactly(linked);
    }

    @Test
    void theSourceMustExistAndLive() {
        fails(() -> db.link(MISSING, c, "cites", Map.of()), ErrorCode.NOT_FOUND);
        fails(() -> db.link("Nobody", "C", "cites", "{}"), ErrorCode.NOT_FOUND);
        db.delete(rust, Deletion.Mode.SOFT);
        fails(() -> db.link(rust, c, "cites", Map.of()), ErrorCode.NOT_FOUND);
        assertThat(edges(rust.toString(), EdgeDirection.BOTH)).isEmpty();
    }

    @Test
    void refusesWhatIsNoEdge() {
        fails(() -> db.link("Rust", "Nobody", "cites", "{}"), ErrorCode.NOT_FOUND);
        fails(() -> db.link("Rust", "C", " ", "{}"), ErrorCode.INVALID_ARGUMENT);
        fails(() -> db.link("Rust", "C", "x".repeat(256), "{}"), ErrorCode.INVALID_ARGUMENT);
        fails(() -> db.link("Rust", "C", "cites", "[1]"), ErrorCode.INVALID_JSON);
        fails(() -> db.link("Rust", "C", "cites", "{"), ErrorCode.INVALID_JSON);
        fails(
                () -> db.link("Rust", "{\"entity_type\": \"artcles\", \"key\": \"Go\"}", "cites", "{}"),
                ErrorCode.UNKNOWN_TABLE);
    }

    @Test
    void anAmbiguousKeyListsTheCandidates() {
        db.schemas().register(Schema.parse("""
                {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
                 "properties": {"name": {"type": "string"}}}"""));
        UUID note = db.insert("notes", "{\"name\": \"C\"}").id();

        assertThatThrownBy(() -> db.link("Rust", "C", "cites", "{}"))
                .isInstanceOfSatisfying(RemException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.AMBIGUOUS_KEY);
                    assertThat(error.getMessage()).contains(c.toString()).contains(note.toString());
                });
    }

    @Test
    void unlinksOnce() {
        db.link(rust, c, "cites", Map.of());
        db.link(rust, c, "follows", Map.of());

        assertThat(db.unlink("Rust", c.toString(), "cites")).isTrue();
        assertThat(db.unlink("Rust", "C", "cites")).isFalse();
        assertThat(edges("C", EdgeDirection.IN)).extracting(Edge::relType).containsExactly("follows");
    }

    @Test
    void anEdgeToNowhereCanBeRemoved() {
        db.link(rust, MISSING, "cites", Map.of());

        assertThat(db.unlink(rust.toString(), MISSING.toString(), "cites")).isTrue();
        fails(() -> edges(MISSING.toString(), EdgeDirection.BOTH), ErrorCode.NOT_FOUND);
    }

    @Test
    void listsEdgesByTypeThenFarEndAndALoopOnce() {
        db.link(rust, c, "cites", Map.of());
        db.link(rust, rust, "cites", Map.of());
        db.link(c, rust, "answers", Map.of());
        db.link(c, rust, "before", Map.of());

        assertThat(edges("Rust", EdgeDirection.BOTH)).hasSize(4);
        assertThat(edges("Rust", EdgeDirection.IN))
                .extracting(Edge::relType)
                .containsExactly("answers", "before", "cites");
        assertThat(edges("Rust", EdgeDirection.BOTH, "before", "cites", "before"))
                .extracting(Edge::relType)
                .containsExactly("cites", "cites", "before");
        assertThat(edges("Rust", EdgeDirection.OUT, "answers")).isEmpty();
    }

    @Test
    void hardDeletionRemovesTheEdgesOfBothSides() {
        UUID go = insert("Go");
        db.link(rust, c, "cites", Map.of());
        db.link(go, rust, "cites", Map.of());
        db.link(rust, rust, "cites", Map.of());

        db.delete(rust, Deletion.Mode.HARD);

        assertThat(edges("C", EdgeDirection.BOTH)).isEmpty();
        assertThat(edges("Go", EdgeDirection.BOTH)).isEmpty();
        insert("Rust");
        assertThat(edges("Rust", EdgeDirection.BOTH)).isEmpty();
    }

    @Test
    void softDeletionKeepsTheEdgesForTheReturn() {
        db.link(rust, c, "cites", Map.of());
        db.delete(rust, Deletion.Mode.SOFT);
        insert("Rust");

        assertThat(edges("Rust", EdgeDirection.OUT)).hasSize(1);
    }

    @Test
    void edgesSurviveAReopen(@TempDir Path folder) {
        try (RemDatabase database = Databases.open(folder)) {
            database.schemas().register(Schema.parse(Databases.ARTICLES));
            database.insert("articles", article("A", "a", "x", 1));
            database.link("A", "{\"entity_type\": \"articles\", \"key\": \"B\"}", "cites", "{\"page\": 1}");
        }
        try (RemDatabase database = Databases.open(folder);
                EdgeCursor edges = database.edges("A", EdgeDirection.OUT, List.of())) {
            assertThat(edges.next().properties().get("page").intValue()).isEqualTo(1);
        }
    }

    /** Deleting reads the edges first and then removes them with the row: a link in between must not be left behind. */
    @Test
    void noEdgeOutlivesItsSourceWhoeverWritesAtTheSameTime() throws InterruptedException, ExecutionException {
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 25; round++) {
                UUID source = insert("Source");
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> work = new ArrayList<>();
                for (String relType : List.of("x", "y")) {
                    work.add(workers.submit(() -> linkUntilGone(source, relType, start)));
                }
                work.add(workers.submit(() -> {
                    start.await();
                    return db.delete(source, Deletion.Mode.HARD);
                }));
                start.countDown();
                for (Future<?> done : work) {
                    done.get();
                }
                assertThat(edges("C", EdgeDirection.IN)).as("round %d", round).isEmpty();
            }
        }
    }

    private Void linkUntilGone(UUID source, String relType, CountDownLatch start) throws InterruptedException {
        start.await();
        try {
            for (int i = 0; i < 1000; i++) {
                db.link(source, c, relType + i, Map.of());
            }
        } catch (RemException gone) {
            assertThat(gone.code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
        return null;
    }

    @Test
    void concurrentLinksOfOneEdgeAgreeOnItsTime() throws InterruptedException, ExecutionException {
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 50; round++) {
                String relType = "cites" + round;
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Edge>> work = new ArrayList<>();
                for (int worker = 0; worker < 4; worker++) {
                    work.add(workers.submit(() -> {
                        start.await();
                        return db.link(rust, c, relType, Map.of());
                    }));
                }
                start.countDown();
                Edge kept = work.getFirst().get();
                for (Future<Edge> done : work) {
                    assertThat(done.get().createdAt()).isEqualTo(kept.createdAt());
                }
            }
        }
    }

    private List<Edge> edges(String name, EdgeDirection direction, String... relTypes) {
        List<Edge> all = new ArrayList<>();
        try (EdgeCursor cursor = db.edges(name, direction, List.of(relTypes))) {
            cursor.forEachRemaining(all::add);
        }
        return all;
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
