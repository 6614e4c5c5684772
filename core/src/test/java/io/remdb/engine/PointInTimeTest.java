package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Backups;
import io.remdb.BatchOptions;
import io.remdb.ContentHash;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.PrunedBackups;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestorePoint;
import io.remdb.RestoredDatabase;
import io.remdb.Schema;
import io.remdb.Statistics;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.TestKeys;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup and the archive of the log make the database of any moment since. {@link SealedPointInTimeTest} does it with an encrypted one. */
class PointInTimeTest {
    @TempDir
    Path folder;

    private int copies;

    /** What the database was at a moment. */
    private record Moment(long sequence, Instant time, ContentHash hash) {}

    private final List<Moment> moments = new ArrayList<>();

    KeySource keys() {
        return TestKeys.chosen();
    }

    private Path archive() {
        return folder.resolve("archive");
    }

    private Path backups() {
        return folder.resolve("backups");
    }

    private RemDatabase open(Path path, String... variables) {
        return RemDatabase.open(
                path, options -> options.withConfig(Databases.config(variables)).withKeys(keys()));
    }

    private RemDatabase openArchived() {
        return open(folder.resolve("db"), "P8_WAL_ARCHIVE", archive().toString(), "P8_WAL_SYNC_INTERVAL_MS", "10");
    }

    /** Remembers what the database is; what is written afterwards is committed later. */
    private void remember(RemDatabase db) {
        ContentHash hash = db.operations().contentHash(ProgressListener.NONE);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
        while (!Instant.now().isAfter(now.plus(1, ChronoUnit.MICROS))) {
            Thread.onSpinWait();
        }
        moments.add(new Moment(db.info().sequence(), now, hash));
    }

