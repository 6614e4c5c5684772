package io.remdb.engine;

import static io.remdb.engine.BuildingTest.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.EdgeDirection;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SchemaRegistration;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.spi.replication.ReplicatedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows whose time has come are removed, and no others. What the background does is done here at a time that the test says. */
class ExpiringTest {
    private static final String NOTES = """
            {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes",
             "properties": {"title": {"type": "string"}, "until": {"type": "string", "format": "date-time"}},
             "required": ["title"], "json_schema_extra": {"key_field": "title", "embedding_fields": ["title"]%s}}""";
    private static final String MINUTE = ", \"ttl_seconds\": 60";
    private static final String UNTIL = ", \"expires_at\": \"until\"";

    private static RemDatabase open(String lifetime) {
        RemDatabase db = Databases.inMemory();
        db.schemas().register(Schema.parse(NOTES.formatted(lifetime)));
        return db;
    }

    private static UUID note(RemDatabase db, String title) {
        return db.insert("notes", "{\"title\": \"" + title + "\"}").id();
    }

    private static UUID note(RemDatabase db, String title, Instant until) {
        return db.insert("notes", "{\"title\": \"" + title + "\", \"until\": \"" + until + "\"}")
                .id();
    }

    private static long sweep(RemDatabase db, Duration later) {
        return ((ObservedDatabase) db)
                .inner()
                .upkeep()
                .expiry()
                .sweep(Instant.now().plus(later))
                .rows();
    }

