package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Repair;
import io.remdb.Schema;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.SearchSizes;
import io.remdb.store.rocks.RawStore;
import io.remdb.value.FieldValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commits of a repair fail in its middle: it says so, what it has mended by then stays, nothing is worse than before, and another repair
 * does the rest. Where this user may not take the room away, a test is skipped.
 */
@Timeout(600)
class RepairingWithoutRoomTest {
    private static final int ROWS = 1200;
    /** A unit of the log is some ten kilobytes, all of them are some hundred. */
    private static final List<Long> ROOMS = List.of(0L, 20_000L, 60_000L, 120_000L, 200_000L, 400_000L, 10_000_000L);

    @TempDir
    Path home;

    static RemDatabase open(Path folder) {
        return Databases.open(folder, SearchSizes.PRODUCTION, "P8_ROCKSDB_WRITE_BUFFER_SIZE", "4194304");
    }

    /** What is planted in a row. */
    private interface Planting {
        void into(RawStore raw, int table, List<UUID> ids, int row);
    }

    private static void everything(RawStore raw, int table, List<UUID> ids, int row) {
        UUID id = ids.get(row);
        raw.putIndexEntry(table, raw.field("articles", "year"), new FieldValue.Whole(-row), id, false)
                .removeId(id)
                .removeKey(key(row), id);
        if (row > 0) {
            raw.removeEdge(ids.get(row - 1), "next", id, true);
        }
        if (row == 0) {
            raw.setCounters(table, 3, 3);
        }
        onlyItsVector(raw, table, ids, row);
    }

    private static void onlyItsVector(RawStore raw, int table, List<UUID> ids, int row) {
        raw.removeVector(table, ids.get(row), EmbeddingSlot.MAIN);
    }

    /**
     * Makes a database with something wrong in each row.
     *
     * @return the hash of its rows
     */
    private static String plant(Path folder, Planting planting) {
        String hash;
        List<UUID> ids = new ArrayList<>();
        try (RemDatabase db = open(folder)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            List<String> rows = IntStream.range(0, ROWS)
                    .mapToObj(i -> Databases.article(key(i), "text number " + i, "c" + i % 5, 1900 + i % 7))
                    .toList();
            db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
            for (int i = 0; i < ROWS; i++) {
                ids.add(db.lookup(key(i)).getFirst().id());
            }
            for (int i = 1; i < ROWS; i++) {
                db.link(ids.get(i - 1), ids.get(i), "next", Map.of());
            }
            db.flush();
            hash = db.operations().contentHash(ProgressListener.NONE).hash();
        }
        try (RawStore raw = RawStore.of(folder, Databases.config(), TestKeys.chosen())) {
            int table = raw.table("articles");
            for (int i = 0; i < ROWS; i++) {
                planting.into(raw, table, ids, i);
            }
        }
        return hash;
    }

    private static String key(int i) {
        return "row " + i;
    }

    @Test
    void theLogOfTheEngineMayNotGrow() throws Exception {
        List<RepairOutcome> outcomes = repairWithLimits(RepairingWithoutRoomTest::everything);
        assertThat(outcomes)
                .as("some were ended in the middle")
                .anyMatch(outcome -> outcome.failed() && outcome.atOnce() < outcome.before());
    }

    /** They are written like rows, and not like what else is mended. */
    @Test
    void theLogOfTheEngineMayNotGrowAndOnlyVectorsAreMissing() throws Exception {
        repairWithLimits(RepairingWithoutRoomTest::onlyItsVector);
    }

    private List<RepairOutcome> repairWithLimits(Planting planting) throws Exception {
        assumeTrue(TestProcess.run("prlimit", "--version") == 0, "there is no prlimit here");
        Path template = home.resolve("db");
        String hash = plant(template, planting);
        List<Object> arguments = new ArrayList<>(List.of(template));
        arguments.addAll(ROOMS);
        List<RepairOutcome> outcomes;
        try (TestProcess repairs = TestProcess.start(LimitedRepairs.class, List.of("-Xmx256m"), arguments.toArray())) {
            assertThat(repairs.end()).as("%s", repairs.lines()).isZero();
            outcomes = repairs.lines().stream().map(RepairOutcome::parse).toList();
        }
        outcomes.forEach(System.out::println);
        assertThat(outcomes).hasSameSizeAs(ROOMS).allSatisfy(outcome -> {
            assertThat(outcome.atOnce()).isLessThanOrEqualTo(outcome.before());
            assertThat(outcome.reopened()).isEqualTo(outcome.atOnce());
            assertThat(outcome.left()).isZero();
            assertThat(outcome.hash()).isEqualTo(hash);
            if (outcome.failed()) {
                assertThat(outcome.failure()).isEqualTo(ErrorCode.IO_ERROR.name());
                assertThat(outcome.hint()).containsPattern("size of files|disk");
            } else {
                assertThat(outcome.atOnce()).isZero();
            }
        });
        assertThat(outcomes.getFirst().atOnce())
                .isPositive()
                .isEqualTo(outcomes.getFirst().before());
        assertThat(outcomes.getLast().failed()).isFalse();
        return outcomes;
    }

    /** The database stays open, and the next repair goes on when there is room again. */
    @Test
    void theDiskGetsFull() throws Exception {
        Path disk = Files.createDirectory(home.resolve("disk"));
        assumeTrue(
                TestProcess.run("mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", disk.toString()) == 0,
                "mounting needs privileges");
        try {
            Path folder = disk.resolve("db");
            String hash = plant(folder, RepairingWithoutRoomTest::everything);
            try (RemDatabase db = open(folder)) {
                long before = found(db);
                Path filler = disk.resolve("filler");
                int room = 120_000;
                Files.write(filler, new byte[(int) (Files.getFileStore(disk).getUsableSpace() - room)]);
                assertThatThrownBy(() -> db.operations().repair(ProgressListener.NONE))
                        .isInstanceOfSatisfying(RemException.class, e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
                            assertThat(e.hint())
                                    .hasValueSatisfying(hint -> assertThat(hint).contains("disk is full"));
                        });
                assertThat(found(db)).isPositive().isLessThan(before);
                Files.delete(filler);
                assertThat(repairedInTheEnd(db).after().findings()).isEmpty();
            }
            try (RemDatabase db = open(folder)) {
                assertThat(found(db)).isZero();
                assertThat(db.operations().contentHash(ProgressListener.NONE).hash())
                        .isEqualTo(hash);
            }
        } finally {
            TestProcess.run("umount", disk.toString());
        }
    }

    private static long found(RemDatabase db) {
        return db.operations().verify(ProgressListener.NONE).found();
    }

    private static Repair repairedInTheEnd(RemDatabase db) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return db.operations().repair(ProgressListener.NONE);
            } catch (RemException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }
}
