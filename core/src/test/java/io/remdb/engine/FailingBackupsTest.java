package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestoreOptions.Existing;
import io.remdb.Schema;
import io.remdb.backup.FileWork;
import io.remdb.crypto.TestKeys;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fails at each step of a backup and of a restore, one after the other. */
class FailingBackupsTest {
    private static final String NO_SPACE = "No space left on device";

    @TempDir
    Path folder;

    private Path database;
    private Path backups;

    /** Fails at the step of a number, and at all after it: the disk stays full. */
    private static final class FullDisk implements FileWork.Steps {
        private final int first;
        private int steps;

        FullDisk(int first) {
            this.first = first;
        }

        @Override
        public void before(String step, Path file) throws IOException {
            // What is there can be removed.
            if (!step.equals("delete") && ++steps >= first) {
                throw new IOException(NO_SPACE);
            }
        }
    }

    @BeforeEach
    void make() {
        database = folder.resolve("db");
        backups = folder.resolve("backups");
        try (RemDatabase db = Databases.open(database)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", Databases.article("first", "of the beginning", "a", 2001));
            db.operations().backup(backups, ProgressListener.NONE);
            db.insert("articles", Databases.article("second", "of the end", "b", 2002));
        }
    }

    private static void assertDiskFull(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.IO_ERROR);
            assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("disk is full"));
        });
    }

    @Test
    void aBackupIsMadeOrNot() throws IOException {
        try (RocksStore store =
                RocksStore.open(database.resolve("store"), Creation.NEVER, Databases.config(), TestKeys.chosen())) {
            int step = 1;
            for (boolean done = false; !done; step++) {
                List<Path> before = everything(backups);
                BackupCreator creator = new BackupCreator(store, database, new FileWork(new FullDisk(step)));
                try {
                    creator.create(backups, ProgressListener.NONE);
                    done = true;
                } catch (RemException e) {
                    assertDiskFull(e);
                    assertThat(everything(backups)).as("after step " + step).isEqualTo(before);
                    assertThat(database.resolve("backup.new")).doesNotExist();
                }
            }
            assertThat(step).isGreaterThan(20);
        }
        LocalBackups sound = new LocalBackups(FileWork.DISK);
        assertThat(sound.list(backups)).hasSize(2);
        assertThat(everything(backups)).noneMatch(path -> path.toString().endsWith(".new"));
    }

    private static List<Path> everything(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.sorted().toList();
        }
    }

    @Test
    void aDatabaseIsRestoredOrNot() throws IOException {
        Path target = folder.resolve("target");
        int step = 1;
        for (boolean done = false; !done; step++) {
            LocalBackups failing = new LocalBackups(new FileWork(new FullDisk(step)));
            try {
                failing.restore(backups, target, RestoreOptions.of(Databases.config()), ProgressListener.NONE);
                done = true;
            } catch (RemException e) {
                assertDiskFull(e);
                assertThat(target).as("after step " + step).doesNotExist();
            }
        }
        assertThat(step).isGreaterThan(20);
        try (RemDatabase db = Databases.open(target)) {
            assertThat(db.count("articles")).isEqualTo(1);
        }
    }

    @Test
    void theFormerDatabaseStaysUntilItIsReplaced() throws IOException {
        RestoreOptions options = RestoreOptions.of(Databases.config()).withExisting(Existing.KEEP_ASIDE);
        List<Path> before = everything(database.resolve("store"));
        int step = 1;
        for (boolean done = false; !done; step++) {
            LocalBackups failing = new LocalBackups(new FileWork(new FullDisk(step)));
            try {
                failing.restore(backups, database, options, ProgressListener.NONE);
                done = true;
            } catch (RemException e) {
                assertDiskFull(e);
                assertThat(everything(database.resolve("store")))
                        .as("after step " + step)
                        .isEqualTo(before);
                assertThat(database.resolve("store.restoring")).doesNotExist();
            }
        }
        try (RemDatabase db = Databases.open(database)) {
            assertThat(db.count("articles")).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeVerifiedIsNotRemarkedAsSound() {
        LocalBackups failing = new LocalBackups(new FileWork((step, file) -> {
            if (step.equals("open") && file.toString().endsWith(".sst")) {
                throw new IOException("Input/output error");
            }
        }));
        assertThatThrownBy(() -> failing.verify(
                        backups,
                        new OpenOptions(
                                Creation.NEVER, Databases.config(), OpenOptions.Sharing.ALONE, TestKeys.chosen()),
                        ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
        assertThat(failing.list(backups).getLast().verifiedAt()).isNull();
    }
}
