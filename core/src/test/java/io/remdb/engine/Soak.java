package io.remdb.engine;

import io.remdb.Deletion;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What {@link SoakTest} starts: everything at once, on the same rows, for a while; says what that takes and how much was done. */
final class Soak {
    private static final int THREADS = 4;
    private static final int ROWS = 2000;
    private static final int MEASUREMENTS = 12;
    /** What somebody is told whose row another has changed or removed. */
    private static final Set<ErrorCode> EXPECTED = Set.of(ErrorCode.NOT_FOUND, ErrorCode.CONFLICT);

    private Soak() {}

    /** The folder of the database, and for how many seconds. */
    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        long duration = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
        AtomicLong done = new AtomicLong();
        try (RemDatabase db = Databases.open(
                        path,
                        SearchSizes.PRODUCTION,
                        "P8_WAL_MAX_SIZE_MB",
                        "1",
                        "P8_ROCKSDB_WRITE_BUFFER_SIZE",
                        "4194304");
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            long end = System.nanoTime() + duration;
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                work.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        act(db, random);
                        done.incrementAndGet();
                    }
                }));
            }
            for (int i = 0; i < MEASUREMENTS - 1; i++) {
                TimeUnit.NANOSECONDS.sleep(duration / MEASUREMENTS);
                System.out.println(Usage.now(path).line());
            }
            for (Future<?> each : work) {
                each.get();
            }
            System.out.println(Usage.now(path).line());
            require(db.operations().verify(ProgressListener.NONE).findings().isEmpty(), "verified");
        }
        System.out.println("did " + done);
    }

    private static void act(RemDatabase db, Random random) {
        int number = random.nextInt(ROWS);
        String title = "title " + number;
        try {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> readsItsOwn(db, title, random);
                case 3 -> db.update(id(db, title), "{\"year\": " + random.nextInt(3000) + "}");
                case 4 -> db.delete(id(db, title), random.nextBoolean() ? Deletion.Mode.SOFT : Deletion.Mode.HARD);
                case 5 -> db.link(title, "title " + random.nextInt(ROWS), "near", "{}");
                case 6 -> require(db.traverse(title).depth(2).limit(50).run().size() <= 50, "traversal");
                case 7 ->
                    require(
                            db.search("text " + number)
                                            .in("articles")
                                            .limit(5)
                                            .run()
                                            .size()
                                    <= 5,
                            "search");
                case 8 -> count(db, "SELECT category, count(*), max(year) FROM articles GROUP BY category");
                case 9 -> count(db, "SELECT title FROM articles WHERE year > 2900 ORDER BY year LIMIT 20");
                case 10 -> count(db, "UPDATE articles SET category = 'sql' WHERE title = '" + title + "'");
                default -> list(db);
            }
        } catch (RemException e) {
            if (!EXPECTED.contains(e.code())) {
                throw e;
            }
        }
    }

    /** Whoever has written finds it, whatever the others do. */
    private static void readsItsOwn(RemDatabase db, String title, Random random) {
        String word = "w" + Long.toString(random.nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        db.insert("articles", Databases.article(title + word, "text with " + word, "c" + random.nextInt(5), 2000));
        require(
                db.search(word).in("articles").mode(SearchMode.KEYWORD).run().size() == 1,
                "a row is found by who has written it");
        db.insert("articles", Databases.article(title, "text with " + word, "c", random.nextInt(3000)));
        db.delete(id(db, title + word), Deletion.Mode.HARD);
    }

    private static java.util.UUID id(RemDatabase db, String title) {
        return db.lookup(title).stream()
                .findFirst()
                .orElseThrow(() -> new RemException(ErrorCode.NOT_FOUND, "gone"))
                .id();
    }

    private static void count(RemDatabase db, String sql) {
        try (QueryResult result = db.query(sql)) {
            require(result.stream().count() >= 0, sql);
        }
    }

    private static void list(RemDatabase db) {
        try (EntityCursor cursor = db.list("articles", Visibility.WITH_DELETED)) {
            for (int i = 0; i < 100 && cursor.hasNext(); i++) {
                cursor.next();
            }
        }
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
