package io.remdb.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.WriteResult;
import io.remdb.server.support.Databases;
import io.remdb.server.support.Way;
import io.remdb.spi.BatchRequest;
import io.remdb.spi.WriteRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that is asked for again, because its answer was lost, takes place once. */
@ParameterizedClass
@EnumSource(names = {"LOCAL", "REMOTE"})
class OnceTest {
    @TempDir
    Path folder;

    private final Way way;

    @SuppressWarnings("NullAway.Init")
    private Way.Opened opened;

    @SuppressWarnings("NullAway.Init")
    private RemDatabase db;

    OnceTest(Way way) {
        this.way = way;
    }

    @BeforeEach
    void open() throws IOException {
        opened = way.open(folder);
        db = opened.database();
        db.schemas().register(Schema.parse(Databases.ARTICLES));
        db.schemas().register(Schema.parse(Databases.EVENTS));
    }

    @AfterEach
    void close() {
        opened.close();
    }

    /** What is answered the second time; the first answer is lost. */
    private static <T> T twice(Supplier<T> write) {
        UUID id = UUID.randomUUID();
        T first = new WriteRequest(id, false).during(write);
        T second = new WriteRequest(id, true).during(write);
        assertThat(second).isEqualTo(first);
        return second;
    }

    @Test
    void anInsertOfARowWithoutAKey() {
        WriteResult result = twice(() -> db.insert("events", Databases.event(1)));
        assertThat(result.action()).isEqualTo(WriteResult.Action.CREATED);
        assertThat(db.get(result.id())).isPresent();
        assertThat(db.count("events")).isEqualTo(1);
    }

    @Test
    void anInsertDoesNotUndoWhatOthersHaveDoneSince() {
        UUID request = UUID.randomUUID();
        Supplier<WriteResult> insert = () -> db.insert("articles", Databases.article("a", "text", "mine", 1));
        WriteResult result = new WriteRequest(request, false).during(insert);
        db.update(result.id(), "{\"category\": \"theirs\"}");
        assertThat(new WriteRequest(request, true).during(insert)).isEqualTo(result);
        assertThat(db.get(result.id())
                        .orElseThrow()
                        .properties()
                        .get("category")
                        .stringValue())
                .isEqualTo("theirs");
    }

    @Test
    void anUpdate() {
        UUID id = db.insert("events", Databases.event(1)).id();
        Entity row = twice(() -> db.update(id, "{\"count\": 5}"));
        assertThat(row.properties().get("count").intValue()).isEqualTo(5);
    }

