package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flushes, writes, searches and statements while the database is closed: each is done or CLOSED, none hangs, nothing is lost. */
@Timeout(3_600)
class ClosingTest {
    private static final int ROUNDS = Integer.getInteger("rem.closing.rounds", 2);
    /** A database grows with each round, and rounds get longer. */
    private static final int ROUNDS_OF_ONE = 5;

    @TempDir
    Path folder;

    @Test
    void closingAmongCallsLosesNothing() throws Exception {
        for (int round = 0; round < ROUNDS; round += ROUNDS_OF_ONE) {
            closeAmongCalls(folder.resolve("db" + round), Math.min(ROUNDS_OF_ONE, ROUNDS - round));
        }
    }

    private static void closeAmongCalls(Path path, int rounds) throws Exception {
        try (RemDatabase db = open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
        }
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < rounds; round++) {
            closeAmongCalls(path, round, acknowledged);
        }
        try (RemDatabase db = open(path)) {
            for (String title : acknowledged) {
                assertThat(db.lookup(title)).as(title).hasSize(1);
            }
            assertThat(db.search("word")
                            .in("articles")
                            .mode(SearchMode.KEYWORD)
                            .limit(1000)
                            .run())
                    .hasSize((int) Math.min(1000, db.count("articles")));
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        }
    }

    private static RemDatabase open(Path path) {
        return Databases.open(path, SearchSizes.PRODUCTION);
    }

    private static void closeAmongCalls(Path path, int round, Queue<String> acknowledged) throws Exception {
        RemDatabase db = open(path);
        CountDownLatch warm = new CountDownLatch(4);
        List<Future<?>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int thread = 0; thread < 2; thread++) {
                String prefix = "t" + round + "-" + thread + "-";
                calls.add(threads.submit(() -> untilClosed(warm, number -> {
                    db.insert("articles", Databases.article(prefix + number, "word", "c", number));
                    acknowledged.add(prefix + number);
                })));
            }
            calls.add(threads.submit(() -> untilClosed(warm, _ -> db.flush())));
            calls.add(threads.submit(() -> untilClosed(warm, _ -> {
                assertThat(db.search("word").in("articles").limit(3).run()).hasSizeLessThan(4);
                try (QueryResult result = db.query("SELECT count(*) FROM articles")) {
                    assertThat(result.stream()).hasSize(1);
                }
            })));
            assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
            db.close();
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private interface Call {
        void run(int number);
    }

    /** Until it is refused, which it is for one reason alone. */
    private static void untilClosed(CountDownLatch warm, Call call) {
        for (int number = 0; ; number++) {
            try {
                call.run(number);
            } catch (RemException e) {
                assertThat(e.code()).as("%s", e).isEqualTo(ErrorCode.CLOSED);
                return;
            }
            if (number == 3) {
                warm.countDown();
            }
        }
    }
}
