package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Compaction;
import io.remdb.Deletion;
import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Statistics;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.store.rocks.LostRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vacuum removes what is there for nobody any more, says the same before, and touches nothing else. */
class VacuumTest {
    private static final VacuumOptions NOW = VacuumOptions.DEFAULTS.olderThan(Duration.ZERO);
    /** Of the model of tests. */
    private static final int VECTOR_BYTES = 64 * Float.BYTES;

    private static UUID article(RemDatabase db, String title) {
        return db.insert("articles", Databases.article(title, "words of " + title, "a", 2000))
                .id();
    }

    private static VacuumResult vacuum(RemDatabase db, VacuumOptions options) {
        return db.operations().vacuum(options, ProgressListener.NONE);
    }

    @Test
    void removesWhatWasDeletedAndSaysTheSameBefore() {
        try (RemDatabase db = Databases.withArticles()) {
            UUID living = article(db, "living");
            UUID one = article(db, "one");
            UUID two = article(db, "two");
            db.link(one, two, "near", Map.of("a", 1)); // between two that go
            db.link(two, one, "near", Map.of());
            db.link(one, one, "self", Map.of());
            db.link(living, one, "cites", Map.of());
            db.link(two, living, "cites", Map.of());
            db.link(living, UUID.randomUUID(), "planned", Map.of()); // its target may still come
            db.delete(one, Deletion.Mode.SOFT);
            db.delete(two, Deletion.Mode.SOFT);
            long sequence = db.info().sequence();

            VacuumResult dry = vacuum(db, NOW.dryRun());
            assertThat(db.info().sequence()).as("a dry run writes nothing").isEqualTo(sequence);
            VacuumResult done = vacuum(db, NOW);

            assertThat(done.rows()).containsExactly(Map.entry("articles", 2L));
            assertThat(done.edges()).isEqualTo(5);
            assertThat(done.vectors()).isEqualTo(2);
            assertThat(done.bytes()).isGreaterThan(2L * VECTOR_BYTES);
            assertThat(List.of(done.strayEdges(), done.strayVectors(), done.strayIndexEntries()))
                    .containsOnly(0L);
            assertThat(dry)
                    .usingRecursiveComparison()
                    .ignoringFields("storeBytesBefore", "storeBytesAfter")
                    .isEqualTo(done);
            assertThat(db.get(one)).isEmpty();
            assertThat(db.get(living).orElseThrow().edges())
                    .extracting("relType")
                    .containsExactly("planned");
            try (var edges = db.edges(living.toString(), EdgeDirection.IN, List.of())) {
                assertThat(edges.hasNext()).isFalse();
            }
            assertThat(vacuum(db, NOW).allRows()).isZero();
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
    }

    @Test
    void leavesWhatWasDeletedJustNow() {
        try (RemDatabase db = Databases.withArticles()) {
            UUID id = article(db, "one");
            db.delete(id, Deletion.Mode.SOFT);

            assertThat(vacuum(db, VacuumOptions.DEFAULTS).allRows()).isZero();

            assertThat(db.get(id)).isPresent();
            article(db, "one"); // it can be brought back
            assertThat(db.get(id).orElseThrow().deletedAt()).isNull();
        }
    }

    @Test
    void removesManyInSeveralUnits() {
        try (RemDatabase db = Databases.withArticles()) {
            int rows = RowRemover.MOST_ROWS + 3;
            List<UUID> ids = IntStream.range(0, rows)
                    .mapToObj(i -> article(db, "row " + i))
                    .toList();
            ids.forEach(id -> db.delete(id, Deletion.Mode.SOFT));
            long before = db.info().sequence();

            assertThat(vacuum(db, NOW).allRows()).isEqualTo(rows);

            assertThat(db.info().sequence()).isEqualTo(before + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void removesWhatBelongsToNoRow(boolean encrypted, @TempDir Path folder) {
        KeySource keys = encrypted ? TestKeys.encrypted() : KeySource.NONE;
        UUID other;
        int table;
        try (RemDatabase db = open(folder, keys)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            UUID lost = article(db, "lost");
            other = db.insert("resources", "{\"name\": \"r\", \"content\": \"stays\", \"uri\": \"r\"}")
                    .id();
            db.link(lost, other, "about", Map.of());
            db.link(other, lost, "in", Map.of()); // from a row that is there to one that is not: it may come back
            table = ((ObservedDatabase) db).inner().tableNumber("articles");
        }
        LostRows.lose(folder.resolve("store"), table, Databases.config());

        try (RemDatabase db = open(folder, keys)) {
            VacuumResult dry = vacuum(db, NOW.dryRun());
            VacuumResult done = vacuum(db, NOW);

            assertThat(done.strayEdges()).isEqualTo(1);
            assertThat(done.strayVectors()).isEqualTo(1);
            // created_at, modified_at, category, year, two tags, and the key.
            assertThat(done.strayIndexEntries()).isEqualTo(7);
            assertThat(dry.strayEdges()).isEqualTo(1);
            assertThat(dry.strayVectors()).isEqualTo(1);
            assertThat(dry.strayIndexEntries()).isEqualTo(7);
            assertThat(db.get(other).orElseThrow().edges()).hasSize(1);
            VacuumResult again = vacuum(db, NOW);
            assertThat(again.strayEdges() + again.strayVectors() + again.strayIndexEntries())
                    .isZero();
        }
    }

    /** An id is derived, and made anew by a repair; an edge is not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesWhatBelongsToARowWhoseIdIsLost(boolean encrypted, @TempDir Path folder) {
        KeySource keys = encrypted ? TestKeys.encrypted() : KeySource.NONE;
        UUID lost;
        int table;
        String before;
        try (RemDatabase db = open(folder, keys)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            lost = article(db, "lost");
            db.link(lost, article(db, "other"), "about", Map.of());
            table = ((ObservedDatabase) db).inner().tableNumber("articles");
            before = db.operations().contentHash(ProgressListener.NONE).hash();
        }
        LostRows.loseIds(folder.resolve("store"), table, Databases.config());

        try (RemDatabase db = open(folder, keys)) {
            VacuumResult done = vacuum(db, NOW);
            assertThat(done.strayEdges() + done.strayVectors() + done.strayIndexEntries())
                    .isZero();
            assertThat(db.operations().repair(ProgressListener.NONE).after().findings())
                    .isEmpty();
            assertThat(db.get(lost).orElseThrow().edges()).hasSize(1);
            assertThat(db.operations().contentHash(ProgressListener.NONE).hash())
                    .isEqualTo(before);
        }
    }

    /** Its files are in a folder of the next generation then. */
    @Test
    void whatTheFilesOfARebuiltIndexTakeIsKnown(@TempDir Path folder) {
        try (RemDatabase db = open(folder, KeySource.NONE)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            article(db, "one");
            assertThat(db.search("one").in("articles").run()).hasSize(1);
            db.flush();
            long before = searchBytes(db);
            db.operations().rebuildIndexes(List.of("articles"), ProgressListener.NONE);
            assertThat(before).isPositive();
            assertThat(searchBytes(db)).isPositive();
        }
    }

    private static long searchBytes(RemDatabase db) {
        return db.operations().stats().tables().stream()
                .filter(table -> table.name().equals("articles"))
                .findFirst()
                .orElseThrow()
                .searchBytes();
    }

    private static RemDatabase open(Path folder, KeySource keys) {
        return LocalDatabaseProvider.open(
                folder,
                new OpenOptions(OpenOptions.Creation.IF_MISSING, Databases.config(), OpenOptions.Sharing.ALONE, keys),
                SearchSizes.PRODUCTION);
    }

    @Test
    void aReplicaIsNotVacuumed(@TempDir Path folder) {
        Path primaryPath = folder.resolve("primary");
        Path replicaPath = folder.resolve("replica");
        try (ReplicatedDatabase primary = (ReplicatedDatabase) open(primaryPath, KeySource.NONE)) {
            open(replicaPath, KeySource.NONE).close();
            Replicas.copy(primary, replicaPath);
        }
        try (RemDatabase replica = open(replicaPath, KeySource.NONE)) {
            assertThatThrownBy(() -> vacuum(replica, NOW))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.READ_ONLY));
            assertThat(Objects.requireNonNull(replica.operations().stats().replication())
                            .role())
                    .isEqualTo("replica");
            assertThat(replica.operations().compact(ProgressListener.NONE).storeBytesAfter())
                    .isPositive();
        }
    }

    @Test
    void compactingFreesTheDisk(@TempDir Path folder) throws InterruptedException {
        try (RemDatabase db = open(folder, KeySource.NONE)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            String words = "words that are many ".repeat(40);
            List<UUID> ids = IntStream.range(0, 2_000)
                    .mapToObj(i -> db.insert("articles", Databases.article("row " + i, words + i, "a", i))
                            .id())
                    .toList();
            assertThat(db.search("words").in("articles").run()).isNotEmpty();
            db.flush();
            db.operations().compact(ProgressListener.NONE);
            long before = rowBytes(db);
            long searchedBefore = searchBytes(db);
            ids.stream().skip(10).forEach(id -> db.delete(id, Deletion.Mode.HARD));
            long[] reported = new long[2];

            Compaction done = db.operations().compact((now, total) -> {
                reported[0] = now;
                reported[1] = total;
            });

            assertThat(done.storeBytesAfter()).isLessThan(done.storeBytesBefore());
            assertThat(rowBytes(db)).isLessThan(before / 4); // what is left is the log
            // The index may have got rid of some by itself before, and keeps old files as long as somebody reads them.
            assertThat(done.searchBytesAfter()).isLessThanOrEqualTo(done.searchBytesBefore());
            awaitSearchBytesBelow(db, searchedBefore);
            assertThat(reported[0]).isEqualTo(reported[1]).isPositive();
            assertThat(db.search("words").in("articles").limit(100).run()).hasSize(10);
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
        try (RemDatabase db = open(folder, KeySource.NONE)) {
            assertThat(db.search("words").in("articles").limit(100).run()).hasSize(10);
        }
    }

    private static void awaitSearchBytesBelow(RemDatabase db, long bytes) throws InterruptedException {
        for (int i = 0; i < 100 && searchBytes(db) >= bytes; i++) {
            Thread.sleep(100);
        }
        assertThat(searchBytes(db)).isLessThan(bytes);
    }

    private static long rowBytes(RemDatabase db) {
        return db.operations().stats().families().stream()
                .filter(family -> List.of("entities", "embeddings").contains(family.name()))
                .mapToLong(Statistics.Family::bytes)
                .sum();
    }

    @Test
    void anInterruptedCompactionIsSaidToBe() {
        try (RemDatabase db = Databases.withArticles()) {
            article(db, "one");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> db.operations().compact(ProgressListener.NONE))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(db.count("articles")).isEqualTo(1);
        }
    }
}
