package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.Hit;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link ChurnTest} starts: embeds and writes the same rows again and again, says what that takes, and checks what is found. */
final class Churn {
    private static final int ROWS = 1000;
    private static final int MEASUREMENTS = 10;

    private Churn() {}

    /** The folder of the database, and how often a row is written in all. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]) / ROWS;
        try (RemDatabase db = open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            int measured = 0;
            for (int round = 1; round <= rounds; round++) {
                int version = round;
                db.insertAll(
                        "articles",
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> article(i, version))
                                .iterator(),
                        BatchOptions.DEFAULTS);
                require(
                        !db.search(words(7, version))
                                .in("articles")
                                .limit(1)
                                .run()
                                .isEmpty(),
                        "a search finds something");
                if (round * MEASUREMENTS / rounds > measured) {
                    measured++;
                    db.flush();
                    System.out.println(Usage.now(path).line());
                }
            }
            check(db, rounds);
        }
        try (RemDatabase db = open(path)) {
            check(db, rounds);
        }
        System.out.println("right");
    }

    /** Without a log to keep, the disk has nothing but the rows and what is derived from them. */
    private static RemDatabase open(Path path) {
        return Databases.open(
                path,
                SearchSizes.PRODUCTION,
                "P8_WAL_MAX_SIZE_MB",
                "1",
                "P8_ROCKSDB_WRITE_BUFFER_SIZE",
                "4194304",
                "P8_ROCKSDB_MAX_WRITE_BUFFERS",
                "2");
    }

    private static String article(int number, int version) {
        return Databases.article("title " + number, words(number, version), "c" + version % 7, version);
    }

    /** Words of this version of a row alone. */
    private static String words(int number, int version) {
        return "r%dv%d s%dv%d".formatted(number, version, number, version);
    }

    private static void check(RemDatabase db, int last) {
        require(db.count("articles") == ROWS, "the number of rows");
        for (int number = 0; number < ROWS; number += 37) {
            for (SearchMode mode : SearchMode.values()) {
                List<Hit<io.remdb.Entity>> hits = db.search(words(number, last))
                        .in("articles")
                        .mode(mode)
                        .limit(3)
                        .run();
                require(
                        !hits.isEmpty()
                                && hits.getFirst()
                                        .entity()
                                        .properties()
                                        .get("title")
                                        .stringValue()
                                        .equals("title " + number),
                        mode + " finds row " + number);
            }
            require(
                    db.search(words(number, last - 1))
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .run()
                            .isEmpty(),
                    "what was written before is not found");
        }
        require(db.operations().verify(ProgressListener.NONE).findings().isEmpty(), "verified");
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