    /** Writes with several openings, a backup early on, and moments to go back to. */
    private void live() {
        try (RemDatabase db = openArchived()) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", Databases.article("first", "of the beginning", "a", 2001));
            db.operations().backup(backups(), ProgressListener.NONE);
            remember(db);
            db.insert("articles", Databases.article("second", "about a river", "b", 2002));
            remember(db);
            db.insertAll(
                    "articles",
                    IntStream.range(0, 200)
                            .mapToObj(i -> Databases.article("row " + i, "text of row " + i, "c", 1900 + i))
                            .iterator(),
                    BatchOptions.DEFAULTS);
            remember(db);
        }
        try (RemDatabase db = openArchived()) {
            db.link("row 1", "row 2", "cites", "{\"page\": 3}");
            db.delete(db.lookup("row 3").getFirst().id(), Deletion.Mode.HARD);
            remember(db);
            db.schemas().register(Schema.parse(Databases.ARTICLES.replace("articles", "papers")));
            db.insert("papers", Databases.article("paper", "with words", "p", 2000));
            remember(db);
        }
        try (RemDatabase db = openArchived()) {
            db.query("UPDATE articles SET category = 'z' WHERE category = 'c'").close();
            remember(db);
            db.delete(db.lookup("second").getFirst().id(), Deletion.Mode.SOFT);
            remember(db);
        }
    }

    private RestoredDatabase restore(RestorePoint to) {
        Path copy = folder.resolve("copy" + copies++);
        return Backups.restore(
                backups(),
                copy,
                _ -> RestoreOptions.of(Databases.config()).to(to).withLogArchive(archive()),
                ProgressListener.NONE);
    }

    private void assertIs(RestoredDatabase restored, Moment moment) {
        assertThat(restored.sequence()).isEqualTo(moment.sequence());
        assertThat(restored.committedAt()).isBeforeOrEqualTo(moment.time());
        try (RemDatabase db = open(restored.path())) {
            assertThat(db.operations().contentHash(ProgressListener.NONE)).isEqualTo(moment.hash());
        }
    }

    private void assertFails(ErrorCode code, RestorePoint to, String... texts) {
        int copy = copies;
        assertThatThrownBy(() -> restore(to)).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).contains(texts);
        });
        assertThat(folder.resolve("copy" + copy)).doesNotExist();
    }

    @Test
    void theDatabaseOfEachMomentComesBack() throws IOException {
        live();
        for (Moment moment : moments) {
            assertIs(restore(new RestorePoint.Sequence(moment.sequence())), moment);
        }
        for (Moment moment : moments) {
            assertIs(restore(new RestorePoint.Time(moment.time())), moment);
        }
        Moment last = moments.getLast();
        RestoredDatabase latest = restore(RestorePoint.LATEST);
        assertIs(latest, last);
        try (RemDatabase db = open(latest.path())) {
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            assertThat(db.search("row 11").in("articles").run()).isNotEmpty();
        }
        assertIs(restore(RestorePoint.BACKUP), moments.getFirst());

        String reaches = "reaches=" + last.sequence();
        assertFails(ErrorCode.NOT_FOUND, new RestorePoint.Sequence(last.sequence() + 1), reaches);
        assertFails(ErrorCode.NOT_FOUND, new RestorePoint.Sequence(1), "later than the point");
        assertFails(ErrorCode.NOT_FOUND, new RestorePoint.Time(Instant.EPOCH), "later than the point");
        Files.move(archive(), folder.resolve("elsewhere"));
        assertFails(ErrorCode.NOT_FOUND, RestorePoint.LATEST, "has no log of the database");
    }

    @Test
    void theNewestBackupThatWillDoIsTaken() {
        live();
        try (RemDatabase db = openArchived()) {
            db.operations().backup(backups(), ProgressListener.NONE);
            db.insert("articles", Databases.article("last", "of all", "l", 2010));
            remember(db);
        }
        assertThat(restore(RestorePoint.LATEST).entries()).isEqualTo(1);
        Moment early = moments.get(2);
        RestoredDatabase restored = restore(new RestorePoint.Sequence(early.sequence()));
        assertThat(restored.backup().path()).isEqualTo(backups().resolve("000001"));
        assertIs(restored, early);

        PrunedBackups pruned = Backups.prune(backups(), 1, archive());
        assertThat(pruned.logFiles()).isGreaterThanOrEqualTo(2);
        assertIs(restore(RestorePoint.LATEST), moments.getLast());
        assertFails(ErrorCode.NOT_FOUND, new RestorePoint.Sequence(early.sequence()), "later than the point");
    }

    @Test
    void aTimeAfterTheLastWriteIsTheStateUntilThen() throws Exception {
        live();
        Moment last = moments.getLast();
        Instant closed = Instant.now();
        RestoredDatabase afterClosing = restore(new RestorePoint.Time(closed));
        assertIs(afterClosing, last);
        assertThat(afterClosing.completeUntil()).isBetween(last.time(), closed);

        try (RemDatabase db = openArchived()) {
            db.insert("articles", Databases.article("more", "of it", "m", 2011));
            remember(db);
            Instant idle = Instant.now();
            Moment newest = moments.getLast();
            awaitCompleteUntil(idle);
            RestoredDatabase whileOpen = restore(new RestorePoint.Time(idle));
            assertIs(whileOpen, newest);
            assertThat(whileOpen.completeUntil()).isAfterOrEqualTo(idle);
            assertFails(
                    ErrorCode.INVALID_ARGUMENT,
                    new RestorePoint.Time(Instant.now().plusSeconds(600)),
                    "in the future");
        }
        int files = archived().size();
        openArchived().close();
        assertThat(archived()).as("one that is only opened adds no file").hasSize(files);
    }

    private void awaitCompleteUntil(Instant moment) throws InterruptedException {
        while (restore(RestorePoint.LATEST).completeUntil().isBefore(moment)) {
            Thread.sleep(100);
        }
    }

    /** Nobody knows what was written after a process was killed. */
    @Test
    void aTimeAfterATornEndIsNotReached() throws IOException {
        live();
        Path last = archived().getLast();
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            file.setLength(file.length() - 26); // until when there was nothing more
        }
        Instant now = Instant.now();
        assertFails(ErrorCode.NOT_FOUND, new RestorePoint.Time(now), "does not reach");
        assertIs(restore(RestorePoint.LATEST), moments.getLast());
        openArchived().close();
        assertIs(restore(new RestorePoint.Time(now)), moments.getLast());
    }

    /** The backup itself knows until when it is complete. */
    @Test
    void aTimeBeforeTheBackupWasMadeNeedsNoArchive() {
        try (RemDatabase db = open(folder.resolve("db"))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            remember(db);
            db.operations().backup(backups(), ProgressListener.NONE);
        }
        assertIs(restore(new RestorePoint.Time(moments.getFirst().time())), moments.getFirst());
        assertFails(ErrorCode.NOT_FOUND, new RestorePoint.Time(Instant.now()), "has no log of the database");
    }

    private List<Path> archived() throws IOException {
        try (Stream<Path> files = Files.walk(archive())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void aGapIsFoundAndSaid() throws IOException {
        live();
        List<Path> files = archived();
        assertThat(files).hasSizeGreaterThanOrEqualTo(3);
        Files.delete(files.get(1));
        long before = moments.get(2).sequence();
        assertFails(ErrorCode.NOT_FOUND, RestorePoint.LATEST, "reaches=" + before, "are missing");
        assertFails(
                ErrorCode.NOT_FOUND,
                new RestorePoint.Sequence(moments.getLast().sequence()),
                "entries " + (before + 1) + " to ");
        assertIs(restore(new RestorePoint.Sequence(before)), moments.get(2));
    }

    @Test
    void aTornEndIsTheEnd() throws IOException {
        live();
        Path last = archived().getLast();
        long bytes = Files.size(last);
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            file.setLength(bytes - 66); // until when there was nothing more, the mark, and the end of the last write
        }
        assertIs(restore(RestorePoint.LATEST), moments.get(moments.size() - 2));
        assertFails(
                ErrorCode.NOT_FOUND, new RestorePoint.Sequence(moments.getLast().sequence()), "not whole from byte");

        // What the archive has lost comes again with the next opening, as long as the store still has it.
        writeOneMore();
        assertIs(restore(RestorePoint.LATEST), moments.getLast());
    }

    private void writeOneMore() {
        try (RemDatabase db = openArchived()) {
            db.insert("articles", Databases.article("after", "the tear", "t", 2020));
            remember(db);
        }
    }

    /** A process was killed when it had just begun a file: what is behind it counts. */
    @Test
    void aTornBeginningIsPassedOver() throws IOException {
        live();
        try (RandomAccessFile file = new RandomAccessFile(archived().getLast().toFile(), "rw")) {
            file.setLength(3);
        }
        writeOneMore();
        assertIs(restore(RestorePoint.LATEST), moments.getLast());
    }

    /** However many files there are, whoever opens the database reads the last one. */
    @Test
    void whatIsArchivedLongSinceIsNotReadToGoOn() throws IOException {
        live();
        Path aside = Files.createDirectory(folder.resolve("aside"));
        List<Path> old = archived().subList(0, archived().size() - 1);
        for (Path file : old) {
            Files.move(file, aside.resolve(file.getFileName()));
            Files.createDirectory(file); // which cannot be read as a file
        }
        try (RemDatabase db = openArchived()) {
            db.insert("articles", Databases.article("after", "the others", "t", 2020));
            remember(db);
        }
        for (Path file : old) {
            Files.delete(file);
            Files.move(aside.resolve(file.getFileName()), file);
        }
        assertIs(restore(RestorePoint.LATEST), moments.getLast());
    }

    @Test
    void aFlippedBitInTheMiddleIsAGap() throws IOException {
        live();
        Path middle = archived().get(1);
        byte[] bytes = Files.readAllBytes(middle);
        bytes[bytes.length / 2] ^= 4;
        Files.write(middle, bytes);
        assertFails(ErrorCode.NOT_FOUND, RestorePoint.LATEST, "missing", "not whole from byte");
        assertIs(restore(new RestorePoint.Sequence(moments.get(2).sequence())), moments.get(2));
    }

    @Test
    void anArchiveThatCannotBeWrittenIsSaid() throws Exception {
        Files.writeString(archive(), "in the way");
        Instant before = Instant.now();
        try (RemDatabase db = openArchived()) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            Statistics.Archiving failing = await(db, archiving -> archiving.failingSince() != null);
            assertThat(failing.failingSince()).isBetween(before, Instant.now());
            assertThat(failing.problem())
                    .contains("The archive of the log cannot be", archive().toString());
            Thread.sleep(1_500);
            assertThat(db.operations().stats().log().archiving())
                    .as("the first failure counts, not that of the last attempt")
                    .isEqualTo(failing);

            Files.delete(archive());
            Statistics.Archiving mended = await(db, archiving -> archiving.failingSince() == null);
            assertThat(mended.problem()).isNull();
            assertThat(mended.sequence()).isEqualTo(db.info().sequence());
        }
        try (RemDatabase db = open(folder.resolve("db"))) {
            assertThat(db.operations().stats().log().archiving()).isNull();
        }
    }

    private static Statistics.Archiving await(RemDatabase db, Predicate<Statistics.Archiving> wanted)
            throws InterruptedException {
        while (true) {
            Statistics.Archiving now = db.operations().stats().log().archiving();
            assertThat(now).isNotNull();
            if (wanted.test(now)) {
                return now;
            }
            Thread.sleep(20);
        }
    }

    @Test
    void anArchiveInTheDatabaseOrAmongBackupsIsRefused() throws IOException {
        live();
        Path database = folder.resolve("db");
        Path link = Files.createSymbolicLink(folder.resolve("link"), database);
        for (Path inside : List.of(
                database, database.resolve("archive"), link.resolve("archive").resolve("deep"))) {
            assertMisplaced(inside, "database's own folder");
        }
        assertMisplaced(backups(), "folder of backups");
        assertMisplaced(backups().resolve("archive"), "folder of backups");
        assertMisplaced(folder.resolve("db.backups").resolve("archive"), "folder of backups");
        assertThat(database.resolve("archive")).doesNotExist();
        // A sibling of which the name only begins so.
        open(database, "P8_WAL_ARCHIVE", folder.resolve("db.archive").toString())
                .close();
    }

    private void assertMisplaced(Path place, String text) {
        assertThatThrownBy(() -> open(folder.resolve("db"), "P8_WAL_ARCHIVE", place.toString())
                        .close())
                .as(place.toString())
                .isInstanceOfSatisfying(RemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG);
                    assertThat(e.getMessage()).contains(text, "P8_WAL_ARCHIVE", place.toString());
                });
    }

    @Test
    void aRestoredDatabaseArchivesAnotherHistory() {
        live();
        RestoredDatabase restored =
                restore(new RestorePoint.Sequence(moments.get(1).sequence()));
        try (RemDatabase db = open(restored.path(), "P8_WAL_ARCHIVE", archive().toString())) {
            db.insert("articles", Databases.article("mine", "goes another way", "m", 2020));
        }
        assertIs(restore(RestorePoint.LATEST), moments.getLast());
    }

    @Test
    void withoutAnArchiveItIsSaid() {
        live();
        assertThatThrownBy(() -> Backups.restore(
                        backups(),
                        folder.resolve("copy"),
                        _ -> RestoreOptions.of(Databases.config()).to(RestorePoint.LATEST),
                        ProgressListener.NONE))
                .isInstanceOfSatisfying(RemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(e.hint())
                            .hasValueSatisfying(hint -> assertThat(hint).contains("P8_WAL_ARCHIVE"));
                });
    }
}
