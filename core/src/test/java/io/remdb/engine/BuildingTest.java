package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.BuildProgress;
import io.remdb.Deletion;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.Schemas.Evolution;
import io.remdb.Schemas.Removal;
import io.remdb.SearchMode;
import io.remdb.config.RemConfig;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.TableDefinition;
import io.remdb.store.rocks.RocksStore;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New indexes, keys and vectors over rows that exist, while others write, and after a crash. */
@Timeout(120)
class BuildingTest {
    static final String PLAIN = Databases.ARTICLES
            .replace("\"embedding_fields\": [\"content\"], ", "")
            .replace("\"year\", ", "");
    static final String FULL = Databases.ARTICLES.replace("\"1.0.0\"", "\"2.0.0\"");
    static final String REKEYED = Databases.ARTICLES
            .replace("\"1.0.0\"", "\"3.0.0\"")
            .replace("\"key_field\": \"title\"", "\"key_field\": \"content\"");

    private final RemConfig config = Databases.config();

    @TempDir
    Path folder;

    @BeforeEach
    @AfterEach
    void resetModel() {
        WordsEmbeddingProvider.reset();
    }

    @Test
    void writesThatRaceABuildLeaveEveryIndexEntryKeyAndVectorRight() throws Exception {
        long seed = System.nanoTime();
        System.out.println("BuildingTest seed " + seed);
        RocksStore store = RocksStore.openInMemory(config, TestKeys.chosen());
        try (RemDatabase db = LocalDatabase.over(store, Path.of(""), null, config)) {
            db.schemas().register(Schema.parse(PLAIN));
            insert(db, 0, 900);
            AtomicBoolean stop = new AtomicBoolean();
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> writers = IntStream.range(0, 3)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> write(db, new Random(seed + i), i, stop, failures)))
                    .toList();
            for (String schema : List.of(FULL, REKEYED)) {
                db.schemas().register(Schema.parse(schema));
            }
            db.schemas().register(Schema.parse(PLAIN), Evolution.FORCED, ProgressListener.NONE);
            db.schemas().register(Schema.parse(FULL));
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(failures).isEmpty();
            Consistency.check(store, config, "articles");
            assertThat(db.lookup("content number7 thread0")).isEmpty();
            assertThat(db.search("number").in("articles").limit(1000).run())
                    .hasSize((int) Math.min(1000, db.count("articles")));
        }
    }

    private static void write(
            RemDatabase db, Random random, int thread, AtomicBoolean stop, ConcurrentLinkedQueue<Throwable> failures) {
        try {
            for (int step = 0; !stop.get(); step++) {
                String title = "Title " + random.nextInt(900);
                switch (random.nextInt(4)) {
                    case 0 ->
                        db.insert("articles", article("New " + thread + " " + step, "new text" + step, "n", step));
                    case 1 ->
                        db.insert(
                                "articles",
                                article(title, "content number" + step + " thread" + thread, "again", step));
                    case 2 -> {
                        for (Entity row : db.lookup(title)) {
                            update(db, row.id(), "{\"content\": \"changed " + step + "\", \"year\": " + step + "}");
                        }
                    }
                    default -> {
                        for (Entity row : db.lookup(title)) {
                            delete(db, row.id(), random.nextBoolean() ? Deletion.Mode.SOFT : Deletion.Mode.HARD);
                        }
                    }
                }
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    /** Another thread may have deleted it; and once the content is the key it cannot be changed. */
    private static void update(RemDatabase db, UUID id, String patch) {
        try {
            db.update(id, patch);
        } catch (RemException e) {
            assertThat(e.code()).isIn(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION_FAILED);
        }
    }

    private static void delete(RemDatabase db, UUID id, Deletion.Mode mode) {
        try {
            db.delete(id, mode);
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void searchesDuringARebuildFindTheRowsOrSayThatTheyCannot() throws Exception {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 0, 400);
            AtomicBoolean stop = new AtomicBoolean();
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> readers = new ArrayList<>();
            for (SearchMode mode : SearchMode.values()) {
                readers.add(Thread.ofPlatform().start(() -> {
                    try {
                        while (!stop.get()) {
                            search(db, mode);
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }));
            }
            String other = Databases.ARTICLES.replace(
                    "\"embedding_fields\"", "\"embedding_provider\": \"words:32\", \"embedding_fields\"");
            for (int round = 0; round < 4; round++) {
                String schema = round % 2 == 0 ? other : Databases.ARTICLES;
                db.schemas().register(Schema.parse(schema), Evolution.FORCED, ProgressListener.NONE);
            }
            stop.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    private static void search(RemDatabase db, SearchMode mode) {
        try {
            assertThat(db.search("content number3")
                            .in("articles")
                            .mode(mode)
                            .limit(1)
                            .run())
                    .as(mode.name())
                    .extracting(hit -> hit.entity().properties().get("title").stringValue())
                    .containsExactly("Title 3");
        } catch (RemException e) {
            assertThat(mode).isEqualTo(SearchMode.SEMANTIC);
            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void whileABuildRunsItIsShownAndWhatItBuildsIsNotRead() throws Exception {
        try (RemDatabase db = Databases.inMemory()) {
            db.schemas().register(Schema.parse(PLAIN));
            insert(db, 0, 1300);
            CountDownLatch secondChunk = new CountDownLatch(2);
            CountDownLatch goOn = new CountDownLatch(1);
            WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
                if (Thread.currentThread().getName().startsWith("rem-index-build")) {
                    secondChunk.countDown();
                    if (secondChunk.getCount() == 0) {
                        await(goOn);
                    }
                }
            });
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread registering = Thread.ofPlatform().start(() -> {
                try {
                    db.schemas().register(Schema.parse(REKEYED), Evolution.FORCED, ProgressListener.NONE);
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            await(secondChunk);
            BuildProgress building = building(db);
            assertThat(building.indexes()).containsExactly("year");
            assertThat(building.embeddings()).containsExactly("embedding");
            assertThat(building.keys()).isTrue();
            assertThat(building.rowsDone()).isEqualTo(500);
            assertThat(building.rowsTotal()).isEqualTo(1300);
            for (int i = 0; i < 1300; i += 50) {
                assertThat(titles(db, "SELECT title FROM articles WHERE year = " + i))
                        .containsExactly("Title " + i);
                assertThat(titles(db, "SELECT title FROM articles WHERE content = 'content number" + i + "'"))
                        .containsExactly("Title " + i);
                assertThat(db.lookup("content number" + i)).hasSize(1);
                assertThat(db.lookup("Title " + i)).isEmpty();
            }
            assertThatThrownBy(() -> db.search("number3")
                            .in("articles")
                            .mode(SearchMode.SEMANTIC)
                            .run())
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            // Another table is registered meanwhile, and rows are written.
            db.schemas().register(Schema.parse(PLAIN.replace("\"articles\"", "\"others\"")));
            db.update(db.lookup("content number3").getFirst().id(), "{\"year\": 5000}");
            assertThat(titles(db, "SELECT title FROM articles WHERE year = 5000"))
                    .containsExactly("Title 3");
            goOn.countDown();
            registering.join();
            assertThat(failure.get()).isNull();
            assertThat(db.schemas().list()).allMatch(schema -> schema.building() == null);
            assertThat(titles(db, "SELECT title FROM articles WHERE year = 5000"))
                    .containsExactly("Title 3");
        }
    }

    /** The other table has a vector of the question by the model whose vectors half of the rows have. */
    @Test
    void cosinesAreNeverOfVectorsOfTwoModels() throws Exception {
        String other = Databases.ARTICLES.replace(
                "\"embedding_fields\"", "\"embedding_provider\": \"words:064\", \"embedding_fields\"");
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 0, 900);
            db.schemas().register(Schema.parse(other.replace("\"articles\"", "\"others\"")));
            db.insert("others", article("Other", "content number3", "o", 1));
            CountDownLatch secondChunk = new CountDownLatch(2);
            CountDownLatch goOn = new CountDownLatch(1);
            WordsEmbeddingProvider.BEFORE_CALL.set(() -> {
                if (Thread.currentThread().getName().startsWith("rem-index-build")) {
                    secondChunk.countDown();
                    if (secondChunk.getCount() == 0) {
                        await(goOn);
                    }
                }
            });
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread registering = Thread.ofPlatform().start(() -> {
                try {
                    db.schemas().register(Schema.parse(other), Evolution.FORCED, ProgressListener.NONE);
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            await(secondChunk);
            assertThat(semanticScores(db))
                    .hasSize(11)
                    .hasEntrySatisfying("Other", score -> assertThat(score).isNotNull())
                    .hasEntrySatisfying("Title 3", score -> assertThat(score).isNull())
                    .containsValue(null);
            goOn.countDown();
            registering.join();
            assertThat(failure.get()).isNull();
            assertThat(semanticScores(db)).doesNotContainValue(null);
        }
    }

    private static Map<String, @Nullable Double> semanticScores(RemDatabase db) {
        Map<String, @Nullable Double> scores = new HashMap<>();
        for (Hit<Entity> hit : db.search("content number3").limit(11).run()) {
            scores.put(hit.entity().properties().get("title").stringValue(), hit.semanticScore());
        }
        return scores;
    }

    @Test
    void anInterruptedWaitLeavesTheBuildGoingOn() {
        try (RemDatabase db = Databases.inMemory()) {
            db.schemas().register(Schema.parse(PLAIN));
            insert(db, 0, 700);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> db.schemas().register(Schema.parse(FULL)))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
            eventually(() -> db.schemas().list().stream().allMatch(schema -> schema.building() == null));
            assertThat(db.search("number3")
                            .in("articles")
                            .mode(SearchMode.SEMANTIC)
                            .limit(1)
                            .run())
                    .hasSize(1);
        }
    }

    @Test
    void aBuildWhoseProcessIsKilledIsFinishedAfterTheNextOpen() throws Exception {
        Path path = folder.resolve("db");
        Process builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledBuilder.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = builder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("building");
        } finally {
            builder.toHandle().destroyForcibly();
        }
        assertThat(builder.waitFor(30, TimeUnit.SECONDS)).isTrue();

        CountDownLatch goOn = new CountDownLatch(1);
        WordsEmbeddingProvider.BEFORE_CALL.set(() -> await(goOn));
        RocksStore store = RocksStore.open(path.resolve("store"), Creation.NEVER, config, TestKeys.chosen());
        try (RemDatabase db = LocalDatabase.over(store, path, path.resolve("search"), config)) {
            assertThat(building(db).keys()).isTrue();
            assertThat(db.lookup("content number1299")).hasSize(1);
            goOn.countDown();
            // Waits for the build that runs.
            db.schemas().register(Schema.parse(REKEYED));
            Consistency.check(store, config, "articles");
            assertThat(db.lookup("Title 3")).isEmpty();
            try (var hits = store.indexes().byKey("Title 3")) {
                assertThat(hits.hasNext()).isFalse();
            }
        }
    }

    @Test
    void aRemovalThatIsCutOffIsFinishedAfterTheNextOpen() {
        Path path = folder.resolve("db");
        UUID id;
        try (RemDatabase db = Databases.open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            insert(db, 0, 600);
            id = db.lookup("Title 3").getFirst().id();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> db.schemas().remove("articles", Removal.WITH_ROWS))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(db.get(id)).isEmpty();
            assertThat(db.lookup("Title 3")).isEmpty();
        }
        RocksStore store = RocksStore.open(path.resolve("store"), Creation.NEVER, config, TestKeys.chosen());
        try (RemDatabase db = LocalDatabase.over(store, path, path.resolve("search"), config)) {
            assertThat(db.get(id)).isEmpty();
            assertThat(db.schemas().list()).extracting(SchemaInfo::shortName).doesNotContain("articles");
            eventually(() -> store.tables().stream().noneMatch(TableDefinition::removing));
            assertThat(store.records().tableOf(id)).isEmpty();
            assertThat(db.count("schemas")).isEqualTo(7);
        }
    }

    @Test
    void aNameIsFreeOnceItsRemovalIsFinished() {
        try (RemDatabase db = Databases.withArticles()) {
            insert(db, 0, 600);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> db.schemas().remove("articles", Removal.WITH_ROWS))
                    .isInstanceOf(RemException.class);
            assertThat(Thread.interrupted()).isTrue();
            db.schemas().register(Schema.parse(PLAIN));
            assertThat(db.count("articles")).isZero();
            insert(db, 0, 5);
            assertThat(db.lookup("Title 3")).hasSize(1);
        }
    }

    @Test
    void writesThatRaceARemovalAreRefusedAndLeaveNothing() throws Exception {
        RocksStore store = RocksStore.openInMemory(config, TestKeys.chosen());
        try (RemDatabase db = LocalDatabase.over(store, Path.of(""), null, config)) {
            for (int round = 0; round < 5; round++) {
                db.schemas().register(Schema.parse(Databases.ARTICLES));
                insert(db, 0, 50);
                CountDownLatch writing = new CountDownLatch(1);
                AtomicReference<Throwable> end = new AtomicReference<>();
                Thread writer = Thread.ofPlatform().start(() -> {
                    try {
                        for (int i = 0; ; i++) {
                            insert(db, i, i + 1);
                            writing.countDown();
                        }
                    } catch (RuntimeException e) {
                        end.set(e);
                    }
                });
                await(writing);
                db.schemas().remove("articles", Removal.WITH_ROWS);
                writer.join();
                assertThat(end.get())
                        .isInstanceOfSatisfying(
                                RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
                assertThat(db.lookup("Title 3")).isEmpty();
                assertThat(store.tables()).hasSize(7);
            }
        }
    }

    @Test
    void vectorsGoWhenATableIsNoLongerEmbedded() {
        RocksStore store = RocksStore.openInMemory(config, TestKeys.chosen());
        try (RemDatabase db = LocalDatabase.over(store, Path.of(""), null, config)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            insert(db, 0, 30);
            int table = store.highestTableNumber();
            db.schemas().register(Schema.parse(PLAIN.replace("\"1.0.0\"", "\"2.0.0\"")));
            try (var vectors = store.records().scanEmbeddings(table, EmbeddingSlot.MAIN)) {
                assertThat(vectors.hasNext()).isFalse();
            }
            assertThat(db.search("number3").in("articles").limit(1).run()).allMatch(hit -> hit.semanticScore() == null);
            insert(db, 0, 40);
            Consistency.check(store, config, "articles");
            db.schemas().register(Schema.parse(Databases.ARTICLES.replace("\"1.0.0\"", "\"3.0.0\"")));
            Consistency.check(store, config, "articles");
            assertThat(db.search("content number3").in("articles").limit(1).run())
                    .allMatch(hit -> hit.semanticScore() != null);
        }
    }

    @Test
    void builtInTablesFollowALaterAlternativeModelAndOthersWhenTheyAreRegisteredAgain() {
        Path path = folder.resolve("db");
        String resource = "{\"name\": \"n\", \"content\": \"some words\", \"uri\": \"file:a\", \"chunk_ordinal\": 0}";
        UUID builtIn;
        UUID own;
        try (RemDatabase db = Databases.open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            builtIn = db.insert("resources", resource).id();
            own = db.insert("articles", article("Rust", "ownership", "c", 1)).id();
        }
        try (RemDatabase db = Databases.open(path, "P8_ALT_EMBEDDING", "words:32")) {
            eventually(() -> alternative(db, builtIn) && building(db, "resources") == null);
            assertThat(alternative(db, own)).isFalse();
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            assertThat(alternative(db, own)).isTrue();
        }
        try (RemDatabase db = Databases.open(path)) {
            assertThat(alternative(db, builtIn)).isTrue();
        }
    }

    private static boolean alternative(RemDatabase db, UUID id) {
        return db.getWithEmbeddings(id).orElseThrow().embeddings().containsKey("embedding_alt");
    }

    static void insert(RemDatabase db, int from, int to) {
        db.insertAll(
                "articles",
                IntStream.range(from, to)
                        .mapToObj(i -> article("Title " + i, "content number" + i, "cat" + i % 5, i))
                        .iterator(),
                BatchOptions.DEFAULTS);
    }

    private static BuildProgress building(RemDatabase db) {
        BuildProgress progress = building(db, "articles");
        assertThat(progress).isNotNull();
        return progress;
    }

    private static @org.jspecify.annotations.Nullable BuildProgress building(RemDatabase db, String table) {
        return db.schemas().list().stream()
                .filter(schema -> schema.shortName().equals(table))
                .findFirst()
                .orElseThrow()
                .building();
    }

    private static List<String> titles(RemDatabase db, String sql) {
        try (QueryResult result = db.query(sql)) {
            return result.stream().map(row -> String.valueOf(row.value(0))).toList();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
