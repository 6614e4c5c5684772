package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Edge;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas.Evolution;
import io.remdb.SearchMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All rows of a batch or none; and what a batch does to others meanwhile. */
class StrictBatchTest {
    private static final BatchOptions STRICT =
            BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING).withChunkRows(2);
    /** The articles with a year that every row has. */
    private static final String STRICTER =
            Databases.ARTICLES.replace("[\"title\", \"content\"]", "[\"title\", \"content\", \"year\"]");

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
    void linksMayPointToAnyRowOfTheBatch() {
        List<String> rows = new ArrayList<>(rows(6));
        rows.set(0, rows.getFirst().replace("\"year\"", "\"edges\": [\"Title 5\"], \"year\""));
        rows.set(5, rows.get(5).replace("\"year\"", "\"edges\": [\"Title 1\"], \"year\""));

        BatchResult result = db.insertAll("articles", rows.iterator(), STRICT);

        assertThat(result.errors()).isEmpty();
        assertThat(result.inserted()).isEqualTo(6);
        assertThat(db.lookup("Title 0").getFirst().edges())
                .extracting(Edge::dst)
                .containsExactly(db.lookup("Title 5").getFirst().id());
    }

    @Test
    void aLinkToNothingCallsOffAllRows() {
        List<String> rows = new ArrayList<>(rows(6));
        rows.set(4, rows.get(4).replace("\"year\"", "\"edges\": [\"Title 77\"], \"year\""));

        BatchResult result = db.insertAll("articles", rows.iterator(), STRICT);

        assertThat(result.failed()).isEqualTo(6);
        assertThat(result.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(5);
            assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
        });
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void progressIsToldBeforeAnythingIsWritten() {
        List<String> told = new ArrayList<>();
        BatchOptions options =
                STRICT.withProgress((done, total) -> told.add(done + "/" + total + " " + db.count("articles")));
        db.insertAll("articles", rows(5).iterator(), options);
        assertThat(told).startsWith("2/5 0", "4/5 0", "5/5 0").endsWith("5/5 5");

        told.clear();
        db.insertAll("articles", rows(8).iterator(), options.withMode(BatchOptions.Mode.SKIP_INVALID));
        assertThat(told).containsExactly("2/-1 5", "4/-1 5", "5/-1 5", "6/-1 6", "8/-1 6", "8/-1 8");
    }

    @Test
    void anInterruptWhileRowsAreCheckedWritesNothing() {
        Iterator<String> rows = rows(20).stream()
                .peek(row -> {
                    if (row.contains("Title 13")) {
                        Thread.currentThread().interrupt();
                    }
                })
                .iterator();
        fails(rows, ErrorCode.CANCELLED);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void anInterruptWhileRowsAreEmbeddedWritesNothing() {
        Thread inserting = Thread.currentThread();
        WordsEmbeddingProvider.BEFORE_CALL.set(inserting::interrupt);
        fails(rows(20).iterator(), ErrorCode.CANCELLED);
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void aModelThatFailsLateWritesNothing() {
        WordsEmbeddingProvider.CALLS_UNTIL_FAILURE.set(3);
        fails(rows(20).iterator(), ErrorCode.UNAVAILABLE);
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void anIteratorThatThrowsAfterItsEndStillCallsEverythingOff() {
        AtomicBoolean stopped = new AtomicBoolean();
        Iterator<String> rows = rows(6).iterator();
        WordsEmbeddingProvider.BEFORE_CALL.set(() -> stopped.set(true));
        Iterator<String> stoppable = new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (stopped.get()) {
                    throw new RemException(ErrorCode.CANCELLED, "Stopped");
                }
                return rows.hasNext();
            }

            @Override
            public String next() {
                return rows.next();
            }
        };
        fails(stoppable, ErrorCode.CANCELLED);
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void anIdOfAnotherTableLateInTheBatchWritesNothing() {
        UUID foreign = db.insert("articles", rows(1).getFirst()).id();
        Iterator<String> sessions = IntStream.range(0, 6)
                .mapToObj(i -> "{\"id\": \"" + (i == 5 ? foreign : UUID.randomUUID()) + "\", \"user_id\": \"me\"}")
                .iterator();
        assertThatThrownBy(() -> db.insertAll("sessions", sessions, STRICT))
                .isInstanceOfSatisfying(RemException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(error.details()).containsEntry("written", "0").containsEntry("id", foreign.toString());
                });
        assertThat(db.count("sessions")).isZero();
    }

    @Test
    void anUnchangedTextThatAnotherWriterChangesIsEmbeddedOrNothingIsWritten() {
        db.insert("articles", rows(6).get(5));
        // While the last chunk is embedded, which has that text and another.
        onCall(3, () -> {
            db.update(db.lookup("Title 5").getFirst().id(), "{\"content\": \"other\"}");
            WordsEmbeddingProvider.CALLS_UNTIL_FAILURE.set(1);
        });
        fails(rows(6).iterator(), ErrorCode.UNAVAILABLE);
        assertThat(db.count("articles")).isEqualTo(1);

        WordsEmbeddingProvider.reset();
        db.insert("articles", rows(6).get(5));
        onCall(3, () -> db.update(db.lookup("Title 5").getFirst().id(), "{\"content\": \"another\"}"));
        assertThat(db.insertAll("articles", rows(6).iterator(), STRICT).updated())
                .isEqualTo(1);
        assertThat(db.search("content number5")
                        .in("articles")
                        .mode(SearchMode.SEMANTIC)
                        .limit(1)
                        .run())
                .extracting(hit -> hit.entity().properties().get("title").stringValue())
                .containsExactly("Title 5");
    }

    @Test
    void allRowsAreOneWrite() {
        long before = db.info().sequence();
        List<String> rows = new ArrayList<>(rows(7));
        rows.add(rows.getFirst());

        BatchResult result = db.insertAll("articles", rows.iterator(), STRICT);

        assertThat(result.inserted()).isEqualTo(7);
        assertThat(result.updated()).isEqualTo(1);
        assertThat(db.info().sequence()).isEqualTo(before + 1);
        assertThat(db.insertAll("articles", List.<String>of().iterator(), STRICT)
                        .inserted())
                .isZero();
    }

    @Test
    void aSchemaThatIsChangedWhileRowsAreEmbeddedJudgesThemAll() {
        List<String> rows = new ArrayList<>(rows(6));
        rows.set(5, "{\"title\": \"No year\", \"content\": \"text\"}");
        onFirstCall(() -> db.schemas().register(Schema.parse(STRICTER), Evolution.FORCED, ProgressListener.NONE));

        BatchResult result = db.insertAll("articles", rows.iterator(), STRICT);

        assertThat(result.inserted() + result.updated()).isZero();
        assertThat(result.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.line()).isEqualTo(6));
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void aSchemaIsChangedWhileAChunkIsEmbeddedAndTheChunkObeysIt() {
        List<String> rows = new ArrayList<>(rows(6));
        rows.set(5, "{\"title\": \"No year\", \"content\": \"text\"}");
        onFirstCall(() -> db.schemas().register(Schema.parse(STRICTER), Evolution.FORCED, ProgressListener.NONE));

        BatchResult result = db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);

        assertThat(result.inserted()).isEqualTo(5);
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void aSchemaIsChangedWhileARowIsEmbeddedAndTheRowObeysIt() {
        String indexed = Databases.ARTICLES.replace("[\"category\", \"year\", \"tags\"]", "[\"category\", \"title\"]");
        onFirstCall(() -> db.schemas().register(Schema.parse(indexed)));
        db.insert("articles", rows(1).getFirst());
        onFirstCall(() -> db.schemas().register(Schema.parse(Databases.ARTICLES)));
        db.update(db.lookup("Title 0").getFirst().id(), "{\"content\": \"changed\", \"year\": 9}");

        try (QueryResult result = db.query("SELECT title FROM articles WHERE year = 9")) {
            assertThat(result.stream().map(row -> row.string("title"))).containsExactly("Title 0");
        }
    }

    @Test
    void aChunkIsBoundedInSizeToo() {
        long before = db.info().sequence();
        String text = "x".repeat(1 << 20);
        Iterator<String> rows = IntStream.range(0, 10)
                .mapToObj(i -> article("Title " + i, "content", "c", i)
                        .replace("\"year\"", "\"note\": \"" + text + "\", \"year\""))
                .iterator();
        assertThat(db.insertAll("articles", rows, BatchOptions.DEFAULTS).inserted())
                .isEqualTo(10);
        assertThat(db.info().sequence() - before).isGreaterThanOrEqualTo(3);
    }

    /** In another thread: the model is called by the one that writes. */
    static void onFirstCall(Runnable action) {
        onCall(1, action);
    }

    private static void onCall(int number, Runnable action) {
        AtomicInteger calls = new AtomicInteger();
        WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
            if (calls.incrementAndGet() != number) {
                return;
            }
            Thread thread = Thread.ofPlatform().start(action);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void fails(Iterator<String> rows, ErrorCode code) {
        assertThatThrownBy(() -> db.insertAll("articles", rows, STRICT))
                .isInstanceOfSatisfying(RemException.class, error -> {
                    assertThat(error.code()).isEqualTo(code);
                    assertThat(error.details()).containsEntry("written", "0");
                });
    }

    private static List<String> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> article("Title " + i, "content number" + i, "c", i))
                .toList();
    }
}