    @Test
    void aRowGoesSoLongAfterItsLastChangeWithAllThatBelongsToIt() {
        try (RemDatabase db = open(MINUTE)) {
            UUID note = note(db, "a note about rivers");
            UUID other = db.insert("resources", "{\"name\": \"r\", \"content\": \"stays\", \"uri\": \"r\"}")
                    .id();
            db.link(note, other, "about", Map.of());
            db.link(other, note, "in", Map.of());
            assertThat(sweep(db, Duration.ofSeconds(50))).isZero();
            assertThat(db.search("rivers").in("notes").run()).hasSize(1);

            assertThat(sweep(db, Duration.ofSeconds(61))).isEqualTo(1);

            assertThat(db.get(note)).isEmpty();
            assertThat(db.count("notes")).isZero();
            assertThat(db.lookup("a note about rivers")).isEmpty();
            assertThat(db.search("rivers").in("notes").run()).isEmpty();
            assertThat(db.get(other).orElseThrow().edges()).isEmpty();
            try (var edges = db.edges(other.toString(), EdgeDirection.BOTH, List.of())) {
                assertThat(edges.hasNext()).isFalse();
            }
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aChangeBeginsTheTimeAnew() {
        try (RemDatabase db = open(MINUTE)) {
            UUID note = note(db, "n");
            Instant written = db.get(note).orElseThrow().modifiedAt();
            // The clock is of microseconds: the next change is later whatever the machine's clock says.
            Instant changed = db.update(note, "{\"x\": 1}").modifiedAt();
            Expiry expiry = ((ObservedDatabase) db).inner().upkeep().expiry();

            assertThat(expiry.sweep(written.plusSeconds(60)).rows()).isZero();
            assertThat(expiry.sweep(changed.plusSeconds(60)).rows()).isEqualTo(1);
        }
    }

    @Test
    void aRowGoesWhenItsFieldSays() {
        try (RemDatabase db = open(UNTIL)) {
            Instant soon = Instant.now().plusSeconds(1000);
            UUID first = note(db, "first", soon);
            UUID second = note(db, "second", soon.plusSeconds(1));
            UUID never = note(db, "never");
            Expiry expiry = ((ObservedDatabase) db).inner().upkeep().expiry();

            assertThat(expiry.sweep(soon).rows()).isEqualTo(1);
            assertThat(db.get(first)).isEmpty();
            assertThat(db.get(second)).isPresent();

            assertThat(expiry.sweep(soon.plusSeconds(1_000_000)).rows()).isEqualTo(1);
            assertThat(db.get(second)).isEmpty();
            assertThat(db.get(never)).isPresent();
        }
    }

    @Test
    void whicheverComesFirst() {
        try (RemDatabase db = open(MINUTE + UNTIL)) {
            Instant now = Instant.now();
            UUID byField = note(db, "by field", now.plusSeconds(30));
            UUID byAge = note(db, "by age", now.plusSeconds(1000));

            assertThat(sweep(db, Duration.ofSeconds(31))).isEqualTo(1);
            assertThat(db.get(byField)).isEmpty();
            assertThat(sweep(db, Duration.ofSeconds(70))).isEqualTo(1);
            assertThat(db.get(byAge)).isEmpty();
        }
    }

    @Test
    void softDeletedRowsGoToo() {
        try (RemDatabase db = open(MINUTE)) {
            // Without an order in its indexes, an encrypted store does not find them: rem vacuum does.
            UUID note = note(db, "n");
            db.delete(note, Deletion.Mode.SOFT);
            long expected = db.info().encrypted() ? 0 : 1;

            assertThat(sweep(db, Duration.ofSeconds(100))).isEqualTo(expected);
        }
    }

    @Test
    void aRowThatIsWrittenWithATimeThatHasPassedIsFoundLater() {
        try (RemDatabase db = open(UNTIL)) {
            Expiry expiry = ((ObservedDatabase) db).inner().upkeep().expiry();
            Instant now = Instant.now().plusSeconds(500);
            note(db, "one", now.minusSeconds(1));
            assertThat(expiry.sweep(now).rows()).isEqualTo(1);
            note(db, "two", now.minusSeconds(100));

            assertThat(expiry.sweep(now.plusSeconds(60)).rows()).isEqualTo(1);
        }
    }

    @Test
    void aChangedSchemaHoldsForTheRowsThatAreThere() {
        try (RemDatabase db = open("")) {
            note(db, "old");
            note(db, "with a time", Instant.now().plusSeconds(10_000));
            assertThat(sweep(db, Duration.ofDays(1000))).isZero();

            SchemaRegistration added = db.schemas().register(Schema.parse(NOTES.formatted(UNTIL)));
            assertThat(added.changes())
                    .anyMatch(change -> change.contains("rows expired never and expire when their until says"));
            assertThat(sweep(db, Duration.ofDays(1))).isEqualTo(1);

            db.schemas().register(Schema.parse(NOTES.formatted(MINUTE)));
            db.schemas().register(Schema.parse(NOTES.formatted("")));
            assertThat(sweep(db, Duration.ofDays(1000))).isZero();

            db.schemas().register(Schema.parse(NOTES.formatted(MINUTE)));
            assertThat(sweep(db, Duration.ofSeconds(100))).isEqualTo(1);
            assertThat(db.count("notes")).isZero();
        }
    }

    @Test
    void moreThanAUnitOfThemGo() {
        try (RemDatabase db = open(MINUTE)) {
            int rows = 2 * RowRemover.MOST_ROWS + 7;
            db.insertAll(
                    "notes",
                    IntStream.range(0, rows)
                            .mapToObj(i -> "{\"title\": \"note " + i + "\"}")
                            .iterator(),
                    BatchOptions.DEFAULTS);

            assertThat(sweep(db, Duration.ofSeconds(100))).isEqualTo(rows);
            assertThat(db.count("notes")).isZero();
        }
    }

    @Test
    void nobodyHasToAsk() {
        try (RemDatabase db = open(UNTIL)) {
            UUID gone = note(db, "gone", Instant.now().minusSeconds(5));
            UUID stays = note(db, "stays", Instant.now().plusSeconds(5000));

            eventually(() -> db.get(gone).isEmpty());
            assertThat(db.get(stays)).isPresent();
        }
    }

    @Test
    void anEncryptedDatabaseFindsThemToo(@TempDir Path folder) {
        OpenOptions options = new OpenOptions(
                OpenOptions.Creation.IF_MISSING, Databases.config(), OpenOptions.Sharing.ALONE, TestKeys.encrypted());
        try (RemDatabase db = LocalDatabaseProvider.open(folder.resolve("db"), options, SearchSizes.PRODUCTION)) {
            db.schemas().register(Schema.parse(NOTES.formatted(MINUTE + UNTIL)));
            UUID byField = note(db, "by field", Instant.now().plusSeconds(30));
            UUID byAge = note(db, "by age");

            assertThat(sweep(db, Duration.ofSeconds(31))).isEqualTo(1);
            assertThat(db.get(byField)).isEmpty();
            assertThat(db.get(byAge)).isPresent();
            assertThat(sweep(db, Duration.ofSeconds(100))).isEqualTo(1);
            assertThat(db.get(byAge)).isEmpty();
        }
    }

    @Test
    void aReplicaHearsOfItFromItsPrimary(@TempDir Path folder) throws InterruptedException {
        Path primaryPath = folder.resolve("primary");
        Path replicaPath = folder.resolve("replica");
        try (ReplicatedDatabase primary = Replicas.open(primaryPath)) {
            primary.schemas().register(Schema.parse(NOTES.formatted(UNTIL)));
            UUID note = note(primary, "n", Instant.now().plusSeconds(10_000));
            Replicas.open(replicaPath).close();
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = Replicas.open(replicaPath)) {
                assertThat(replica.get(note)).isPresent();

                assertThat(sweep(primary, Duration.ofDays(1))).isEqualTo(1);
                Replicas.catchUp(primary, replica);

                assertThat(replica.get(note)).isEmpty();
            }
        }
    }
}
