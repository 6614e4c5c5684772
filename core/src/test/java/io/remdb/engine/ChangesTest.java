package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Change;
import io.remdb.Change.Kind;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.Deletion.Mode;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas.Removal;
import io.remdb.WriteBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log as a feed. {@link SealedChangesTest} reads that of an encrypted database. */
@Timeout(120)
class ChangesTest {
    private static final String NOTES = """
            {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
             "properties": {"name": {"type": "string"}, "text": {"type": "string"}}, "required": ["name"],
             "json_schema_extra": {"key_field": "name"}}""";

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** A database in a folder. */
    RemDatabase open(Path path, String... variables) {
        return Databases.open(path, variables);
    }

    private RemDatabase open(String... variables) {
        return open(folder.resolve("db"), variables);
    }

    private static List<Change> all(RemDatabase db, ChangePosition from, String... tables) {
        try (Stream<Change> changes = db.changes().from(from).of(tables).untilNow().stream()) {
            return changes.toList();
        }
    }

    private static List<String> texts(List<Change> changes) {
        return changes.stream().map(change -> change.json().toString()).toList();
    }

    private static long sequence(RemDatabase db) {
        return db.info().sequence();
    }

    @Test
    void tellsOfEachKindOfChange() {
        try (RemDatabase db = open()) {
            long start = sequence(db);
            db.schemas().register(Schema.parse(NOTES));
            UUID a = db.insert("notes", "{\"name\": \"a\", \"text\": \"one\"}").id();
            UUID b = db.insert("notes", "{\"name\": \"b\"}").id();
            db.update(a, "{\"text\": \"two\"}");
            db.link(a, b, "knows", Map.of("since", 2026));
            db.delete(b, Mode.SOFT);
            db.delete(a, Mode.HARD);
            db.schemas().remove("notes", Removal.WITH_ROWS);

            List<Change> changes = all(db, ChangePosition.after(start));

            assertThat(changes)
                    .extracting(change -> change.kind() + " " + change.table())
                    .containsExactly(
                            "SCHEMA_REGISTERED notes",
                            "CREATED schemas",
                            "CREATED notes",
                            "CREATED notes",
                            "UPDATED notes",
                            // Which table its source was in nobody knows any more.
                            "LINKED null",
                            "DELETED notes",
                            "REMOVED notes",
                            "UNLINKED notes",
                            "SCHEMA_REMOVED notes",
                            "REMOVED notes",
                            "REMOVED schemas");
            assertThat(changes)
                    .extracting(change -> change.place().sequence() - start)
                    .containsExactly(1L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 7L, 8L, 9L, 10L);
            assertThat(changes.get(2).json().toString())
                    .contains("\"kind\":\"created\",\"table\":\"notes\",\"id\":\"" + a)
                    .contains("\"properties\":{\"name\":\"a\",\"text\":\"one\"}")
                    .doesNotContain("edges", "embedding");
            // As that commit left it, though it is gone by now.
            assertThat(((Change.RowWritten) changes.get(4))
                            .entity()
                            .properties()
                            .toString())
                    .contains("two");
            assertThat(changes.get(5).json().toString()).contains("\"properties\":{\"since\":2026}");
            assertThat(changes.get(8).json().get("edge").toString())
                    .isEqualTo("{\"src\":\"" + a + "\",\"dst\":\"" + b + "\",\"rel_type\":\"knows\"}");
            assertThat(changes.get(0).json().get("schema").get("short_name").stringValue())
                    .isEqualTo("notes");
        }
    }

    @Test
    void whoDoesWhatItSaysFromTheFirstOnHasWhatTheDatabaseHas() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.schemas().register(Schema.parse(NOTES));
            db.insertAll(
                    "articles",
                    IntStream.range(0, 700)
                            .mapToObj(i -> Databases.article("t" + i, "text " + i, "c" + i % 3, i))
                            .iterator(),
                    BatchOptions.DEFAULTS.withChunkRows(300));
            UUID first = db.lookup("t0").getFirst().id();
            db.link(first, db.lookup("t1").getFirst().id(), "cites", Map.of());
            db.link(first, db.lookup("t2").getFirst().id(), "cites", Map.of("n", 1));
            db.unlink("t0", "t1", "cites");
            db.query("UPDATE articles SET year = 7 WHERE category = 'c1'");
            db.query("DELETE FROM articles WHERE category = 'c2'");
            db.write(WriteBatch.builder()
                    .insert("notes", "{\"name\": \"n\"}")
                    .insert("articles", Databases.article("t3", "again", "c", 1))
                    .delete(first, Mode.HARD)
                    .build());
            db.schemas()
                    .register(Schema.parse(
                            Databases.ARTICLES.replace("1.0.0", "1.1.0").replace("An art", "One art")));