    @Test
    void aComparisonAndSet() {
        UUID id = db.insert("events", Databases.event(1)).id();
        Instant seen = db.get(id).orElseThrow().modifiedAt();
        Entity row = twice(() -> db.updateIfUnmodified(id, "{\"count\": 5}", seen));
        assertThat(row.properties().get("count").intValue()).isEqualTo(5);
        assertThat(catchThrowableOfType(RemException.class, () -> db.updateIfUnmodified(id, "{\"count\": 6}", seen))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void deletions() {
        UUID id = db.insert("events", Databases.event(1)).id();
        Deletion soft = twice(() -> db.delete(id, Deletion.Mode.SOFT));
        assertThat(db.get(id).orElseThrow().deletedAt()).isEqualTo(soft.deletedAt());
        twice(() -> db.delete(id, Deletion.Mode.HARD));
        assertThat(db.get(id)).isEmpty();
    }

    @Test
    void edges() {
        UUID a = db.insert("events", Databases.event(1)).id();
        UUID b = db.insert("events", Databases.event(2)).id();
        Edge edge = twice(() -> db.link(a, b, "next", Map.of("n", 1)));
        assertThat(db.get(a).orElseThrow().edges()).containsExactly(edge);
        twice(() -> db.link(a.toString(), b.toString(), "other", "{}"));
        assertThat(twice(() -> db.unlink(a.toString(), b.toString(), "next"))).isTrue();
        assertThat(db.unlink(a.toString(), b.toString(), "next")).isFalse();
    }

    @Test
    void statements() {
        db.insertAll("events", Databases.events(0, 10).iterator(), BatchOptions.DEFAULTS);
        assertThat(twice(() -> counts("UPDATE events SET count = count + 1 WHERE number < 5")))
                .containsExactly(0L, 5L, 0L);
        assertThat(Databases.number(db, "SELECT sum(count) FROM events")).isEqualTo(5);
        assertThat(twice(() -> counts("INSERT INTO events (number, count) VALUES (100, 0), (101, 0)")))
                .containsExactly(2L, 0L, 0L);
        assertThat(twice(() -> counts("DELETE FROM events WHERE number >= 100")))
                .containsExactly(0L, 0L, 2L);
        assertThat(db.count("events")).isEqualTo(10);
        // What only reads, or finds nothing to write, is done again.
        assertThat(twice(() -> counts("UPDATE events SET count = 9 WHERE number = 77")))
                .containsExactly(0L, 0L, 0L);
        assertThat(twice(() -> Databases.number(db, "SELECT count(*) FROM events")))
                .isEqualTo(10);
    }

    private List<Long> counts(String statement) {
        try (QueryResult result = db.query(statement)) {
            Row row = result.iterator().next();
            return List.of(row.number("inserted"), row.number("updated"), row.number("deleted"));
        }
    }

    @Test
    void writesOfSeveralTables() {
        UUID gone = db.insert("events", Databases.event(1)).id();
        UUID given = UUID.randomUUID();
        WriteBatchResult result = twice(() -> db.write(WriteBatch.builder()
                .insert("events", Databases.event(2))
                .insert("articles", Databases.article("a", "text", "mine", 1))
                .insert("events", Databases.event(3), given)
                .delete(gone, Deletion.Mode.HARD)
                .build()));
        assertThat(result).isEqualTo(new WriteBatchResult(3, 0, 1));
        assertThat(db.count("events")).isEqualTo(2);
        assertThat(db.get(given).orElseThrow().properties().get("number").intValue())
                .isEqualTo(3);
    }

    @Test
    void whatWasRefusedIsRefusedAgain() {
        UUID request = UUID.randomUUID();
        for (boolean again : List.of(false, true)) {
            assertThat(catchThrowableOfType(
                                    RemException.class,
                                    () -> new WriteRequest(request, again).during(() -> db.insert("events", "{}")))
                            .code())
                    .isEqualTo(ErrorCode.VALIDATION_FAILED);
        }
    }

    @Test
    void aRequestWhoseFirstAskingIsNotKnownOf() {
        UUID request = UUID.randomUUID();
        WriteResult first = new WriteRequest(request, false).during(() -> db.insert("events", Databases.event(1)));
        // As if the first were being done while the second came: the receipt is found at the commit.
        WriteResult second = new WriteRequest(request, false).during(() -> db.insert("events", Databases.event(1)));
        assertThat(second).isEqualTo(first);
        assertThat(db.count("events")).isEqualTo(1);
    }

    @Test
    void rowsWithoutAKeyThatComeAgainInABatch() {
        BatchRequest batch = new BatchRequest(UUID.randomUUID(), 0);
        List<String> rows = Databases.events(0, 100);
        batch.during(() -> opened.itself().insertAll("events", rows.iterator(), BatchOptions.DEFAULTS));
        BatchRequest rest = new BatchRequest(batch.id(), 50);
        rest.during(
                () -> opened.itself().insertAll("events", rows.subList(50, 100).iterator(), BatchOptions.DEFAULTS));
        assertThat(db.count("events")).isEqualTo(100);
        opened.itself().insertAll("events", rows.iterator(), BatchOptions.DEFAULTS);
        assertThat(db.count("events")).isEqualTo(200);
    }
}
