package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.TestKeys;
import io.remdb.failing.FailingFileSystem;
import io.remdb.failing.Failures;
import io.remdb.search.SearchSizes;
import io.remdb.store.StoredEntity;
import io.remdb.store.rocks.RawStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The n-th operation of ours on files fails, for every n: what was to be done is done, or is cleanly not done, and everything that was
 * acknowledged is there and found when the disk works again. RocksDB's own operations do not fail here: see {@link LimitedResourcesTest}.
 *
 * <p>The long form ({@code rem.failing.every=1}) lets each operation fail, the short one some of them, others each time.
 */
class FailingFilesTest {
    private static final int EVERY = Integer.getInteger("rem.failing.every", 151);
    private static final int FIRST = 20;
    private static final int SECOND = 10;
    private static final Set<ErrorCode> CLEAR =
            Set.of(ErrorCode.IO_ERROR, ErrorCode.CORRUPTED, ErrorCode.NOT_A_DATABASE, ErrorCode.CLOSED);

    private static final Logger LOGGER = Logger.getLogger("io.remdb");

    @TempDir
    Path folder;

    private final FailingFileSystem files = FailingFileSystem.create();
    private final Failures failures = files.failures();

    @BeforeEach
    void quiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        LOGGER.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource(Failures.Mode.class)
    void whatIsCommittedToTheSearchIndexIsFoundOrBuiltAnew(Failures.Mode mode) throws IOException {
        Path built = original("built", false);
        Path committed = original("committed", true);
        int happened = 0;
        int cases = 0;
        for (Path original : List.of(built, committed)) {
            failures.never();
            write(copy(original, "counting"), new ArrayList<>());
            List<Long> numbers = numbers(failures.counted());
            cases += numbers.size();
            for (long number : numbers) {
                Path path = copy(original, mode + "-" + number);
                List<String> acknowledged = new ArrayList<>();
                Attempt attempt = attempt(number, mode, () -> write(path, acknowledged));
                happened += attempt.failed().isEmpty() ? 0 : 1;
                hasAndFinds(path, acknowledged, attempt.failed());
                delete(path);
            }
            delete(folder.resolve("counting"));
        }
        System.out.println("search index, " + mode + ": " + happened + " failures of " + cases + " cases");
        assertThat(happened).isGreaterThan(cases / 2);
    }

    /**
     * What has come of something.
     *
     * @param done it ended without an error
     * @param failed the operation that failed; empty where none did
     */
    private record Attempt(boolean done, String failed) {}

    /** Does something whose n-th operation on files fails; the files work again afterwards. */
    private Attempt attempt(long number, Failures.Mode mode, Runnable work) {
        failures.failAt(number, mode);
        boolean done = false;
        try {
            work.run();
            done = true;
        } catch (RemException e) {
            assertThat(e.code()).as("%s: %s", failures.failed(), e).isIn(CLEAR);
        }
        String failed = failures.failed();
        failures.never();
        return new Attempt(done, failed);
    }

    /** With some rows, and a search index that has a commit or is yet to be built. */
    private Path original(String name, boolean committed) {
        Path original = folder.resolve(name);
        try (RemDatabase db = open(original)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll("articles", articles(0, FIRST).iterator(), BatchOptions.DEFAULTS);
            if (committed) {
                db.flush();
            }
        }
        return original;
    }

    /** Opens, writes, searches, commits the index, closes; what was acknowledged is added to a list. */
    private void write(Path path, List<String> acknowledged) {
        try (RemDatabase db = open(files.path(path))) {
            for (int i = FIRST; i < FIRST + SECOND; i++) {
                db.insert("articles", article(i));
                acknowledged.add("title " + i);
            }
            assertThat(db.search("word7")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .run())
                    .hasSize(1);
            db.flush();
        }
    }

    private static RemDatabase open(Path path) {
        return Databases.open(path, SearchSizes.PRODUCTION);
    }

    /** A commit that is older than what the folder said of all indexes was taken for complete: rows were missing from it for ever. */
    @Test
    void anIndexThatFailedIsNotTakenForComplete() throws IOException {
        for (String ending : List.of(".vec", ".fdt")) {
            Path path = folder.resolve("failed" + ending);
            try (RemDatabase db = open(path)) {
                db.schemas().register(Schema.parse(Databases.ARTICLES));
                db.insertAll("articles", articles(0, FIRST).iterator(), BatchOptions.DEFAULTS);
                db.flush(); // there is a commit to go back to
            }
            List<String> acknowledged = new ArrayList<>();
            failures.failAt("write " + ending, 1);
            assertThatThrownBy(() -> write(path, acknowledged)).isInstanceOf(RemException.class);
            assertThat(failures.failed()).endsWith(ending);
            assertThat(acknowledged).isNotEmpty();
            failures.never();
            hasAndFinds(path, acknowledged, ending);
        }
    }

