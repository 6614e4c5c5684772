package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import io.remdb.crypto.TestKeys;
import io.remdb.store.rocks.RawStore;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is there is encrypted; whatever is killed in the middle of that, it is whole. */
class EncryptingTest {
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    @Test
    void everythingIsThereAfterwardsAndThePlainFilesAreGone() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fill(path);

        encrypt(path);

        assertFails(() -> open(path, KeySource.NONE), ErrorCode.SEALED);
        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            assertThat(db.info().encrypted()).isTrue();
            assertThat(read(db)).isEqualTo(rows);
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            assertThat(db.search("about 7")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .limit(3)
                            .run())
                    .isNotEmpty();
            db.insert("articles", Databases.article("one more", "and more", "c", 2000));
        }
        try (var files = Files.list(path)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly("store", "search");
        }
        assertFails(() -> encrypt(path), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void withoutAPasswordNothingIsTouched() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fill(path);

        assertFails(
                () -> RemDatabase.encrypt(
                        path, options -> options.withConfig(config()).withKeys(KeySource.NONE), ProgressListener.NONE),
                ErrorCode.SEALED);

        try (RemDatabase db = open(path, KeySource.NONE)) {
            assertThat(read(db)).isEqualTo(rows);
        }
    }

    @Test
    void aCopyThatWasNotFinishedIsThrownAway() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fill(path);
        Files.createDirectory(path.resolve("store.new"));
        Files.writeString(path.resolve("store.new").resolve("CURRENT"), "half of it");

        try (RemDatabase db = open(path, KeySource.NONE)) {
            assertThat(read(db)).isEqualTo(rows);
        }
        encrypt(path);
        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            assertThat(read(db)).isEqualTo(rows);
        }
    }

    @Test
    void aSwapThatWasNotFinishedIsFinishedByTheNextToOpen() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fillAndKillBetweenRenames(path);

        isEncrypted(path, rows);
    }

    @Test
    void aSwapThatWasNotFinishedIsFinishedByTheNextToEncrypt() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fillAndKillBetweenRenames(path);

        assertFails(() -> encrypt(path), ErrorCode.INVALID_ARGUMENT); // because it is encrypted now
        isEncrypted(path, rows);
    }

    /** As it is when the process is killed between the two renames, which lasts for less than a millisecond. */
    private Map<String, String> fillAndKillBetweenRenames(Path path) throws IOException {
        Map<String, String> rows = fill(path);
        Path other = folder.resolve("other");
        copy(path, other);
        encrypt(other);
        Files.move(other.resolve("store"), path.resolve("store.new"));
        Files.move(path.resolve("store"), path.resolve("store.plain"));
        return rows;
    }

    private static void isEncrypted(Path path, Map<String, String> rows) {
        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            assertThat(db.info().encrypted()).isTrue();
            assertThat(read(db)).isEqualTo(rows);
        }
        assertThat(path.resolve("store.plain")).doesNotExist();
        assertThat(path.resolve("store.new")).doesNotExist();
        assertThat(path.resolve("search.plain")).doesNotExist();
    }

    @Test
    void nobodyOpensOrEncryptsWhatIsBeingEncrypted() {
        Path path = folder.resolve("db");
        Map<String, String> rows = fill(path);
        List<String> tried = new ArrayList<>();
        KeySource meanwhile = new KeySource() {
            @Override
            public Optional<Recipient> recipientOfNew() {
                assertFails(() -> open(path, KeySource.NONE), ErrorCode.LOCKED);
                assertFails(() -> encrypt(path), ErrorCode.LOCKED);
                tried.add("both");
                return TestKeys.encrypted().recipientOfNew();
            }

            @Override
            public PrivateKey privateKey() {
                // The copy is being made: nobody may throw it away.
                assertFails(() -> encrypt(path), ErrorCode.LOCKED);
                assertThat(path.resolve("store.new").resolve("CURRENT")).exists();
                tried.add("copy");
                return TestKeys.encrypted().privateKey();
            }
        };

        RemDatabase.encrypt(path, options -> options.withConfig(config()).withKeys(meanwhile), ProgressListener.NONE);

        assertThat(tried).containsExactly("both", "copy");
        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            assertThat(read(db)).isEqualTo(rows);
        }
    }

    @Test
    void whoComesWhileTheFilesAreReplacedTriesAgain() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fill(path);
        Path other = folder.resolve("other");
        copy(path, other);
        encrypt(other);
        Files.move(other.resolve("store"), path.resolve("store.new"));
        Files.move(path.resolve("store"), path.resolve("store.plain"));

        RocksStore.whileLocked(
                path.resolve("store.plain"),
                () -> assertFails(() -> open(path, TestKeys.encrypted()), ErrorCode.LOCKED));

        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            assertThat(read(db)).isEqualTo(rows);
        }
    }

    @Test
    void whatIsLeftOfARemovalGoes() throws IOException {
        Path path = folder.resolve("db");
        Map<String, String> rows = fill(path);
        encrypt(path);
        // As a process leaves it that is killed before its last step, and as a backup without empty files has it.
        Files.createDirectory(path.resolve("store.plain"));
        open(path, TestKeys.encrypted()).close();
        assertThat(path.resolve("store.plain")).doesNotExist();
        Files.createDirectory(path.resolve("store.plain"));
        Files.writeString(path.resolve("store.plain").resolve("000001.sst"), "readable");

        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            assertThat(read(db)).isEqualTo(rows);
        }
        assertThat(path.resolve("store.plain")).doesNotExist();
    }

    @Test
    void nothingIsRemovedWhereItIsNotClearWhatIsTheDatabase() throws IOException {
        Path path = folder.resolve("db");
        fill(path);
        copy(path.resolve("store"), path.resolve("store.plain"));
        copy(path.resolve("store"), path.resolve("store.new"));

        assertFails(() -> open(path, KeySource.NONE), ErrorCode.CORRUPTED);

        assertThat(path.resolve("store.plain").resolve("CURRENT")).exists();
        assertThat(path.resolve("store.new").resolve("CURRENT")).exists();
    }

    @Test
    void allFoldersAreTheUsersAloneInAFolderThatIsNot() throws IOException {
        Path path = Files.createDirectory(folder.resolve("db"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        fill(path);
        assertThat(modes(path)).hasSizeGreaterThan(3).containsOnly("rwx------");

        encrypt(path);

        assertThat(modes(path)).containsOnly("rwx------");
    }

    private static List<String> modes(Path path) throws IOException {
        try (var all = Files.walk(path)) {
            List<String> modes = new ArrayList<>();
            for (Path below : all.filter(Files::isDirectory).skip(1).toList()) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(below)));
            }
            return modes;
        }
    }

    private Map<String, String> fill(Path path) {
        try (RemDatabase db = open(path, KeySource.NONE)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(Databases.article("title " + i, "it is about " + i, "c" + i % 5, 1900 + i));
            }
            db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
            db.link("title 1", "title 2", "cites", "{\"page\": 3}");
            db.flush();
            return read(db);
        }
    }

    @Test
    void entriesOfIndexesTellNothingOfOtherFieldsAnyMore() {
        Path path = folder.resolve("db");
        fill(path);
        try (RawStore raw = RawStore.of(path, config(), KeySource.NONE)) {
            assertThat(raw.indexValues()).anyMatch(value -> value.length > 1);
        }

        encrypt(path);
        try (RemDatabase db = open(path, TestKeys.encrypted())) {
            db.insert("articles", Databases.article("one more", "and more", "c", 2000));
        }
        try (RawStore raw = RawStore.of(path, config(), TestKeys.encrypted())) {
            assertThat(raw.indexValues()).isNotEmpty().allMatch(value -> value.length == 1);
        }
    }

    private static Map<String, String> read(RemDatabase db) {
        Map<String, String> rows = new TreeMap<>();
        try (EntityCursor cursor = db.list("articles", Visibility.WITH_DELETED)) {
            while (cursor.hasNext()) {
                Entity row = cursor.next();
                rows.put(row.id().toString(), row.toString());
            }
        }
        return rows;
    }

    private static RemConfig config() {
        return Databases.config();
    }

    private static RemDatabase open(Path path, KeySource keys) {
        return RemDatabase.open(path, options -> options.withConfig(config()).withKeys(keys));
    }

    private static void encrypt(Path path) {
        RemDatabase.encrypt(
                path, options -> options.withConfig(config()).withKeys(TestKeys.encrypted()), ProgressListener.NONE);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void assertFails(Runnable action, ErrorCode code) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
