package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Repair;
import io.remdb.Verification.Depth;
import io.remdb.Verification.Finding;
import io.remdb.store.rocks.StoreFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A block of a sorted file with entries of the log is damaged: the rows are all there and can be copied away, and no repair mends it, since
 * what is damaged of the engine's files stays in them.
 */
class DamagedLogFileTest {
    @TempDir
    Path folder;

    @Test
    void isFoundAndStaysWhileTheRowsAreAllThere() throws Exception {
        Path database = folder.resolve("closed");
        DamageTemplate.make(database, folder.resolve("killed"), false);
        StoreFiles.flush(database.resolve("store"), Databases.config("P8_REPLICATION_MODE", "primary"));
        String before;
        try (RemDatabase db = DamageTemplate.open(database, false)) {
            before = hash(db);
        }
        Path file = StoreFiles.sorted(database.resolve("store"), "wal").getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 8] ^= 1;
        Files.write(file, bytes);

        RemDatabase db = DamageTemplate.open(database, false);
        try {
            Repair repair = db.operations().repair(ProgressListener.NONE);
            assertThat(repair.mended()).isEmpty();
            assertThat(repair.after().findings()).extracting(Finding::part).containsExactlyInAnyOrder("files", "wal");
            assertThat(DamageAnswers.findings(db, Depth.QUICK)).isEqualTo(2);
            assertThat(hash(db)).isEqualTo(before);
            assertThat(DamageAnswers.of(db).complete()).isTrue();
            db.insert("articles", Databases.article("more", "is written", "m", 2000));
            assertCorrupted(() -> db.operations().compact(ProgressListener.NONE));
            assertCorrupted(() -> db.insert("articles", Databases.article("no more", "is written", "m", 2000)));
        } finally {
            assertCorrupted(db::close);
        }
        try (RemDatabase again = DamageTemplate.open(database, false)) {
            again.insert("articles", Databases.article("again", "until files are merged", "a", 2000));
            assertThat(again.lookup("more")).hasSize(1);
            assertCorrupted(() -> {
                try (var changes = again.changes().fromOldest().untilNow().stream()) {
                    changes.forEach(_ -> {});
                }
            });
        }
    }

    private static String hash(RemDatabase db) {
        return db.operations().contentHash(ProgressListener.NONE).hash();
    }

    private static void assertCorrupted(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }
}
