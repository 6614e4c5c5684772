package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.catalog.CatalogTable;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads, results that stay open, and closing. */
class SqlConcurrencyTest {
    private final SqlFixture db = new SqlFixture();

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void manyThreadsQueryWhileRowsAreWrittenAndTheSchemaChanges() throws Exception {
        CatalogTable articles = db.articles();
        db.insertAll(articles, rows(500));
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(reader(done)));
            }
            for (int i = 0; i < 200; i++) {
                db.put(
                        articles,
                        UUID.randomUUID(),
                        "{\"title\":\"new\",\"category\":\"c1\",\"views\":" + i + "}",
                        false);
                if (i % 10 == 0) {
                    db.define("other_" + i, SqlFixture.indexed("n", ScalarType.INTEGER));
                }
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
        assertThat(db.column("SELECT COUNT(*) FROM articles")).containsExactly(700L);
    }

    private Callable<Integer> reader(AtomicBoolean done) {
        return () -> {
            int queries = 0;
            while (!done.get() || queries == 0) {
                assertThat(db.rows("SELECT title, category FROM articles WHERE category = 'c1' LIMIT 5"))
                        .hasSize(5);
                assertThat(db.rows("SELECT category, COUNT(*) FROM articles GROUP BY category"))
                        .hasSize(10);
                queries++;
            }
            return queries;
        };
    }

    @Test
    void rowsAreReadAsTheyAreAskedFor() {
        db.insertAll(db.articles(), rows(20_000));
        try (QueryResult result = db.sql.query("SELECT title FROM articles", List.of())) {
            Iterator<Row> rows = result.iterator();
            rows.next();
            assertThatThrownBy(result::iterator).isInstanceOf(IllegalStateException.class);
        }
        List<QueryResult> open = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            QueryResult result = db.sql.query("SELECT title FROM articles", List.of());
            result.iterator().next();
            open.add(result);
        }
        open.forEach(QueryResult::close);
        open.forEach(QueryResult::close);
        assertThat(db.column("SELECT COUNT(*) FROM articles")).containsExactly(20_000L);
    }

    @Test
    void aResultThatIsClosedEarlyGivesNoMoreRows() {
        db.insertAll(db.articles(), rows(100));
        QueryResult result = db.sql.query("SELECT title FROM articles", List.of());
        Iterator<Row> rows = result.iterator();
        rows.next();
        result.close();
        assertClosed(rows::next);
    }

    @Test
    void closingUnderLoadEndsEveryStatement() throws Exception {
        db.insertAll(db.articles(), rows(3_000));
        CountDownLatch running = new CountDownLatch(4);
        List<Future<ErrorCode>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                String sql = i % 2 == 0
                        ? "SELECT a.title FROM articles a, articles b WHERE a.score + b.score < 0"
                        : "SELECT title FROM articles";
                readers.add(threads.submit(() -> readUntilItFails(sql, running)));
            }
            running.await();
            db.sql.close();
            for (Future<ErrorCode> reader : readers) {
                assertThat(reader.get()).isEqualTo(ErrorCode.CLOSED);
            }
        }
        assertClosed(() -> db.rows("SELECT 1"));
        db.sql.close();
    }

    private ErrorCode readUntilItFails(String sql, CountDownLatch running) {
        running.countDown();
        try {
            while (true) {
                db.rows(sql);
            }
        } catch (RemException e) {
            return e.code();
        }
    }

    private static void assertClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }

    private static List<String> rows(int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add("{\"title\":\"T%d\",\"category\":\"c%d\",\"views\":%d,\"score\":%d}"
                    .formatted(i, i % 10, i, i % 100));
        }
        return rows;
    }
}
