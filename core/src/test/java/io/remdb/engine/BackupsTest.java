package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Backup;
import io.remdb.BackupVerification;
import io.remdb.Backups;
import io.remdb.BatchOptions;
import io.remdb.ContentHash;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.PrunedBackups;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestoreOptions.Existing;
import io.remdb.RestoredDatabase;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication.ReplicaOf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("db");
    }

    private Path backups() {
        return folder.resolve("db.backups");
    }

    private RemDatabase open() {
        return Databases.open(database());
    }

    private static void fill(RemDatabase db, int rows) {
        db.schemas().register(Schema.parse(Databases.ARTICLES));
        db.insertAll(
                "articles",
                IntStream.range(0, rows)
                        .mapToObj(i -> Databases.article("row " + i, "text about river " + i, "c" + i % 7, 1900 + i))
                        .iterator(),
                BatchOptions.DEFAULTS);
        db.link("row 1", "row 2", "cites", "{\"page\": 3}");
    }

    private static Backup backup(RemDatabase db, Path to) {
        return db.operations().backup(to, ProgressListener.NONE);
    }

    private static ContentHash hash(RemDatabase db) {
        return db.operations().contentHash(ProgressListener.NONE);
    }

    private static RestoredDatabase restore(Path source, Path target, Existing existing) {
        return Backups.restore(
                source,
                target,
                _ -> RestoreOptions.of(Databases.config()).withExisting(existing),
                ProgressListener.NONE);
    }

    private static RestoredDatabase restore(Path source, Path target) {
        return restore(source, target, Existing.REFUSE);
    }

    private static BackupVerification verify(Path source) {
        return Backups.verify(
                source,
                options -> options.withConfig(Databases.config()).withKeys(TestKeys.chosen()),
                ProgressListener.NONE);
    }

    private static void assertFails(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).contains(text);
        });
    }

    @Test
    void aRestoredDatabaseIsTheSame() {
        ContentHash before;
        try (RemDatabase db = open()) {
            fill(db, 300);
            before = hash(db);
            Backup made = backup(db, backups());
            assertThat(made.path()).isEqualTo(backups().resolve("000001"));
            assertThat(made.sequence()).isEqualTo(before.sequence());
            assertThat(made.ownBytes()).isEqualTo(made.bytes());
            assertThat(Backups.list(backups())).containsExactly(made);
            db.delete(db.lookup("row 7").getFirst().id(), Deletion.Mode.HARD);
        }
        BackupVerification verified = verify(backups());
        assertThat(verified.isSound()).isTrue();
        assertThat(verified.contents()).isNotNull();
        assertThat(verified.contents().rows()).isGreaterThanOrEqualTo(300);
        assertThat(verified.backup().verifiedAt()).isNotNull();
        Instant verifiedAt = Objects.requireNonNull(verified.backup().verifiedAt());
        assertThat(verifiedAt).isEqualTo(verifiedAt.truncatedTo(ChronoUnit.MICROS));
        assertThat(Backups.list(backups()).getFirst().verifiedAt())
                .isEqualTo(verified.backup().verifiedAt());

        Path copy = folder.resolve("copy");
        RestoredDatabase restored = restore(backups(), copy);
        assertThat(restored.sequence()).isEqualTo(before.sequence());
        assertThat(restored.entries()).isZero();
        try (RemDatabase db = Databases.open(copy)) {
            assertThat(hash(db)).isEqualTo(before);
            assertThat(db.lookup("row 7")).hasSize(1);
            assertThat(db.search("river 11")
                            .in("articles")
                            .limit(1)
                            .run()
                            .getFirst()
                            .entity()
                            .properties()
                            .get("title")
                            .stringValue())
                    .isEqualTo("row 11");
            assertThat(db.search("river")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .limit(500)
                            .run())
                    .hasSize(300);
            assertThat(db.traverse("row 1").run()).isNotEmpty();
            List<Object> rows = new ArrayList<>();
            try (QueryResult result = db.query("SELECT title FROM articles WHERE category = 'c3'")) {
                result.forEach(rows::add);
            }
            assertThat(rows).hasSize(43);
            assertThat(db.operations().verify(ProgressListener.NONE).isSound()).isTrue();
            db.insert("articles", Databases.article("new", "one", "n", 2026));
            assertThat(db.count("articles")).isEqualTo(301);
        }
    }

    @Test
    void aSecondBackupCostsWhatIsNew() throws IOException {
        try (RemDatabase db = open()) {
            fill(db, 3_000);
            Backup first = backup(db, backups());
            db.insert("articles", Databases.article("one more", "words", "x", 2000));
            Backup second = backup(db, backups());
            assertThat(second.path()).isEqualTo(backups().resolve("000002"));
            assertThat(second.ownBytes()).isLessThan(second.bytes() / 4);
            assertThat(second.sharedBytes()).isGreaterThan(first.bytes() / 2);
            assertThat(Backups.list(backups())).hasSize(2);
            // A shared file that is gone is copied again.
            Path shared = files(backups().resolve("shared")).getFirst();
            Files.delete(shared);
            backup(db, backups());
            assertThat(shared).exists();
        }
        assertThat(verify(backups().resolve("000001")).isSound()).isTrue();
        assertThat(verify(backups().resolve("000002")).isSound()).isTrue();
        assertThat(verify(backups().resolve("000003")).isSound()).isTrue();

        PrunedBackups pruned = Backups.prune(backups(), 1, null);
        assertThat(pruned.backups())
                .containsExactly(backups().resolve("000001"), backups().resolve("000002"));
        assertThat(pruned.bytes()).isPositive();
        assertThat(verify(backups()).isSound()).isTrue();
        Backup left = Backups.list(backups()).getFirst();
        assertThat(left.ownBytes()).isEqualTo(left.bytes());
        assertThat(bytes(backups().resolve("shared")) + bytes(left.path().resolve("store")))
                .isEqualTo(left.bytes());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    @Test
    void backupsAreOfOneMomentWhileOthersWrite() throws Exception {
        try (RemDatabase db = open();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            fill(db, 10);
            AtomicBoolean ended = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger();
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> {
                    // A row and its copy, always together: a backup has both or neither.
                    for (int i = 0; !ended.get(); i++) {
                        String name = number + "-" + i;
                        db.query(
                                        "INSERT INTO articles (title, content) VALUES (?, 'a'), (?, 'b')",
                                        "left " + name,
                                        "right " + name)
                                .close();
                        written.incrementAndGet();
                    }
                }));
            }
            try {
                for (int i = 0; i < 3; i++) {
                    int before = written.get();
                    backup(db, backups());
                    while (written.get() < before + 8) {
                        failIfEnded(writers);
                        Thread.onSpinWait();
                    }
                }
            } finally {
                ended.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        for (Backup backup : Backups.list(backups())) {
            assertThat(verify(backup.path()).isSound()).isTrue();
            Path copy = folder.resolve("copy" + backup.path().getFileName());
            restore(backup.path(), copy);
            try (RemDatabase db = Databases.open(copy)) {
                assertThat(db.info().sequence()).isEqualTo(backup.sequence());
                assertThat(count(db, "left %")).isEqualTo(count(db, "right %"));
            }
        }
    }

    private static void failIfEnded(List<Future<?>> writers) throws ExecutionException, InterruptedException {
        for (Future<?> writer : writers) {
            if (writer.isDone()) {
                writer.get();
                throw new IllegalStateException("a writer has ended");
            }
        }
    }

    private static long count(RemDatabase db, String titles) {
        try (QueryResult result = db.query("SELECT count(*) AS n FROM articles WHERE title LIKE ?", titles)) {
            return result.iterator().next().number("n");
        }
    }

    @Test
    void anEncryptedBackupIsSealedAndNeedsNoPasswordToBeRestored() throws IOException {
        ContentHash before;
        try (RemDatabase db = Databases.encrypted(database(), "P8_ROCKSDB_COMPRESSION", "none")) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", Databases.article("quibblesnatch", "quibblesnatch", "quibblesnatch", 2000));
            before = hash(db);
            assertThat(backup(db, backups()).encrypted()).isTrue();
        }
        try (Stream<Path> all = Files.walk(backups())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("quibblesnatch");
            }
        }
        BackupVerification unopened =
                Backups.verify(backups(), options -> options.withConfig(Databases.config()), ProgressListener.NONE);
        assertThat(unopened.contents()).isNull();
        assertThat(unopened.backup().verifiedAt()).isNull();
        assertThat(Backups.verify(
                                backups(),
                                options ->
                                        options.withConfig(Databases.config()).withKeys(TestKeys.encrypted()),
                                ProgressListener.NONE)
                        .contents())
                .isNotNull();
        Path copy = folder.resolve("copy");
        restore(backups(), copy);
        assertFails(
                ErrorCode.SEALED,
                "",
                () -> RemDatabase.open(copy, options -> options.withConfig(Databases.config()))
                        .close());
        try (RemDatabase db = Databases.encrypted(copy)) {
            assertThat(hash(db)).isEqualTo(before);
            db.insert("articles", Databases.article("more", "text", "c", 2001));
            assertThat(db.operations().verify(ProgressListener.NONE).isSound()).isTrue();
        }
    }

    @Test
    void aDatabaseThatIsThereStaysOrIsKept() {
        try (RemDatabase db = open()) {
            fill(db, 5);
            backup(db, backups());
            db.insert("articles", Databases.article("later", "words", "x", 2000));
        }
        assertFails(ErrorCode.CONFLICT, "already", () -> restore(backups(), database()));
        try (RemDatabase db = open()) {
            assertThat(db.lookup("later")).hasSize(1);
            assertFails(ErrorCode.LOCKED, "", () -> restore(backups(), database(), Existing.KEEP_ASIDE));
        }
        RestoredDatabase restored = restore(backups(), database(), Existing.KEEP_ASIDE);
        assertThat(restored.former())
                .isEqualTo(database().resolve("store.before-1"))
                .isDirectory();
        try (RemDatabase db = open()) {
            assertThat(db.lookup("later")).isEmpty();
            assertThat(db.search("words").in("articles").run()).hasSize(5);
        }
        assertThat(restore(backups(), database(), Existing.KEEP_ASIDE).former())
                .isEqualTo(database().resolve("store.before-2"));
    }

    @Test
    void foldersOfOthersAreRefused() throws IOException {
        Path others = Files.createDirectories(folder.resolve("others"));
        Files.writeString(others.resolve("letter.txt"), "dear");
        try (RemDatabase db = open()) {
            fill(db, 3);
            assertFails(ErrorCode.INVALID_ARGUMENT, "other files", () -> backup(db, others));
            assertFails(
                    ErrorCode.INVALID_ARGUMENT,
                    "own folder",
                    () -> backup(db, database().resolve("b")));
            backup(db, backups());
        }
        try (RemDatabase other = Databases.open(folder.resolve("other"))) {
            assertFails(ErrorCode.CONFLICT, "another database", () -> backup(other, backups()));
        }
        assertFails(ErrorCode.NOT_A_DATABASE, "not empty", () -> restore(backups(), others, Existing.KEEP_ASIDE));
        assertThat(others.resolve("letter.txt")).hasContent("dear");
        assertFails(ErrorCode.NOT_FOUND, "no backup", () -> restore(others, folder.resolve("new")));
        assertThat(folder.resolve("new")).doesNotExist();
        assertFails(
                ErrorCode.INVALID_ARGUMENT,
                "folder of backups",
                () -> restore(backups(), backups().resolve("000001"), Existing.KEEP_ASIDE));
        assertThat(Backups.list(backups()).getFirst().problem()).isNull();
        assertThat(Backups.list(folder.resolve("nowhere"))).isEmpty();
        assertFails(ErrorCode.NOT_FOUND, "", () -> Backups.prune(others, 1, null));
        assertFails(ErrorCode.INVALID_ARGUMENT, "", () -> Backups.prune(backups(), 0, null));
        try (RemDatabase memory = Databases.inMemory()) {
            assertFails(ErrorCode.UNSUPPORTED, "memory", () -> backup(memory, folder.resolve("m")));
        }
    }

    @Test
    void aRestoredDatabaseHasAHistoryOfItsOwn() throws IOException {
        History original;
        try (ReplicatedDatabase db = (ReplicatedDatabase)
                Databases.open(database(), SearchSizes.PRODUCTION, "P8_REPLICATION_MODE", "primary")) {
            fill(db, 3);
            db.replication().acknowledged("replica-1", 1);
            backup(db, backups());
            original = db.replication().history();
            db.replication().follow(new ReplicaOf("elsewhere:1"));
            // A replica can be backed up, too.
            backup(db, backups());
        }
        UUID before = original.databaseId();
        for (Backup backup : Backups.list(backups())) {
            Path copy = folder.resolve("copy" + backup.path().getFileName());
            restore(backup.path(), copy);
            try (ReplicatedDatabase db = (ReplicatedDatabase) Databases.open(copy, SearchSizes.PRODUCTION)) {
                History history = db.replication().history();
                assertThat(history.databaseId()).isNotEqualTo(before);
                assertThat(history.lastSequence()).isEqualTo(backup.sequence());
                assertThat(db.replication().databaseId()).isEqualTo(backup.databaseId());
                assertThat(db.replication().replicaOf()).isEmpty();
                assertThat(db.replication().replicas()).isEmpty();
                db.insert("articles", Databases.article("mine", "own", "x", 2000));
                before = history.databaseId();
            }
            // It is still the same database to who keeps its backups.
            try (RemDatabase db = Databases.open(copy)) {
                backup(db, backups());
            }
        }
    }

    @Test
    void unfinishedWorkIsNoBackupAndGoes() throws IOException {
        try (RemDatabase db = open()) {
            fill(db, 5);
            backup(db, backups());
            Path half = Files.createDirectories(backups().resolve("000002.new").resolve("store"));
            Files.writeString(half.resolve("CURRENT"), "half");
            Path orphan = Files.writeString(backups().resolve("shared").resolve("000099-ab.sst"), "of nobody");
            Path scratch = Files.createDirectories(backups()
                    .resolve("verifying-999999999-" + UUID.randomUUID())
                    .resolve("store"));
            assertThat(Backups.list(backups())).hasSize(1);
            assertThat(backup(db, backups()).path()).isEqualTo(backups().resolve("000002"));
            assertThat(half).doesNotExist();
            assertThat(orphan).doesNotExist();
            assertThat(scratch).doesNotExist();
            assertThat(database().resolve("backup.new")).doesNotExist();
        }
        Path copy = folder.resolve("copy");
        Path half = Files.createDirectories(copy.resolve("store.restoring"));
        Files.writeString(half.resolve("CURRENT"), "half");
        assertFails(
                ErrorCode.NOT_A_DATABASE,
                "restored here",
                () -> Databases.open(copy).close());
        restore(backups(), copy);
        assertThat(half).doesNotExist();
        try (RemDatabase db = Databases.open(copy)) {
            assertThat(db.count("articles")).isEqualTo(5);
        }
    }
}
