package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No statement takes the process down. */
class SqlLimitsTest {
    private static final RemDatabase DATABASE = Databases.withArticles();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void aStatementThatNeedsMoreMemoryThanThereIsFailsAndTheDatabaseGoesOn() throws Exception {
        List<String> statements = List.of(
                "SELECT a.x, b.x FROM SYSTEM_RANGE(1, 100000) a, SYSTEM_RANGE(1, 100000) b ORDER BY b.x DESC",
                "SELECT -x, COUNT(*) FROM SYSTEM_RANGE(1, 100000000) GROUP BY -x",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n",
                "SELECT LISTAGG(REPEAT('x', 1000), '') FROM SYSTEM_RANGE(1, 10000000)",
                "SELECT REPEAT('x', 100000) || x FROM SYSTEM_RANGE(1, 1000000) ORDER BY 1",
                "SELECT SUM(x) OVER (ORDER BY x DESC) FROM SYSTEM_RANGE(1, 100000000)");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SqlInSmallHeap.class.getName()));
        command.addAll(statements);
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said.lines()).hasSameSizeAs(statements).containsOnly("TOO_LARGE rows=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT REPEAT('xy', 1000000000)",
                "SELECT SPACE(2000000000)",
                "SELECT LPAD('x', 2000000000)",
                "SELECT RPAD('x', 2000000000, 'ab')",
                "SELECT REPLACE(REPEAT('x', 1000000), 'x', REPEAT('y', 1000000))"
            })
    void aFunctionMakesNoTextBeyondTheLimit(String sql) {
        assertThat(failure(sql, QueryOptions.DEFAULTS).code()).isEqualTo(ErrorCode.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "REPEAT('ab' 3), ababab",
        "'REPEAT(NULL, 3)', ",
        "'REPEAT(''ab'', -1)', ''",
        "'LPAD(''x'', 3)', '  x'",
        "'LPAD(''x'', 3, ''-'')', --x",
        "'RPAD(''xyz'', 2, ''-'')', xy",
        "'\"space\"(2)', '  '",
        "'REPLACE(''banana'', ''an'', ''AN'')', bANANa",
        "'REPLACE(''banana'', ''an'')', ba",
        "'REPLACE(''banana'', ''an'', NULL)', "
    })
    void theFunctionsDoWhatTheyDoElsewhere(String call, String expected) {
        String sql = "SELECT " + call.replace("('ab' 3)", "('ab', 3)");
        try (QueryResult result = DATABASE.query(sql)) {
            assertThat(result.iterator().next().value(0)).isEqualTo(expected);
        }
    }

    @Test
    void theColumnOfAFunctionIsCalledAfterIt() {
        try (QueryResult result = DATABASE.query("SELECT REPEAT(title, 2) FROM articles")) {
            assertThat(result.columns().getFirst().name()).isEqualTo("REPEAT(title, 2)");
        }
    }

    @Test
    void theTimeOutOfOneStatementIsItsOwn() {
        String endless = "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b";
        assertThat(failure(endless, QueryOptions.DEFAULTS.withTimeoutMs(20)).code())
                .isEqualTo(ErrorCode.TIMEOUT);
        String filtered = "SELECT a.x FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b WHERE a.x + b.x < 0";
        assertThat(failure(filtered, QueryOptions.DEFAULTS.withTimeoutMs(20)).code())
                .isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void theTimeThatTheReaderTakesDoesNotCount() {
        QueryOptions quick = QueryOptions.DEFAULTS.withTimeoutMs(1_000);
        try (QueryResult result = DATABASE.query("SELECT x FROM SYSTEM_RANGE(1, 20000)", quick)) {
            Iterator<Row> rows = result.iterator();
            int read = 0;
            for (; rows.hasNext(); read++) {
                if (read % 5000 == 0) {
                    thinkFor(400);
                }
                assertThat(rows.next().number("x")).isEqualTo(read + 1L);
            }
            assertThat(read).isEqualTo(20_000);
        }
    }

    @Test
    void workBetweenRowsCountsEvenAfterAPause() {
        QueryOptions quick = QueryOptions.DEFAULTS.withTimeoutMs(100);
        String sql = "SELECT a.x FROM SYSTEM_RANGE(1, 10) a, SYSTEM_RANGE(1, 1000000000) b WHERE b.x = 1";
        RemException error = catchThrowableOfType(RemException.class, () -> {
            try (QueryResult result = DATABASE.query(sql, quick)) {
                Iterator<Row> rows = result.iterator();
                while (rows.hasNext()) {
                    rows.next();
                    thinkFor(50);
                }
            }
        });
        assertThat(error).isNull(); // b is read through its range: ten rows
        RemException slow = failure(sql.replace("b.x = 1", "b.x + 0 = 1"), quick);
        assertThat(slow.code()).isEqualTo(ErrorCode.TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT, 0",
        "'SELECT ', 0",
        "SELECT FROM articles, 0",
        "SELECT DISTINCT FROM articles, 0",
        "SELECT 1 WHERE EXISTS (SELECT), 23"
    })
    void selectNeedsSomethingToSelect(String sql, String position) {
        RemException error = failure(sql, QueryOptions.DEFAULTS);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_QUERY);
        assertThat(error.details()).containsEntry("position", position);
        assertThat(error.hint()).isPresent();
    }

    @Test
    void anUnknownTableListsThoseThatExist() {
        RemException error = failure("SELECT * FROM nope", QueryOptions.DEFAULTS);
        assertThat(error.hint().orElseThrow()).startsWith("The tables are agentlets, articles, ");
    }

    @Test
    void edgesAreNoColumnAndTheErrorSaysWhereTheyAre() {
        RemException error = failure("SELECT edges FROM articles", QueryOptions.DEFAULTS);
        assertThat(error.hint().orElseThrow()).contains("rem edge list");
    }

    private static void thinkFor(int milliseconds) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static RemException failure(String sql, QueryOptions options) {
        RemException error = catchThrowableOfType(RemException.class, () -> {
            try (QueryResult result = DATABASE.query(sql, options)) {
                result.forEach(Row::json);
            }
        });
        assertThat(error).as(sql).isNotNull();
        return error;
    }

    @Test
    void aTimeOutNamesItsSettingAndAWriteTheWayToAllowIt() {
        RemException late = failure(
                "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b",
                QueryOptions.DEFAULTS.withTimeoutMs(20));
        assertThat(late.details()).containsEntry("timeout_ms", "20");
        assertThat(late.hint().orElseThrow()).contains("P8_SEARCH_TIMEOUT_MS");
        RemException refused =
                failure("DELETE FROM articles", QueryOptions.DEFAULTS.withAccess(QueryOptions.Access.READ_ONLY));
        assertThat(refused.hint().orElseThrow()).contains("--read-only").contains("Access.READ_WRITE");
    }
}
