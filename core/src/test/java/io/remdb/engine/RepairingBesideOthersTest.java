package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.Repair;
import io.remdb.Schema;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.store.rocks.RawStore;
import io.remdb.value.FieldValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks and repairs while others write: nothing is found that is not there, and nothing is mended that is being written. */
class RepairingBesideOthersTest {
    private static final int ROWS = 1200;
    private static final int WRITERS = 2;

    @TempDir
    Path home;

    private Path folder() {
        return home.resolve("db");
    }

    private RemDatabase open() {
        return Databases.open(folder(), SearchSizes.PRODUCTION);
    }

    @BeforeEach
    void fill() {
        try (RemDatabase db = open()) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll(
                    "articles", IntStream.range(0, ROWS).mapToObj(this::row).iterator(), BatchOptions.DEFAULTS);
        }
    }

    private String row(int i) {
        return Databases.article("row " + i, "text number " + i, "c" + i % 5, 1900 + i % 7);
    }

    /** Inserts, changes, deletes and links until it is told to stop. */
    private void write(RemDatabase db, int seed, AtomicBoolean stop) {
        Random random = new Random(seed);
        for (int i = 0; !stop.get(); i++) {
            String key = "new " + seed + " " + i;
            UUID id = db.insert("articles", Databases.article(key, "words of " + key, "n", 2000 + i % 3))
                    .id();
            UUID other = db.lookup("row " + random.nextInt(ROWS / 2)).getFirst().id();
            db.link(id, other, "near", java.util.Map.of());
            db.update(other, "{\"year\": " + random.nextInt(3000) + ", \"content\": \"changed " + i + "\"}");
            if (i % 3 == 0) {
                db.delete(id, i % 2 == 0 ? Deletion.Mode.SOFT : Deletion.Mode.HARD);
            }
        }
    }

    private interface Work {
        void with(RemDatabase db) throws Exception;
    }

    private void besideWriters(RemDatabase db, Work work) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int seed = i;
                writers.add(threads.submit(() -> write(db, seed, stop)));
            }
            try {
                work.with(db);
            } finally {
                stop.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    @Test
    void nothingIsFoundThatIsOnlyBeingWritten() throws Exception {
        try (RemDatabase db = open()) {
            besideWriters(db, each -> {
                for (int i = 0; i < 3; i++) {
                    assertThat(each.operations()
                                    .verify(Depth.DEEP, ProgressListener.NONE)
                                    .findings())
                            .isEmpty();
                    assertThat(each.operations()
                                    .verify(Depth.QUICK, ProgressListener.NONE)
                                    .findings())
                            .isEmpty();
                }
            });
        }
    }

    @Test
    void whatIsWrongIsMendedWhileOthersWrite() throws Exception {
        List<UUID> ids = plant();
        try (RemDatabase db = open()) {
            besideWriters(db, each -> {
                Repair repair = each.operations().repair(ProgressListener.NONE);
                assertThat(repair.mended())
                        .extracting(Repair.Mended::part)
                        .contains("ids", "indexes", "key_index", "meta");
                assertThat(repair.after().findings()).isEmpty();
            });
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            assertThat(db.getAll(ids)).hasSize(ids.size());
        }
    }

    private List<UUID> plant() {
        List<UUID> ids = new ArrayList<>();
        try (RemDatabase db = open()) {
            for (int i = 0; i < ROWS; i++) {
                ids.add(db.lookup("row " + i).getFirst().id());
            }
        }
        try (RawStore raw = RawStore.of(folder(), Databases.config(), TestKeys.chosen())) {
            int table = raw.table("articles");
            int year = raw.field("articles", "year");
            raw.setCounters(table, 3, 3);
            // Of the first half others change the rows meanwhile; they must be found to be changed.
            for (int i = 0; i < ROWS; i++) {
                raw.putIndexEntry(table, year, new FieldValue.Whole(-i), ids.get(i), false)
                        .removeIndexEntry(table, year, new FieldValue.Whole(1900 + i % 7), ids.get(i));
                if (i >= ROWS / 2) {
                    raw.removeId(ids.get(i)).removeKey("row " + i, ids.get(i));
                }
            }
        }
        return ids;
    }

    /** What was mended before the end stays, and the next one does the rest. */
    @Test
    void aRepairThatIsEndedInTheMiddleCanBeRunAgain() {
        plant();
        IllegalStateException enough = new IllegalStateException("enough");
        try (RemDatabase db = open()) {
            assertThatThrownBy(() -> db.operations().repair((done, total) -> {
                        throw enough;
                    }))
                    .isSameAs(enough);
            Verification between = db.operations().verify(ProgressListener.NONE);
            assertThat(between.found()).isPositive();
            assertThat(db.operations().repair(ProgressListener.NONE).after().findings())
                    .isEmpty();
        }
    }

    @Test
    void indexesOfOneTableAreMendedAndBuiltAnewWhileOthersWrite() throws Exception {
        plant();
        try (RemDatabase db = open()) {
            besideWriters(db, each -> {
                var rebuilt = each.operations()
                        .rebuildIndexes(List.of("articles"), ProgressListener.NONE)
                        .tables();
                assertThat(rebuilt).singleElement().satisfies(table -> {
                    assertThat(table.mended()).isPositive();
                    assertThat(table.rows()).isGreaterThanOrEqualTo(ROWS);
                });
            });
            Verification after = db.operations().verify(ProgressListener.NONE);
            assertThat(after.findings())
                    .extracting(Verification.Finding::part)
                    .doesNotContain("indexes", "key_index", "search");
        }
    }
}
