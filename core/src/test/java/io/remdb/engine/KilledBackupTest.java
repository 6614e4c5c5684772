package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Backup;
import io.remdb.Backups;
import io.remdb.BatchOptions;
import io.remdb.ContentHash;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestorePoint;
import io.remdb.RestoredDatabase;
import io.remdb.Schema;
import io.remdb.crypto.TestKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that make backups, restore them, and archive their log are killed with SIGKILL, again and again. */
class KilledBackupTest {
    private static final int ROUNDS = Integer.getInteger("rem.kill.rounds", 4);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Path database;
    private Path backups;

    @BeforeEach
    void make() {
        System.out.println("KilledBackupTest seed " + seed);
        database = folder.resolve("db");
        backups = folder.resolve("backups");
        try (RemDatabase db = Databases.open(database)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll(
                    "articles",
                    IntStream.range(0, 300)
                            .mapToObj(i -> Databases.article("row " + i, "text of row " + i, "c", 1900 + i))
                            .iterator(),
                    BatchOptions.DEFAULTS);
            db.operations().backup(backups, ProgressListener.NONE);
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledBackup.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Kills a process some time after something has come about. */
    private void killWhen(Process process, BufferedReader out, Condition come, int mostMilliseconds) throws Exception {
        assertThat(out.readLine()).isEqualTo(KilledBackup.BEGUN);
        await(process, come, LONGEST_NANOS);
        await(process, () -> false, random.nextLong(1 + TimeUnit.MILLISECONDS.toNanos(mostMilliseconds)));
        boolean alive = process.isAlive();
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(alive || process.exitValue() == 0).as("it failed by itself").isTrue();
    }

    /** Looks without a pause: what is waited for may last for less than a millisecond. */
    private static void await(Process process, Condition condition, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (!condition.holds() && process.isAlive() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static boolean has(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            return found.iterator().hasNext();
        }
    }

    @Test
    void whatIsKilledIsNoBackup() throws Exception {
        List<Condition> moments = List.of(
                () -> has(backups, "*.new"),
                () -> has(backups.resolve("shared"), "*.new"),
                () -> Files.exists(database.resolve("backup.new")),
                () -> Backups.list(backups).size() > 2);
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start("create", database.toString(), backups.toString());
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                killWhen(process, out, moments.get(round % moments.size()), 20);
            }
            for (Backup backup : Backups.list(backups)) {
                assertThat(backup.problem()).isNull();
            }
            assertThat(Backups.verify(
                                    backups,
                                    options -> options.withConfig(Databases.config())
                                            .withKeys(TestKeys.chosen()),
                                    ProgressListener.NONE)
                            .isSound())
                    .isTrue();
            try (RemDatabase db = Databases.open(database)) {
                assertThat(database.resolve("backup.new")).doesNotExist();
                Backup made = db.operations().backup(backups, ProgressListener.NONE);
                assertThat(made.sequence()).isEqualTo(db.info().sequence());
            }
            assertThat(has(backups, "*.new")).isFalse();
            assertThat(has(backups.resolve("shared"), "*.new")).isFalse();
        }
    }

    @Test
    void whatIsKilledIsNoDatabase() throws Exception {
        ContentHash expected;
        try (RemDatabase db = Databases.open(database)) {
            expected = db.operations().contentHash(ProgressListener.NONE);
        }
        for (int round = 0; round < ROUNDS; round++) {
            Path target = folder.resolve("target" + round);
            boolean replaces = round % 2 == 1;
            ContentHash former = null;
            if (replaces) {
                try (RemDatabase db = Databases.open(target)) {
                    former = db.operations().contentHash(ProgressListener.NONE);
                }
            }
            boolean late = round % 4 >= 2;
            Process process = start("restore", backups.toString(), target.toString());
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                killWhen(
                        process,
                        out,
                        () -> late
                                ? Files.exists(target.resolve("store.restoring/CURRENT"))
                                : Files.exists(target.resolve("store.restoring")),
                        late ? 300 : 5);
            }
            ContentHash found = hash(target);
            assertThat(found == null || found.equals(expected) || found.equals(former))
                    .as("seed " + seed + ", round " + round)
                    .isTrue();
            KilledBackup.restore(backups, target);
            assertThat(hash(target)).isEqualTo(expected);
            assertThat(target.resolve("store.restoring")).doesNotExist();
        }
    }

    /** Null where there is no database. */
    private static @Nullable ContentHash hash(Path path) {
        try (RemDatabase db = RemDatabase.open(
                path,
                options -> options.withConfig(Databases.config())
                        .withKeys(TestKeys.chosen())
                        .withCreation(Creation.NEVER))) {
            return db.operations().contentHash(ProgressListener.NONE);
        } catch (RemException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.NOT_A_DATABASE);
            return null;
        }
    }

    @Test
    void theArchiveLacksNothingThatWasAcknowledged() throws Exception {
        Path archive = folder.resolve("archive");
        try (RemDatabase db = Databases.open(database, "P8_WAL_ARCHIVE", archive.toString())) {
            db.operations().backup(backups, ProgressListener.NONE);
        }
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start("write", database.toString(), archive.toString());
            long acknowledged = 0;
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                int rows = 20 + random.nextInt(100);
                assertThat(out.readLine()).isEqualTo(KilledBackup.BEGUN);
                for (int i = 0; i < rows; i++) {
                    acknowledged = Long.parseLong(out.readLine());
                }
                process.toHandle().destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            ContentHash expected;
            try (RemDatabase db = Databases.open(database, "P8_WAL_ARCHIVE", archive.toString())) {
                expected = db.operations().contentHash(ProgressListener.NONE);
            }
            assertThat(expected.sequence()).isGreaterThanOrEqualTo(acknowledged);
            Path copy = folder.resolve("copy" + round);
            RestoredDatabase restored = Backups.restore(
                    backups,
                    copy,
                    _ -> RestoreOptions.of(Databases.config())
                            .to(RestorePoint.LATEST)
                            .withLogArchive(archive),
                    ProgressListener.NONE);
            assertThat(restored.entries()).isPositive();
            assertThat(hash(copy)).isEqualTo(expected);
        }
    }
}
