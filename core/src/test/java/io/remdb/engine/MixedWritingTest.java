package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of several tables and deletions as one write, whatever others do meanwhile. */
class MixedWritingTest {
    private static final String NOTES = """
            {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
             "properties": {"text": {"type": "string"}}, "required": ["text"]}""";

    private RemDatabase db;

    @BeforeEach
    void open() {
        db = Databases.withArticles();
        db.schemas().register(Schema.parse(NOTES));
        WordsEmbeddingProvider.reset();
    }

    @AfterEach
    void close() {
        db.close();
        WordsEmbeddingProvider.reset();
    }

    private static String article(String title, String content, int year) {
        return "{\"title\": \"%s\", \"content\": \"%s\", \"year\": %d}".formatted(title, content, year);
    }

    /** Run while the texts of the batch are being embedded, once. */
    private static void meanwhile(Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
            if (done.compareAndSet(false, true)) {
                CompletableFuture.runAsync(work).join();
            }
        });
    }

    @Test
    void aRowThatIsChangedMeanwhileIsReplacedAsItIsThen() {
        UUID id = db.insert("articles", article("one", "text", 1)).id();
        WordsEmbeddingProvider.reset();
        meanwhile(() -> db.link(id, id, "itself", Map.of()));
        WriteBatchResult result = db.write(WriteBatch.builder()
                .insert("articles", article("one", "another text", 2))
                .insert("notes", "{\"text\": \"a note\"}")
                .build());
        assertThat(result).isEqualTo(new WriteBatchResult(1, 1, 0));
        Entity row = db.get(id).orElseThrow();
        assertThat(row.properties().get("year").intValue()).isEqualTo(2);
        assertThat(row.edges()).hasSize(1);

        meanwhile(() -> db.update(id, "{\"year\": 3}"));
        WordsEmbeddingProvider.CALLS.set(0);
        db.write(WriteBatch.builder()
                .insert("articles", article("one", "a third text", 4))
                .build());
        assertThat(db.get(id).orElseThrow().properties().get("year").intValue()).isEqualTo(4);
        // The second attempt has the vectors of the first.
        assertThat(WordsEmbeddingProvider.CALLS).hasValue(1);
    }

    @Test
    void aTableThatIsChangedMeanwhileJudgesTheRowsAnew() {
        meanwhile(() -> db.schemas()
                .register(
                        Schema.parse(NOTES.replace("[\"text\"]", "[\"text\", \"by\"]")
                                .replace("1.0.0", "2.0.0")
                                .replace(
                                        "\"text\": {\"type\": \"string\"}",
                                        "\"text\": {\"type\": \"string\"}, \"by\": {\"type\": \"string\"}")),
                        Schemas.Evolution.FORCED,
                        (done, total) -> {}));
        RemException refused = catchThrowableOfType(
                RemException.class,
                () -> db.write(WriteBatch.builder()
                        .insert("notes", "{\"text\": \"a note\"}")
                        .insert("articles", article("one", "text", 1))
                        .build()));
        assertThat(refused.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(refused).hasMessageContaining("by is required");
        assertThat(db.count("articles")).isZero();
    }

    @Test
    void rowsThatPointAtEachOtherGoTogether() {
        UUID one = db.insert("articles", article("one", "text", 1)).id();
        UUID two = db.insert("articles", article("two", "text", 1)).id();
        db.link(one, two, "next", Map.of());
        db.link(two, one, "back", Map.of());
        WriteBatchResult result = db.write(WriteBatch.builder()
                .delete(one, Deletion.Mode.SOFT)
                .delete(one, Deletion.Mode.HARD)
                .delete(two, Deletion.Mode.HARD)
                .build());
        assertThat(result).isEqualTo(new WriteBatchResult(0, 0, 2));
        assertThat(db.count("articles")).isZero();
        assertThat(db.get(one)).isEmpty();
        assertThat(db.operations().verify((done, total) -> {}).findings()).isEmpty();
    }

    @Test
    void softDeletionsHideRowsOnce() {
        UUID one = db.insert("articles", article("one", "text", 1)).id();
        WriteBatch batch = WriteBatch.builder().delete(one, Deletion.Mode.SOFT).build();
        assertThat(db.write(batch).deleted()).isEqualTo(1);
        assertThat(db.write(batch).deleted()).isZero();
        assertThat(db.get(one).orElseThrow().deletedAt()).isNotNull();
    }

    @Test
    void oneRowTwiceIsOneRowAndAnIdIsForRowsWithoutAKey() {
        UUID given = UUID.randomUUID();
        WriteBatchResult result = db.write(WriteBatch.builder()
                .insert("articles", article("one", "first", 1), given)
                .insert("articles", article("one", "second", 2))
                .insert("notes", "{\"text\": \"a note\"}", given)
                .build());
        assertThat(result).isEqualTo(new WriteBatchResult(2, 1, 0));
        assertThat(db.lookup("one").getFirst().properties().get("content").stringValue())
                .isEqualTo("second");
        assertThat(db.get(given).orElseThrow().entityType()).isEqualTo("notes");
        // It is the notes' now.
        assertThatThrownBy(() -> db.write(WriteBatch.builder()
                        .insert(
                                "notes",
                                "{\"text\": \"a\"}",
                                db.lookup("one").getFirst().id())
                        .build()))
                .hasMessageContaining("another table");
    }

    @Test
    void refusesWhatIsTooLargeToBeOneWrite() {
        WriteBatch.Builder many = WriteBatch.builder();
        for (int i = 0; i <= WriteBatch.MOST_WRITES; i++) {
            many.delete(UUID.randomUUID(), Deletion.Mode.HARD);
        }
        assertThatThrownBy(many::build).hasMessageContaining("writes=250001");
        WriteBatch.Builder large = WriteBatch.builder();
        String text = "x".repeat(1 << 20);
        for (int i = 0; i < 65; i++) {
            large.insert("notes", text);
        }
        assertThat(catchThrowableOfType(RemException.class, large::build).code())
                .isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void anInterruptWritesNothing() {
        Thread writing = Thread.currentThread();
        WordsEmbeddingProvider.BEFORE_CALL.set(writing::interrupt);
        WriteBatch.Builder batch = WriteBatch.builder();
        for (int i = 0; i < 10; i++) {
            batch.insert("articles", article("title " + i, "text " + i, i));
        }
        RemException refused = catchThrowableOfType(RemException.class, () -> db.write(batch.build()));
        assertThat(refused.code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(db.count("articles")).isZero();
    }
}