            ReplayedState replayed = new ReplayedState();
            try (ChangeCursor changes = db.changes().from(0).untilNow().open()) {
                changes.forEachRemaining(replayed::apply);
                assertThat(changes.ended()).isTrue();
                assertThat(changes.position()).isEqualTo(ChangePosition.after(sequence(db)));
            }

            assertThat(replayed).isEqualTo(ReplayedState.of(db));
        }
    }

    @Test
    void goesOnFromEveryPlaceWithoutAGapAndWithoutARepetition() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(NOTES));
            WriteBatch.Builder batch = WriteBatch.builder();
            for (int i = 0; i < 5; i++) {
                batch.insert("notes", "{\"name\": \"n" + i + "\"}");
            }
            db.write(batch.build());
            db.insert("notes", "{\"name\": \"last\"}");
            List<Change> whole = all(db, ChangePosition.after(0));

            for (int i = 0; i < whole.size(); i++) {
                ChangePosition position = whole.get(i).place().position();
                assertThat(ChangePosition.parse(position.toString())).isEqualTo(position);
                assertThat(texts(all(db, position))).isEqualTo(texts(whole.subList(i + 1, whole.size())));
            }
            assertThat(whole.get(whole.size() - 3).place().position()).hasToString((sequence(db) - 1) + ":4");
        }
    }

    @Test
    void followsWhatIsCommittedWhileOthersWrite() throws Exception {
        int writers = 4;
        int each = 200;
        try (RemDatabase db = open();
                ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
            db.schemas().register(Schema.parse(NOTES));
            ChangeCursor changes = db.changes().from(0).open();
            Future<ReplayedState> follower = threads.submit(() -> {
                ReplayedState state = new ReplayedState();
                ChangePosition before = ChangePosition.after(0);
                while (changes.hasNext()) {
                    Change change = changes.next();
                    assertThat(change.place().position()).isGreaterThan(before);
                    assertThat(changes.position()).isEqualTo(change.place().position());
                    before = change.place().position();
                    state.apply(change);
                    if (change.json().toString().contains("\"the end\"")) {
                        changes.close();
                    }
                }
                return state;
            });
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        UUID id = db.insert(
                                        "notes", "{\"name\": \"" + name + "n" + i % 20 + "\", \"text\": \"" + i + "\"}")
                                .id();
                        if (i % 7 == 0) {
                            db.delete(id, i % 2 == 0 ? Mode.SOFT : Mode.HARD);
                        }
                    }
                }));
            }
            for (Future<?> done : writing) {
                done.get();
            }
            db.insert("notes", "{\"name\": \"the end\"}");

            assertThat(follower.get(60, TimeUnit.SECONDS)).isEqualTo(ReplayedState.of(db));
        }
    }

    @Test
    void withoutAPositionItBeginsNow() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(NOTES));
            try (ChangeCursor changes = db.changes().open()) {
                assertThat(changes.poll(Duration.ZERO)).isEmpty();
                assertThat(changes.ended()).isFalse();
                db.insert("notes", "{\"name\": \"a\"}");
                assertThat(changes.poll(SOON)).get().extracting(Change::kind).isEqualTo(Kind.CREATED);
                assertThat(changes.position()).isEqualTo(ChangePosition.after(sequence(db)));
            }
        }
    }

    @Test
    void tellsOfSomeTablesAndMovesOnOverTheOthers() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(NOTES));
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            long start = sequence(db);
            UUID note = db.insert("notes", "{\"name\": \"a\"}").id();
            UUID article =
                    db.insert("articles", Databases.article("t", "x", "c", 1)).id();
            db.link(article, note, "mentions", Map.of());
            db.link(note, article, "is in", Map.of());
            db.insert("articles", Databases.article("u", "x", "c", 1));

            assertThat(all(db, ChangePosition.after(start), "notes"))
                    .extracting(Change::kind)
                    .containsExactly(Kind.CREATED, Kind.LINKED);
            try (ChangeCursor changes =
                    db.changes().from(start).of("notes").untilNow().open()) {
                changes.forEachRemaining(change -> {});
                assertThat(changes.position()).isEqualTo(ChangePosition.after(sequence(db)));
            }
            assertThat(all(db, ChangePosition.after(start), "notes", "articles"))
                    .hasSize(5);
        }
    }

    @Test
    void namesTablesThatAreGoneAndLeavesOutNoEdgeWhoseSourceIs() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            UUID article =
                    db.insert("articles", Databases.article("t", "x", "c", 1)).id();
            db.schemas().register(Schema.parse(NOTES));
            long start = sequence(db);
            UUID note = db.insert("notes", "{\"name\": \"a\"}").id();
            db.link(note, article, "mentions", Map.of());
            db.link(note, note, "is", Map.of());
            db.delete(note, Mode.HARD);
            db.schemas().remove("notes", Removal.IF_EMPTY);

            assertThat(all(db, ChangePosition.after(start), "notes"))
                    .extracting(change -> change.kind() + " " + change.table())
                    .containsExactly(
                            "CREATED notes",
                            "LINKED null",
                            "LINKED null",
                            "REMOVED notes",
                            "UNLINKED notes",
                            "UNLINKED notes",
                            "UNLINKED notes",
                            "SCHEMA_REMOVED notes");
            // Registered again it is another table of the same name.
            db.schemas().register(Schema.parse(NOTES));
            db.insert("notes", "{\"name\": \"a\"}");
            assertThat(all(db, ChangePosition.after(start), "notes")).hasSize(10);
        }
    }

    @Test
    void refusesAPlaceBehindTheChangesOfACommit() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(NOTES));
            db.insert("notes", "{\"name\": \"a\"}");
            long last = sequence(db);
            int changes = all(db, ChangePosition.after(last - 1)).size();
            assertThat(changes).isPositive();
            db.changes().from(new ChangePosition(last - 1, changes)).open().close();
            ChangePosition beyond = new ChangePosition(last - 1, changes + 1);
            assertThatThrownBy(() -> db.changes().of("notes").from(beyond).open())
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining("has not so many changes")
                    .hasMessageContaining("from=" + beyond)
                    .hasMessageContaining("changes=" + changes);
        }
    }

    @Test
    void refusesWhatItCannotTell() {
        try (RemDatabase db = open()) {
            long last = sequence(db);
            assertThatThrownBy(() -> db.changes().of("nots").open())
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
            assertThatThrownBy(() -> db.changes().from(last + 1).open())
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining("last=" + last);
            assertThatThrownBy(
                            () -> db.changes().from(new ChangePosition(last, 1)).open())
                    .hasMessageContaining("does not reach so far");
            db.changes().from(last).open().close();
        }
        try (RemDatabase db = open("P8_WAL_ENABLED", "false")) {
            assertThatThrownBy(() -> db.changes().open())
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }
    }

    @Test
    void aReaderWhoIsTooSlowIsToldSoAndHoldsNothing() {
        try (RemDatabase db = open("P8_WAL_MAX_SIZE_MB", "1")) {
            db.schemas().register(Schema.parse(NOTES));
            try (ChangeCursor slow = db.changes().from(0).open()) {
                assertThat(slow.hasNext()).isTrue();
                String text = "x".repeat(100_000);
                long deadline = System.nanoTime() + SOON.toNanos();
                ChangePosition oldest = ChangePosition.after(0);
                while (oldest.sequence() == 0) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    db.insert("notes", "{\"name\": \"a\", \"text\": \"" + text + "\"}");
                    try (ChangeCursor changes = db.changes().fromOldest().open()) {
                        oldest = changes.position();
                    }
                }
                ChangePosition first = oldest;

                assertThatThrownBy(() -> slow.forEachRemaining(change -> {}))
                        .isInstanceOfSatisfying(RemException.class, e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                            assertThat(e.hint().orElseThrow()).contains("rem export");
                        })
                        .hasMessageContaining("oldest=");
                assertThatThrownBy(() -> db.changes().from(first.sequence() - 1).open())
                        .hasMessageContaining("does not go back so far");
                assertThat(db.changes().fromOldest().untilNow().stream()).isNotEmpty();
            }
        }
    }

    @Test
    void aWaitEndsWithTheCursorTheDatabaseOrTheThread() throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            RemDatabase db = open();
            ChangeCursor closed = db.changes().open();
            Future<Boolean> waiting = threads.submit(closed::hasNext);
            closed.close();
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isFalse();
            assertThat(closed.ended()).isTrue();

            CountDownLatch begun = new CountDownLatch(1);
            Future<RemException> interrupted = threads.submit(() -> {
                try (ChangeCursor changes = db.changes().open()) {
                    Thread.currentThread().interrupt();
                    begun.countDown();
                    var _ = changes.hasNext();
                    return null;
                } catch (RemException e) {
                    var _ = Thread.interrupted();
                    return e;
                }
            });
            begun.await();
            assertThat(interrupted.get(60, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CANCELLED);

            ChangeCursor open = db.changes().open();
            Future<RemException> ended = threads.submit(() -> {
                try {
                    var _ = open.hasNext();
                    return null;
                } catch (RemException e) {
                    return e;
                }
            });
            db.close();
            assertThat(ended.get(60, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Test
    void endsBehindACommitThatIsStillToCome() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(NOTES));
            long until = sequence(db) + 2;
            try (ChangeCursor changes = db.changes().until(until).open()) {
                db.insert("notes", "{\"name\": \"a\"}");
                db.insert("notes", "{\"name\": \"b\"}");
                db.insert("notes", "{\"name\": \"c\"}");
                List<Change> seen = new ArrayList<>();
                changes.forEachRemaining(seen::add);
                assertThat(seen).hasSize(2);
                assertThat(changes.position()).isEqualTo(ChangePosition.after(until));
            }
        }
    }
}
