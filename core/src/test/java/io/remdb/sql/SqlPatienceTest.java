package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Cursor;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that would take all time or all of the stack. */
class SqlPatienceTest {
    private static final String LETTERS = "a".repeat(60);

    private SqlFixture db = new SqlFixture(SqlLimits.DEFAULT.withTimeoutMs(300));

    @AfterEach
    void close() {
        db.close();
    }

    private RemException predicateFailure(CatalogTable table, String predicate) {
        return catchThrowableOfType(RemException.class, () -> {
            try (Cursor<UUID> ids = db.sql.idsWhere(table, predicate, List.of())) {
                ids.hasNext();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title REGEXP '(.*a){12}b'",
                "NOT title NOT REGEXP '(.*a){12}b'",
                "regexp_like(title, '(.*a){12}b')",
                "\"REGEXP_LIKE\"(title, '(.*a){12}b', 'i')",
                "regexp_replace(title, '(.*a){12}b', '') = ''",
                "regexp_substr(title, '(.*a){12}b') = ''"
            })
    void regularExpressionsMindTheTimeOut(String condition) {
        CatalogTable articles = db.articles();
        db.insert(articles, "{\"title\":\"" + LETTERS + "\"}");
        db.failure(ErrorCode.TIMEOUT, "SELECT 1 FROM articles WHERE " + condition);
        db.failure(ErrorCode.TIMEOUT, "SELECT 1 WHERE " + condition.replace("title", "'" + LETTERS + "'"));
        assertThat(predicateFailure(articles, condition).code()).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(db.column("SELECT 1")).containsExactly(1L);
    }

    @Test
    void closingEndsARegularExpression() throws Exception {
        db.close();
        db = new SqlFixture(SqlLimits.DEFAULT.withTimeoutMs(60_000));
        CountDownLatch running = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<RemException> failure = thread.submit(() -> {
                running.countDown();
                return db.failure(ErrorCode.CLOSED, "SELECT '" + LETTERS + "' REGEXP '(.*a){12}b'");
            });
            running.await();
            db.sql.close();
            assertThat(failure.get()).isNotNull();
        }
    }

    @Test
    void regularExpressionsDoWhatTheyDoElsewhere() {
        CatalogTable articles = db.articles();
        db.insert(articles, "{\"title\":\"Anna\",\"category\":\"^A\",\"views\":12}");
        for (String holds : List.of(
                "title REGEXP '^A'",
                "a.title REGEXP 'nn' AND views = 12",
                "views REGEXP '1'",
                "title NOT REGEXP 'b' OR FALSE",
                "NOT title REGEXP 'b'",
                "(title || 'b') REGEXP 'ab$'",
                "lower(title) REGEXP '^a'",
                "'Anna' REGEXP category",
                "title REGEXP (category || 'n')",
                "CASE WHEN title REGEXP 'n' THEN title REGEXP upper('a') END",
                "(title REGEXP NULLIF('a', 'a')) IS NULL",
                "regexp_like(title, 'ANNA', 'i')",
                "regexp_replace(title, 'n(.)', '$1-') = 'An-a'",
                "regexp_substr(title, 'n.', 1, 1) = 'nn'",
                "regexp_substr(title, '(A)(n)', 1, 1, 'c', 2) = 'n'",
                "regexp_substr(title, 'x') IS NULL",
                "regexp_substr(title, 'n', 9) IS NULL")) {
            assertThat(db.column("SELECT title FROM articles a WHERE " + holds))
                    .as(holds)
                    .containsExactly("Anna");
        }
        assertThat(db.column("SELECT title FROM articles WHERE title REGEXP ?", "^A"))
                .containsExactly("Anna");
        assertThat(db.rows("SELECT title REGEXP 'A' hit, title NOT REGEXP 'A' AS miss FROM articles"))
                .containsExactly("{\"hit\":true,\"miss\":false}");
        db.failure(ErrorCode.INVALID_QUERY, "SELECT title REGEXP '(' FROM articles");
        db.failure(ErrorCode.INVALID_QUERY, "SELECT regexp_like(title, 'a', 'z') FROM articles");
        db.failure(ErrorCode.INVALID_QUERY, "SELECT regexp_replace(title, 'A', '$7') FROM articles");
        db.failure(ErrorCode.TOO_LARGE, "SELECT REPEAT('ab', 100000) REGEXP '^(a|b)*$'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title || 'x' REGEXP 'a'",
                "title REGEXP 'a' || 'b'",
                "CASE title WHEN REGEXP 'a' THEN TRUE END",
                "CASE WHEN TRUE THEN title END REGEXP 'a'",
                "title ~ 'a'",
                "title !~ 'a'",
                "title ~* 'a'"
            })
    void operatorsThatCannotBeReadNameTheFunction(String condition) {
        db.articles();
        String sql = "SELECT 1 FROM articles WHERE " + condition;
        RemException error = db.failure(ErrorCode.UNSUPPORTED, sql);
        assertThat(error.hint().orElse("")).contains("regexp_like");
        int operator = Math.max(sql.indexOf("REGEXP"), sql.indexOf('~'));
        assertThat(error.details()).containsEntry("position", String.valueOf(operator));
    }

    @Test
    void deepNestingIsRefused() {
        CatalogTable articles = db.articles();
        db.insert(articles, "{\"title\":\"A\",\"views\":1}");
        String good = "(".repeat(200) + "views = 1" + ")".repeat(200);
        String bad = "(".repeat(1_000) + "views = 1" + ")".repeat(1_000);
        assertThat(db.column("SELECT title FROM articles WHERE " + good)).containsExactly("A");
        RemException error = db.failure(ErrorCode.TOO_LARGE, "SELECT title FROM articles WHERE " + bad);
        assertThat(error.details()).containsEntry("position", String.valueOf(33 + 200));
        assertThat(predicateFailure(articles, bad).details()).containsEntry("position", "200");
        RemException translated =
                catchThrowableOfType(RemException.class, () -> db.sql.translate(articles, bad, List.of()));
        assertThat(translated.code()).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @Test
    void aStackThatIsUsedUpIsAnErrorOfTheStatementOnly() {
        CatalogTable articles = db.articles();
        String deep = "NOT ".repeat(50_000) + "TRUE";
        for (int i = 0; i < 3; i++) {
            db.failure(ErrorCode.TOO_LARGE, "SELECT " + deep);
            assertThat(predicateFailure(articles, deep).code()).isEqualTo(ErrorCode.TOO_LARGE);
        }
        assertThat(db.column("SELECT 1")).containsExactly(1L);
    }

    @Test
    void likeWithManyPercentSignsTakesNoLongerThanItsText() {
        CatalogTable articles = db.articles();
        db.insert(articles, "{\"title\":\"" + "a".repeat(20_000) + "\",\"category\":\"%a%a%a%a%a%a%b\"}");
        for (String condition : List.of(
                "title LIKE '%a%a%a%a%a%a%b'",
                "title ILIKE '%A%a%a%a%a%a%b'",
                "title || 'x' LIKE '%a%a%a%' || '%a%a%b'",
                "title LIKE category",
                "title LIKE '%a%!%%' ESCAPE '!'")) {
            assertThat(db.column("SELECT 1 FROM articles WHERE " + condition))
                    .as(condition)
                    .isEmpty();
        }
        assertThat(db.column("SELECT 1 FROM articles WHERE title LIKE ?", "%a%a%a%a%b"))
                .isEmpty();
        assertThat(db.column("SELECT 1 FROM articles WHERE title LIKE '%' || ? || '%'", "a%a%a%b"))
                .isEmpty();
        assertThat(db.column("SELECT 1 FROM articles WHERE title LIKE ?", "a%a"))
                .containsExactly(1L);
        assertThat(predicateFailure(articles, "title LIKE '%a%a%a%a%a%a%b'")).isNull();
    }

    @Test
    void likeMindsTheTimeOut() {
        CatalogTable articles = db.articles();
        db.insert(articles, "{\"title\":\"" + "a".repeat(1_000_000) + "\"}");
        db.failure(ErrorCode.TIMEOUT, "SELECT 1 FROM articles WHERE title LIKE ?", "%a%" + "a".repeat(50_000) + "b%");
    }

    /** H2 with a simple pattern, and what takes its place for others, find the same. */
    @Test
    void likeDoesWhatH2Does() {
        db.close();
        db = new SqlFixture(SqlLimits.DEFAULT); // nothing here is about time
        CatalogTable articles = db.articles();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "ab%_A!";
        for (int i = 0; i < 100; i++) {
            String text = word(random, letters, 6);
            String pattern = word(random, letters, 5);
            boolean ends = pattern.replace("!!", "").endsWith("!");
            for (String operator : List.of("LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE")) {
                String ours = "SELECT t " + operator + " (p) ESCAPE '!' FROM (VALUES ('" + text + "', '" + pattern
                        + "')) v(t, p)";
                String h2 = "SELECT CASE t WHEN " + operator + " p ESCAPE '!' THEN TRUE ELSE FALSE END FROM (VALUES ('"
                        + text + "', '" + pattern + "')) v(t, p)";
                Object expected = ends ? null : db.column(h2).getFirst();
                assertThat(db.column(ours).getFirst())
                        .as("seed %d: '%s' %s '%s'", seed, text, operator, pattern)
                        .isEqualTo(expected);
            }
        }
        assertThat(db.plan("SELECT 1 FROM articles WHERE category LIKE 'a%' AND title LIKE '%a%b'"))
                .contains("articles.category_index")
                .contains("like(title, '%a%b')");
        db.insert(articles, "{\"title\":\"ab\"}");
        assertThat(db.failure(ErrorCode.INVALID_QUERY, "SELECT title LIKE '%a%b' ESCAPE 'xy' FROM articles")
                        .hint()
                        .orElseThrow())
                .contains("ESCAPE '!'");
    }

    private static String word(Random random, String letters, int longest) {
        return random.ints(random.nextInt(longest + 1), 0, letters.length())
                .mapToObj(letter -> letters.substring(letter, letter + 1))
                .collect(Collectors.joining());
    }
}
