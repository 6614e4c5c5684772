package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.store.Cursor;
import io.remdb.store.StoredEntity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage to RocksDB's own log of a store that is not encrypted, where everything is in it: RocksDB takes a damaged entry for the end, and
 * leaves out what follows without a word.
 */
class LogDamageTest {
    private static final int ROWS = 40;
    private static final int FLIPS = 60;
    private static final Wal RARELY_SYNCED = new Wal(true, WalSync.INTERVAL, 3_600_000, 100, 24);

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void write() {
        folder = temporary.resolve("store");
        try (RocksStore store = open(Creation.IF_MISSING)) {
            insert(store, ROWS);
        }
    }

    private RocksStore open(Creation creation) {
        return RocksStore.open(folder, creation, StoreFixture.config(RARELY_SYNCED));
    }

    private static void insert(RocksStore store, int rows) {
        for (int i = 0; i < rows; i++) {
            StoreFixture.commit(store, StoreFixture.insert(UUID.randomUUID(), "{\"n\":" + i + "}"));
        }
    }

    private int rows() {
        try (RocksStore store = open(Creation.NEVER);
                Cursor<StoredEntity> rows = store.records().scan(StoreFixture.TABLE, null)) {
            int count = 0;
            for (; rows.hasNext(); rows.next()) {
                count++;
            }
            return count;
        }
    }

    private Path log() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private void assertCorrupted(Creation creation) {
        assertThatThrownBy(() -> open(creation).close())
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }

    @Test
    void aChangedByteIsFoundOut() throws IOException {
        long seed = System.nanoTime();
        System.out.println("LogDamageTest seed " + seed);
        Random random = new Random(seed);
        Path log = log();
        byte[] whole = Files.readAllBytes(log);
        Map<Path, byte[]> before = StoreFiles.read(folder);
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            StoreFiles.write(folder, before);
            Files.write(log, damaged);
            String what = "seed " + seed + ", byte " + at;
            try {
                assertThat(rows()).as(what).isEqualTo(ROWS);
            } catch (RemException e) {
                assertThat(e.code()).as(what).isEqualTo(ErrorCode.CORRUPTED);
            }
        }
    }

    @Test
    void anEndThatIsCutOffIsFoundOut() throws IOException {
        Path log = log();
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(whole, whole.length - 1));

        assertCorrupted(Creation.NEVER);
    }

    @Test
    void aDatabaseWithoutItsBeginningIsNotTakenForANewOne() throws IOException {
        Path log = log();
        byte[] damaged = Files.readAllBytes(log);
        damaged[20] ^= 1;
        Files.write(log, damaged);

        assertCorrupted(Creation.NEVER);
        assertCorrupted(Creation.IF_MISSING);
    }

    @Test
    void whatWasNotYetSyncedMayBeCutOffByAPowerFailure() throws IOException {
        Map<Path, byte[]> killed;
        try (RocksStore store = open(Creation.NEVER)) {
            insert(store, ROWS);
            killed = StoreFiles.read(folder);
        }
        StoreFiles.write(folder, killed);
        Path log = log();
        byte[] whole = Files.readAllBytes(log);
        for (int left = whole.length; left > 0; left -= whole.length / 7) {
            StoreFiles.write(folder, killed);
            Files.write(log, Arrays.copyOf(whole, left));
            assertThat(rows()).isBetween(ROWS, 2 * ROWS);
        }
    }

    @Test
    void aChangedHeadIsFoundOutAndMayBeDeleted() throws IOException {
        Path head = folder.resolve(HeadWitness.FILE);
        byte[] damaged = Files.readAllBytes(head);
        damaged[20] ^= 1;
        Files.write(head, damaged);

        assertCorrupted(Creation.NEVER);
        Files.delete(head);
        assertThat(rows()).isEqualTo(ROWS);
        assertThat(head).exists();
    }

    @Test
    void closesThoughItsFolderWasMovedAway() throws IOException {
        Path away = temporary.resolve("away");
        try (RocksStore store = open(Creation.NEVER)) {
            insert(store, 1);
            Files.move(folder, away);
        }
        Files.move(away, folder);
        assertThat(rows()).isEqualTo(ROWS + 1);
    }
}