    /** The same where it is built anew, committed, and then cannot be read. */
    @Test
    void anIndexThatFailedWhenItWasBuiltIsNotTakenForComplete() throws IOException {
        Path path = folder.resolve("built");
        try (RemDatabase db = open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll("articles", articles(0, FIRST).iterator(), BatchOptions.DEFAULTS);
            db.flush();
        }
        delete(path.resolve("search"));
        List<String> acknowledged = new ArrayList<>();
        failures.failAt("stat .cfe", 1);
        try (RemDatabase db = open(files.path(path))) {
            assertThatThrownBy(() -> db.search("word7").in("articles").run()).isInstanceOf(RemException.class);
            db.insert("articles", article(FIRST));
            acknowledged.add("title " + FIRST);
        }
        assertThat(failures.failed()).endsWith(".cfe");
        failures.never();
        hasAndFinds(path, acknowledged, failures.failed());
    }

    /** The same in the process that has made the table: its index was empty once, and is not when it is opened again. */
    @Test
    void anIndexThatIsOpenedAgainHasWhatItHad() throws IOException {
        Path path = folder.resolve("again");
        List<String> acknowledged = new ArrayList<>();
        try (RemDatabase db = open(files.path(path))) {
            db.flush(); // from now on indexes follow, and that of a new table is known to be empty
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll("articles", articles(0, FIRST).iterator(), BatchOptions.DEFAULTS);
            db.flush();
            failures.failAt("write .fdt", 1);
            db.insert("articles", article(FIRST));
            acknowledged.add("title " + FIRST);
            assertThatThrownBy(() -> db.search("word7").in("articles").run()).isInstanceOf(RemException.class);
            assertThat(failures.failed()).endsWith(".fdt");
            failures.never();
            awaitSearch(db);
            for (int i = 0; i <= FIRST; i++) {
                assertThat(db.search("word" + i)
                                .in("articles")
                                .mode(SearchMode.KEYWORD)
                                .run())
                        .as("word%d", i)
                        .hasSize(1);
            }
        }
        hasAndFinds(path, acknowledged, "all");
    }

