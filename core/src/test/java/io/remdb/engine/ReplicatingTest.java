package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Schemas.Removal;
import io.remdb.SearchMode;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.SearchSizes;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import io.remdb.store.rocks.RawStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database ships makes of a copy of it the same database. {@link SealedReplicatingTest} does it with encrypted ones. */
class ReplicatingTest {
    @TempDir
    Path folder;

    private Path primaryPath;
    private Path replicaPath;

    @BeforeEach
    void make() {
        primaryPath = folder.resolve("primary");
        replicaPath = folder.resolve("replica");
        try (RemDatabase primary = open(primaryPath)) {
            primary.schemas().register(Schema.parse(Databases.ARTICLES));
            primary.insert("articles", Databases.article("first", "of the beginning", "a", 2001));
        }
        open(replicaPath).close();
    }

    /** A database in a folder. */
    ReplicatedDatabase open(Path path) {
        return Replicas.open(path);
    }

    @Test
    void aReplicaTellsOfTheSameChangesAndFollowsThemAsTheyCome() throws InterruptedException {
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath);
                    ChangeCursor following = replica.changes().open()) {
                UUID id = primary.insert("articles", Databases.article("second", "about a river", "b", 2002))
                        .id();
                primary.link(id, id, "is", Map.of());
                primary.delete(id, Deletion.Mode.HARD);
                Replicas.catchUp(primary, replica);

                assertThat(changes(replica)).isNotEmpty().isEqualTo(changes(primary));
                assertThat(following.next().id()).isEqualTo(id);
            }
        }
    }

    private static List<String> changes(RemDatabase database) {
        try (Stream<Change> changes = database.changes().from(0).untilNow().stream()) {
            return changes.map(change -> change.json().toString()).toList();
        }
    }

    @Test
    void aReplicaHasWhatIsWrittenAfterwards() throws InterruptedException {
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath)) {
                Replicas.assertSame(primary, replica);
                UUID id = primary.insert("articles", Databases.article("second", "about a river", "b", 2002))
                        .id();
                primary.insertAll(
                        "articles",
                        IntStream.range(0, 500)
                                .mapToObj(i -> Databases.article("row " + i, "text of row " + i, "c", 1900 + i % 100))
                                .iterator(),
                        BatchOptions.DEFAULTS);
                Replicas.catchUp(primary, replica);

                assertThat(replica.count("articles")).isEqualTo(502);
                assertThat(replica.get(id)).isEqualTo(primary.get(id));
                assertThat(replica.lookup("row 77")).hasSize(1);
                assertThat(replica.search("river")
                                .in("articles")
                                .mode(SearchMode.KEYWORD)
                                .limit(1)
                                .run()
                                .getFirst()
                                .entity()
                                .id())
                        .isEqualTo(id);
                assertThat(titles(replica, "SELECT title FROM articles WHERE category = 'c'"))
                        .hasSize(500);

                primary.update(id, "{\"category\": \"changed\"}");
                primary.link(id, primary.lookup("row 1").getFirst().id(), "near", Map.of());
                primary.delete(primary.lookup("row 2").getFirst().id(), Deletion.Mode.SOFT);
                primary.delete(primary.lookup("row 3").getFirst().id(), Deletion.Mode.HARD);
                Replicas.catchUp(primary, replica);
                assertThat(replica.lookup("row 2")).isEmpty();
                assertThat(replica.lookup("row 3")).isEmpty();
                assertThat(replica.operations().verify(ProgressListener.NONE).findings())
                        .isEmpty();
            }
        }
    }

    @Test
    void schemasFollow() throws InterruptedException {
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath)) {
                assertThat(replica.search("beginning").in("articles").run()).isNotEmpty();
                primary.schemas().register(Schema.parse(Databases.ARTICLES.replace("articles", "papers")));
                primary.insert("papers", Databases.article("paper", "with words", "p", 2000));
                Replicas.catchUp(primary, replica);
                assertThat(replica.lookup("paper")).hasSize(1);
                assertThat(titles(replica, "SELECT title FROM papers WHERE category = 'p'"))
                        .hasSize(1);

                primary.schemas().remove("papers", Removal.WITH_ROWS);
                Replicas.catchUp(primary, replica);
                assertThatThrownBy(() -> replica.count("papers"))
                        .isInstanceOfSatisfying(
                                RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
            }
        }
    }

    @Test
    void onlyWhatAReplicaHasOnItsDiskIsAnAcknowledgement() throws InterruptedException {
        try (ReplicatedDatabase primary = (ReplicatedDatabase) Databases.open(
                folder.resolve("waiting"),
                SearchSizes.PRODUCTION,
                "P8_REPLICATION_MODE",
                "primary",
                "P8_REPLICATION_ACKS",
                "1",
                "P8_REPLICATION_ACK_TIMEOUT_MS",
                "100")) {
            Replication replication = primary.replication();
            Schema articles = Schema.parse(Databases.ARTICLES);
            assertNotReplicated(() -> primary.schemas().register(articles));
            replication.keepFor("replica", Long.MAX_VALUE);
            String row = Databases.article("waits", "for a replica", "x", 2000);
            assertNotReplicated(() -> primary.insert("articles", row));
            replication.acknowledged("replica", Long.MAX_VALUE);
            primary.insert("articles", row);
            replication.keepFor("replica", Long.MAX_VALUE); // it has come back, and says nothing yet
            assertNotReplicated(() -> primary.insert("articles", row));
        }
    }

    private static void assertNotReplicated(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_REPLICATED));
    }

    @Test
    void twoCopiesThatArePromotedAreToldApart() throws InterruptedException {
        History one;
        History other;
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath)) {
                replica.promote();
                one = replica.replication().history();
                assertThatThrownBy(replica::promote).hasMessageContaining("no replica");
            }
            primary.replication().follow(Replicas.PRIMARY);
            primary.promote();
            other = primary.replication().history();
        }
        assertThat(one.epoch()).isEqualTo(other.epoch());
        History.Epoch first = one.epochs().getLast();
        History.Epoch second = other.epochs().getLast();
        assertThat(one.isOvertakenBy(second.number(), second.id()))
                .as("one of the two goes on")
                .isNotEqualTo(other.isOvertakenBy(first.number(), first.id()));
        assertThat(one.agreesUpTo(second.number(), second.id(), 1_000)).isEqualTo(first.firstSequence() - 1);
    }

    @Test
    void aReplicaTakesNoWritesUntilItIsPromoted() throws InterruptedException {
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath)) {
                String row = Databases.article("mine", "own words", "x", 2000);
                assertReadOnly(() -> replica.insert("articles", row));
                assertReadOnly(() -> replica.query("DELETE FROM articles"));
                assertReadOnly(
                        () -> replica.schemas().register(Schema.parse(Databases.ARTICLES.replace("articles", "b"))));

                long last = replica.replication().history().lastSequence();
                assertThat(replica.promote()).isEqualTo(2);
                replica.insert("articles", row);
                History history = replica.replication().history();
                History.Epoch second = history.epochs().getLast();
                assertThat(history.epochs()).containsExactly(History.FIRST_EPOCH, second);
                assertThat(second.number()).isEqualTo(2);
                assertThat(second.firstSequence()).isEqualTo(last + 1);
                assertThat(history.agreesUpTo(1, History.FIRST_EPOCH.id(), last + 5))
                        .isEqualTo(last);
                assertThat(history.agreesUpTo(2, second.id(), last + 5)).isEqualTo(last + 5);
                assertThat(history.agreesUpTo(2, new UUID(1, 2), last + 5))
                        .as("an epoch of another copy that was promoted")
                        .isEqualTo(last);

                // The former primary becomes its replica: it has nothing of its own.
                primary.replication().fence(2);
                assertReadOnly(() -> primary.insert("articles", row));
                primary.replication().follow(new ReplicaOf("promoted:50051"));
                Replicas.catchUp(replica, primary);
                assertThat(primary.replication().replicaOf()).contains(new ReplicaOf("promoted:50051"));
                assertThat(primary.replication().history().epoch()).isEqualTo(2);
            }
            try (ReplicatedDatabase replica = open(replicaPath)) {
                assertThat(replica.replication().replicaOf()).isEmpty();
                Replicas.assertSame(primary, replica);
            }
        }
    }

    /** Both were made of the same damaged files; the replica gets what its primary mends. */
    @Test
    void whatIsMendedFollows() throws Exception {
        UUID id;
        try (ReplicatedDatabase primary = open(primaryPath)) {
            id = primary.insert("articles", Databases.article("mended", "about a tower", "b", 2002))
                    .id();
            primary.flush();
        }
        // Keys are not asked for where it is not encrypted.
        try (RawStore raw = RawStore.of(primaryPath, Databases.config(), TestKeys.encrypted())) {
            raw.removeKey("mended", id).removeVector(raw.table("articles"), id, EmbeddingSlot.MAIN);
        }
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath)) {
                assertThat(replica.lookup("mended")).isEmpty();
                assertReadOnly(() -> replica.operations().repair(ProgressListener.NONE));
                assertThat(replica.operations()
                                .rebuildIndexes(List.of("articles"), ProgressListener.NONE)
                                .tables())
                        .singleElement()
                        .satisfies(table -> assertThat(table.mended()).isZero());
                assertThat(primary.operations()
                                .repair(ProgressListener.NONE)
                                .after()
                                .findings())
                        .isEmpty();
                Replicas.catchUp(primary, replica);
                assertThat(replica.lookup("mended")).hasSize(1);
                assertThat(replica.operations().verify(ProgressListener.NONE).findings())
                        .isEmpty();
            }
        }
    }

    private static List<Object> titles(RemDatabase database, String sql) {
        List<Object> titles = new ArrayList<>();
        try (QueryResult result = database.query(sql)) {
            result.forEach(titles::add);
        }
        return titles;
    }

    private static void assertReadOnly(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_ONLY));
    }

    @Test
    void whatWasWrittenBeforeAnOpeningIsReadFromTheFiles() throws InterruptedException {
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
        }
        for (int i = 0; i < 3; i++) {
            try (ReplicatedDatabase primary = open(primaryPath)) {
                primary.insert("articles", Databases.article("opened " + i, "again", "o", 2000));
            }
        }
        try (ReplicatedDatabase primary = open(primaryPath);
                ReplicatedDatabase replica = open(replicaPath)) {
            primary.insert("articles", Databases.article("last", "one", "o", 2000));
            Replicas.catchUp(primary, replica);
            assertThat(replica.count("articles")).isEqualTo(5);
        }
    }

    @Test
    void applyingTwiceChangesNothingAndAGapIsRefused() throws InterruptedException {
        try (ReplicatedDatabase primary = open(primaryPath)) {
            Replicas.copy(primary, replicaPath);
            try (ReplicatedDatabase replica = open(replicaPath);
                    ShipmentReader reader = primary.replication()
                            .read(replica.replication().history().lastSequence())) {
                primary.insert("articles", Databases.article("one", "first", "o", 2000));
                primary.insert("articles", Databases.article("two", "second", "o", 2000));
                List<Shipment> shipments = new ArrayList<>();
                while (shipments.stream()
                                .filter(shipment -> shipment.entries() > 0)
                                .count()
                        < 2) {
                    shipments.addAll(reader.next(Replicas.MEGABYTE, Duration.ofSeconds(5)));
                }
                Shipment second = shipments.getLast();
                assertThatThrownBy(() -> replica.replication().apply(List.of(second)))
                        .isInstanceOfSatisfying(
                                RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
                replica.replication().apply(shipments);
                replica.replication().apply(shipments);
                Replicas.assertSame(primary, replica);
            }
        }
    }

    @Test
    void filesThatNobodyFollowsAreNotKept() throws Exception {
        Path alone = folder.resolve("alone");
        try (RemDatabase db =
                Databases.open(alone, SearchSizes.PRODUCTION, "P8_ROCKSDB_WRITE_BUFFER_SIZE", "1048576")) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            String filler = "word ".repeat(2_000);
            db.insertAll(
                    "articles",
                    IntStream.range(0, 2_000)
                            .mapToObj(i -> Databases.article("row " + i, filler, "c", 2000))
                            .iterator(),
                    BatchOptions.DEFAULTS);
            Path archive = alone.resolve("store").resolve("archive");
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (Files.isDirectory(archive)
                    && size(archive) > 16 * Replicas.MEGABYTE
                    && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(Files.isDirectory(archive) ? size(archive) : 0).isLessThan(16 * Replicas.MEGABYTE);
        }
    }

    private static long size(Path directory) throws java.io.IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
