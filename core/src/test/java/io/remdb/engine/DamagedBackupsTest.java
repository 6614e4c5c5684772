package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Backup;
import io.remdb.Backups;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.Schema;
import io.remdb.crypto.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a file of a backup, it is said, and no database is made of it. */
class DamagedBackupsTest {
    private static final int FLIPS = 40;

    @TempDir
    Path folder;

    private Path backups;
    private Path newest;

    @BeforeEach
    void make() {
        backups = folder.resolve("backups");
        try (RemDatabase db = Databases.open(folder.resolve("db"))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", Databases.article("first", "of the beginning", "a", 2001));
            db.operations().backup(backups, ProgressListener.NONE);
            db.insert("articles", Databases.article("second", "of the end", "b", 2002));
            newest = db.operations().backup(backups, ProgressListener.NONE).path();
        }
    }

    private void assertRefused(ErrorCode code, String what) {
        Path target = folder.resolve("target");
        for (Runnable use : List.<Runnable>of(
                () -> Backups.verify(
                        newest,
                        options -> options.withConfig(Databases.config()).withKeys(TestKeys.chosen()),
                        ProgressListener.NONE),
                () -> Backups.restore(
                        newest, target, _ -> RestoreOptions.of(Databases.config()), ProgressListener.NONE))) {
            assertThatThrownBy(use::run).as(what).isInstanceOfSatisfying(RemException.class, e -> {
                assertThat(e.code()).as(what + ": " + e.getMessage()).isEqualTo(code);
                assertThat(e.hint()).isPresent();
            });
        }
        assertThat(target).as(what).doesNotExist();
        assertThat(Backups.list(backups).getLast().verifiedAt()).as(what).isNull();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> own = Files.walk(newest)) {
            List<Path> all =
                    new ArrayList<>(own.filter(Files::isRegularFile).sorted().toList());
            String manifest = Files.readString(newest.resolve("manifest"));
            try (Stream<Path> shared = Files.list(backups.resolve("shared"))) {
                shared.filter(file -> manifest.contains(file.getFileName().toString()))
                        .forEach(all::add);
            }
            return all;
        }
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        Random random = new Random(5);
        List<Path> files = files();
        for (int i = 0; i < FLIPS; i++) {
            Path file = files.get(i % files.size());
            byte[] sound = Files.readAllBytes(file);
            if (sound.length == 0) {
                continue;
            }
            byte[] damaged = sound.clone();
            int place = random.nextInt(sound.length);
            damaged[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertRefused(ErrorCode.CORRUPTED, file + " at " + place);
            Files.write(file, sound);
        }
    }

    /** Files are shared by what they are known by: one that is damaged would be in every later backup. */
    @Test
    void aDamagedSharedFileIsCopiedAgainByTheNextBackup() throws IOException {
        Path shared = files().stream()
                .filter(file -> file.startsWith(backups.resolve("shared")))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(shared);
        bytes[10] ^= 1;
        Files.write(shared, bytes);
        assertThatThrownBy(() -> Backups.verify(
                        newest, options -> options.withConfig(Databases.config()), ProgressListener.NONE))
                .hasMessageContaining("set_aside_as=" + shared + ".damaged");
        assertThatThrownBy(() -> Backups.restore(
                        newest,
                        folder.resolve("target"),
                        _ -> RestoreOptions.of(Databases.config()),
                        ProgressListener.NONE))
                .hasMessageContaining("was damaged and is set aside")
                .hasMessageContaining("set_aside_as=" + shared + ".damaged");
        assertRefused(ErrorCode.CORRUPTED, "a shared file");
        assertThat(Backups.list(backups).getLast().problem()).contains(shared.toString());
        assertThat(Backups.prune(backups, 1, null).backups()).doesNotContain(newest);

        Backup next;
        try (RemDatabase db = Databases.open(folder.resolve("db"))) {
            next = db.operations().backup(backups, ProgressListener.NONE);
        }
        for (Path backup : List.of(next.path(), newest)) {
            assertThat(Backups.verify(backup, options -> options.withConfig(Databases.config()), ProgressListener.NONE)
                            .isSound())
                    .isTrue();
        }
        assertThat(Backups.list(backups))
                .allSatisfy(backup -> assertThat(backup.problem()).isNull());
    }

    @Test
    void aMissingOrTruncatedFileIsFound() throws IOException {
        for (Path file : files()) {
            byte[] sound = Files.readAllBytes(file);
            Files.delete(file);
            assertRefused(ErrorCode.CORRUPTED, file + " missing");
            if (sound.length > 0) {
                Files.write(file, Arrays.copyOf(sound, sound.length - 1));
                assertRefused(ErrorCode.CORRUPTED, file + " shorter");
            }
            Files.write(file, sound);
        }
    }

    @Test
    void aTruncatedManifestIsFoundAtEachLength() throws IOException {
        Path manifest = newest.resolve("manifest");
        byte[] sound = Files.readAllBytes(manifest);
        for (int length = 0; length < sound.length; length += 1 + length / 16) {
            Files.write(manifest, Arrays.copyOf(sound, length));
            Backup damaged = Backups.list(backups).getLast();
            assertThat(damaged.path()).isEqualTo(newest);
            assertThat(damaged.problem()).contains("CORRUPTED");
        }
        Files.write(manifest, Arrays.copyOf(sound, sound.length / 2));
        assertRefused(ErrorCode.CORRUPTED, "half a manifest");
        // The other backups are as they were, also after another was made and some were pruned.
        try (RemDatabase db = Databases.open(folder.resolve("db"))) {
            db.operations().backup(backups, ProgressListener.NONE);
        }
        assertThat(Backups.prune(backups, 1, null).backups()).containsExactly(backups.resolve("000001"));
        Files.write(manifest, sound);
        for (Backup backup : Backups.list(backups)) {
            assertThat(Backups.verify(
                                    backup.path(),
                                    options -> options.withConfig(Databases.config())
                                            .withKeys(TestKeys.chosen()),
                                    ProgressListener.NONE)
                            .isSound())
                    .isTrue();
        }
    }

    @Test
    void aLaterVersionIsToldFromDamage() throws Exception {
        Path manifest = newest.resolve("manifest");
        String line = Files.readAllLines(manifest).getFirst();
        writeManifest(manifest, line.replace("\"rem_backup\":1", "\"rem_backup\":2"));
        assertRefused(ErrorCode.UNKNOWN_FORMAT, "a later manifest");
        writeManifest(manifest, line.replaceFirst("\"format_version\":\\d+", "\"format_version\":99"));
        assertRefused(ErrorCode.UNKNOWN_FORMAT, "a later database");
        writeManifest(manifest, line.replaceFirst("\"name\":\"[^\"]+\"", "\"name\":\"../../outside\""));
        assertRefused(ErrorCode.CORRUPTED, "a name that leads elsewhere");
        writeManifest(manifest, line.replaceFirst("\"sequence\":\\d+", "\"sequence\":1"));
        assertRefused(ErrorCode.CORRUPTED, "another sequence");
        writeManifest(manifest, line);
        assertThat(Backups.list(backups).getLast().problem()).isNull();
    }

    private static void writeManifest(Path manifest, String line) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, line + "\n" + HexFormat.of().formatHex(digest) + "\n");
    }
}