    /** It is tried again after some seconds. */
    private static void awaitSearch(RemDatabase db) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                db.search("word7").in("articles").run();
                return;
            } catch (RemException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private static void hasAndFinds(Path path, List<String> acknowledged, String failed) {
        try (RemDatabase db = open(path)) {
            List<String> titles = new ArrayList<>(
                    IntStream.range(0, FIRST).mapToObj(i -> "title " + i).toList());
            titles.addAll(acknowledged);
            for (String title : titles) {
                assertThat(db.lookup(title)).as("%s after %s", title, failed).hasSize(1);
                String word = title.replace("title ", "word");
                assertThat(db.search(word)
                                .in("articles")
                                .mode(SearchMode.KEYWORD)
                                .run())
                        .as("%s after %s", word, failed)
                        .hasSize(1);
            }
            assertThat(db.operations().verify(ProgressListener.NONE).findings())
                    .as(failed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Failures.Mode.class)
    void encryptingIsDoneOrNot(Failures.Mode mode) throws IOException {
        Path original = folder.resolve("original");
        try (RemDatabase db = FormatFixture.open(original, KeySource.NONE)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll("articles", articles(0, FIRST).iterator(), BatchOptions.DEFAULTS);
            db.flush();
        }
        failures.never();
        encrypt(copy(original, "counting"));
        List<Long> numbers = numbers(failures.counted());

        for (long number : numbers) {
            Path path = copy(original, mode + "-" + number);
            Attempt attempt = attempt(number, mode, () -> encrypt(path));
            isWhole(path, attempt.done(), attempt.failed());
            delete(path);
        }
        System.out.println("encryption, " + mode + ": " + numbers.size() + " cases");
    }

    /** A folder that could not be looked at was taken for one that is not there: the search index stayed, as anybody could read it. */
    @Test
    void whatIsNotEncryptedDoesNotStayBecauseItCannotBeLookedAt() throws IOException {
        Path original = folder.resolve("original");
        try (RemDatabase db = FormatFixture.open(original, KeySource.NONE)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll("articles", articles(0, FIRST).iterator(), BatchOptions.DEFAULTS);
            db.flush();
        }
        int number = 0;
        String failed = "any";
        while (!failed.isEmpty()) {
            Path path = copy(original, "search-" + ++number);
            failures.failAt("stat search", number);
            boolean done = false;
            try {
                encrypt(path);
                done = true;
            } catch (RemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
            }
            failed = failures.failed();
            failures.never();
            isWhole(path, done, failed);
        }
        assertThat(number).isGreaterThan(1);
    }

    private void encrypt(Path path) {
        encryptIn(files.path(path));
    }

    private static void encryptIn(Path path) {
        OpenOptions options =
                OpenOptions.defaults().withConfig(Databases.config()).withKeys(TestKeys.encrypted());
        assertThat(new LocalDatabaseProvider().encrypt(path, options, ProgressListener.NONE))
                .isTrue();
    }

    private static void isWhole(Path path, boolean done, String failed) throws IOException {
        boolean encrypted = done || isEncrypted(path);
        if (!encrypted) {
            encryptIn(path);
        }
        try (RemDatabase db = FormatFixture.open(path, TestKeys.encrypted())) {
            assertThat(db.info().encrypted()).isTrue();
            assertThat(db.count("articles")).as(failed).isEqualTo(FIRST);
            assertThat(db.operations().verify(ProgressListener.NONE).findings())
                    .as(failed)
                    .isEmpty();
            assertThat(db.search("word7")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .run())
                    .hasSize(1);
        }
        try (Stream<Path> left = Files.list(path)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .as("what is left after %s", failed)
                    .containsOnly("store", "search");
        }
    }

    private static boolean isEncrypted(Path path) {
        try (RemDatabase db = FormatFixture.open(path, KeySource.NONE)) {
            assertThat(db.count("articles")).isEqualTo(FIRST);
            return false;
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SEALED);
            return true;
        }
    }

    @Test
    void aDatabaseIsMadeOrNot() throws IOException {
        failures.never();
        make(folder.resolve("counting"));
        for (long number : numbers(failures.counted())) {
            Path path = folder.resolve("new-" + number);
            failures.failAt(number, Failures.Mode.ONCE);
            try {
                make(path);
            } catch (RemException e) {
                assertThat(e.code()).as("%s: %s", failures.failed(), e).isIn(CLEAR);
            }
            failures.never();
            make(path);
            delete(path);
        }
    }

    private void make(Path path) {
        try (RemDatabase db = open(files.path(path))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", article(1));
            assertThat(db.count("articles")).isEqualTo(1);
        }
    }

    /** It is built anew, or the repair says that something is left; then the next one does it. */
    @ParameterizedTest
    @EnumSource(Failures.Mode.class)
    void aSearchIndexIsRepairedOrItIsSaid(Failures.Mode mode) throws IOException {
        Path original = original("damaged", true);
        changeBehindTheIndex(original);
        failures.never();
        assertThat(findingsAfterRepair(files.path(copy(original, "counting")))).isZero();
        int said = 0;
        List<Long> numbers = numbers(failures.counted());
        for (long number : numbers) {
            Path path = copy(original, mode + "-" + number);
            AtomicLong left = new AtomicLong();
            Attempt attempt = attempt(number, mode, () -> left.set(findingsAfterRepair(files.path(path))));
            boolean repaired = attempt.done() && left.get() == 0;
            said += repaired ? 0 : 1;
            String failed = attempt.failed();
            if (!repaired) {
                assertThat(findingsAfterRepair(path)).as(failed).isZero();
            }
            try (RemDatabase db = open(path)) {
                assertThat(db.operations().verify(ProgressListener.NONE).findings())
                        .as(failed)
                        .isEmpty();
                assertThat(db.search("wood")
                                .in("articles")
                                .mode(SearchMode.KEYWORD)
                                .run())
                        .as(failed)
                        .hasSize(1);
            }
            delete(path);
        }
        System.out.println("repair, " + mode + ": " + said + " said of " + numbers.size() + " cases");
    }

    private static long findingsAfterRepair(Path path) {
        try (RemDatabase db = open(path)) {
            return db.operations().repair(ProgressListener.NONE).after().found();
        }
    }

    /** As a defect would: the search index does not hear of it. */
    private static void changeBehindTheIndex(Path path) {
        UUID id;
        try (RemDatabase db = open(path)) {
            id = db.lookup("title 7").getFirst().id();
        }
        try (RawStore raw = RawStore.of(path, Databases.config(), TestKeys.chosen())) {
            StoredEntity row = raw.row(raw.table("articles"), id);
            byte[] properties = new String(row.properties(), StandardCharsets.UTF_8)
                    .replace("word7", "wood")
                    .getBytes(StandardCharsets.UTF_8);
            raw.putRow(new StoredEntity(
                    row.table(),
                    id,
                    row.version(),
                    row.createdAtMicros(),
                    row.modifiedAtMicros(),
                    row.deletedAtMicros(),
                    properties));
        }
    }

    /** Which operations are to fail, from 1: each {@link #EVERY}-th from a random one on. */
    private static List<Long> numbers(long counted) {
        long seed = System.nanoTime();
        long first = 1L + new Random(seed).nextInt(EVERY);
        List<Long> numbers = new ArrayList<>();
        for (long number = first; number <= counted; number += EVERY) {
            numbers.add(number);
        }
        System.out.println(counted + " operations, from " + first + " on each " + EVERY + ". fails");
        return numbers;
    }

    private static List<String> articles(int from, int to) {
        return IntStream.range(from, to).mapToObj(FailingFilesTest::article).toList();
    }

    private static String article(int number) {
        return Databases.article("title " + number, "about word" + number, "c", number);
    }

    private Path copy(Path database, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> walk = Files.walk(database)) {
            for (Path file : walk.toList()) {
                Files.copy(file, copy.resolve(database.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
