package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas.Evolution;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a statement that writes while others write, change its table, or stop it. */
class SqlWritingBesideOthersTest {
    private final RemDatabase database = Databases.withArticles();

    @BeforeEach
    void resetModel() {
        WordsEmbeddingProvider.reset();
    }

    @AfterEach
    void close() {
        WordsEmbeddingProvider.reset();
        database.close();
    }

    @Test
    void vectorsOfAModelThatTheTableHasNoMoreAreNotWritten() {
        articles(2);
        String other = Databases.ARTICLES.replace(
                "\"embedding_fields\"", "\"embedding_provider\": \"words:32\", \"embedding_fields\"");
        StrictBatchTest.onFirstCall(
                () -> database.schemas().register(Schema.parse(other), Evolution.FORCED, ProgressListener.NONE));

        assertThat(counts("UPDATE articles SET content = content || ' more'")).contains("\"updated\":2");

        for (UUID id : ids()) {
            assertThat(database.getWithEmbeddings(id).orElseThrow().embeddings().get("embedding"))
                    .hasSize(32);
        }
    }

    @Test
    void othersDoNotWaitForAModelWhenAStatementIsRunForTheFourthTime() {
        articles(3500);
        List<UUID> ids = ids();
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean waited = new AtomicBoolean();
        WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
            // Rows that the statement looks at next, so that this attempt and the next two are called off.
            int call = calls.incrementAndGet();
            if (call <= 4) {
                UUID id = ids.get((1000 * call + 250) % ids.size());
                Thread other = Thread.ofPlatform().start(() -> database.update(id, "{\"year\": 1}"));
                waited.compareAndSet(false, !join(other));
            }
        });

        assertThat(counts("UPDATE articles SET content = content || ' more'")).contains("\"updated\":3500");

        assertThat(calls).hasValueGreaterThanOrEqualTo(4);
        assertThat(waited).isFalse();
        try (QueryResult result =
                database.query("SELECT count(*) FROM articles WHERE year = 1 AND content LIKE '% more'")) {
            assertThat(result.iterator().next().value(0)).isEqualTo(5L);
        }
    }

    @Test
    void anInsertIsInterruptedBetweenItsParts() {
        Thread writing = Thread.currentThread();
        WordsEmbeddingProvider.BEFORE_CALL.set(writing::interrupt);
        RemException error = catchThrowableOfType(
                RemException.class,
                () -> counts(
                        "INSERT INTO articles (title, content) SELECT 't' || x, 'c' || x FROM SYSTEM_RANGE(1, 1500)"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(WordsEmbeddingProvider.CALLS).hasValue(1);
        assertThat(database.count("articles")).isZero();
    }

    /** False when it does not end while the statement waits. */
    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void articles(int count) {
        counts(
                "INSERT INTO articles (title, content, year) SELECT 't' || x, 'c' || x, CASE WHEN x = 1 THEN 1 ELSE 5 END "
                        + "FROM SYSTEM_RANGE(1, " + count + ")");
    }

    /** In the order in which an UPDATE without a condition reads them. */
    private List<UUID> ids() {
        try (QueryResult result = database.query("SELECT id FROM articles")) {
            return result.stream()
                    .map(row -> UUID.fromString(String.valueOf(row.value(0))))
                    .toList();
        }
    }

    private String counts(String sql) {
        try (QueryResult result = database.query(sql)) {
            return result.iterator().next().json().toString();
        }
    }
}
