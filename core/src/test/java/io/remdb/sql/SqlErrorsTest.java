package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and how it is said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlErrorsTest {
    private final SqlFixture db = new SqlFixture(SqlLimits.DEFAULT.withTimeoutMs(700));

    @BeforeAll
    void define() {
        db.insert(db.articles(), "{\"title\":\"A\"}");
    }

    @AfterAll
    void close() {
        db.close();
    }

    private void assertSays(ErrorCode code, String sql, int position, String at, String hint) {
        RemException error = db.failure(code, sql);
        assertThat(error.details()).as(error.getMessage()).containsEntry("position", String.valueOf(position));
        assertThat(error.details()).as(error.getMessage()).containsEntry("at", at);
        assertThat(error.hint().orElse("")).contains(hint);
        assertThat(error.getMessage())
                .doesNotContain("[*]")
                .doesNotContain("SQL statement:")
                .doesNotContain("42");
    }

    @Test
    void unknownNamesComeWithASuggestion() {
        assertSays(ErrorCode.UNKNOWN_TABLE, "SELECT * FROM artcles", 14, "artcles", "Did you mean articles?");
        assertSays(ErrorCode.UNKNOWN_FIELD, "SELECT titel FROM articles", 7, "titel", "Did you mean title?");
        assertSays(ErrorCode.UNKNOWN_FIELD, "SELECT a.catgory FROM articles a", 9, "catgory", "Did you mean category?");
        assertSays(ErrorCode.INVALID_QUERY, "SELECT uper(title) FROM articles", 7, "uper", "Did you mean upper?");
        assertSays(ErrorCode.UNSUPPORTED, "SELCT 1", 0, "SELCT", "Did you mean SELECT?");
        assertSays(ErrorCode.UNKNOWN_FIELD, "SELECT 1 FROM articles WHERE title = \"zzz\"", 37, "zzz", "'zzz'");
    }

    @Test
    void syntaxErrorsSayWhere() {
        assertSays(ErrorCode.INVALID_QUERY, "SELECT title FRM articles", 17, "articles", "");
        assertSays(ErrorCode.INVALID_QUERY, "SELECT * FROM articles WHERE", 28, "end of the statement", "");
        RemException error = db.failure(ErrorCode.INVALID_QUERY, "SELECT *\nFROM articles\nWHERE AND");
        assertThat(error.details()).containsEntry("line", "3").containsEntry("column", "7");
        db.failure(ErrorCode.INVALID_QUERY, "SELECT 'open");
        db.failure(ErrorCode.INVALID_QUERY, "  ");
        db.failure(ErrorCode.INVALID_QUERY, "EXPLAIN");
        db.failure(ErrorCode.INVALID_QUERY, "SELECT 1/0");
        db.failure(ErrorCode.INVALID_QUERY, "SELECT title FROM articles a, articles b");
    }

    @Test
    void parametersAreCounted() {
        db.failure(ErrorCode.INVALID_ARGUMENT, "SELECT ?");
        db.failure(ErrorCode.INVALID_ARGUMENT, "SELECT 1", 2);
        db.failure(ErrorCode.INVALID_ARGUMENT, "SELECT ?", Thread.currentThread());

        RemException missing = db.failure(
                ErrorCode.INVALID_ARGUMENT, "SELECT title FROM articles WHERE title = ? OR category = ?", "A");
        assertThat(missing.details())
                .containsEntry("parameters", "2")
                .containsEntry("given", "1")
                .containsEntry("position", "57")
                .containsEntry("at", "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MERGE INTO articles KEY(id) VALUES (1)",
                "TRUNCATE TABLE articles",
                "DROP TABLE articles",
                "DROP ALL OBJECTS",
                "CREATE TABLE x(a INT)",
                "CREATE LOCAL TEMPORARY TABLE x(a INT)",
                "CREATE ALIAS x FOR 'java.lang.System.exit'",
                "CREATE TRIGGER x BEFORE INSERT ON articles CALL 'x'",
                "CREATE LINKED TABLE x('', '', '', '', '')",
                "CREATE SCHEMA x",
                "CREATE USER x PASSWORD 'x'",
                "ALTER USER reader ADMIN TRUE",
                "GRANT ALL ON SCHEMA rem TO PUBLIC",
                "RUNSCRIPT FROM '/etc/passwd'",
                "SCRIPT TO '/tmp/x'",
                "BACKUP TO '/tmp/x.zip'",
                "SHUTDOWN",
                "SET TRACE_LEVEL_FILE 4",
                "SET @x = 1",
                "CALL FILE_READ('/etc/passwd')",
                "CALL 1",
                "SHOW TABLES",
                "COMMIT",
                "PREPARE x AS SELECT 1",
                "EXPLAIN ANALYZE DELETE FROM articles",
                "SELECT FILE_READ('/etc/passwd')",
                "SELECT \"FILE_READ\"('/etc/passwd')",
                "SELECT FILE_WRITE('x', '/tmp/x')",
                "SELECT * FROM CSVREAD('/etc/passwd')",
                "SELECT CSVWRITE('/tmp/x', 'SELECT 1')",
                "SELECT * FROM LINK_SCHEMA('x', '', '', '', '', '')",
                "SELECT * FROM information_schema.settings",
                "SELECT * FROM \"INFORMATION_SCHEMA\".users",
                "SELECT * FROM U&\"\\0069nformation_schema\".users",
                "SELECT DATABASE_PATH()",
                "SELECT MEMORY_FREE()",
                "SELECT SET(@x, 1)",
                "SELECT @x",
                "SELECT CANCEL_SESSION(1)",
                "SELECT * FROM articles FOR UPDATE",
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP ALL OBJECTS",
            })
    void whatReachesOutOfTheDatabaseIsRefused(String sql) {
        RemException error = db.failure(ErrorCode.UNSUPPORTED, sql);
        assertThat(error.details()).containsKey("position");
        assertThat(db.rows("SELECT * FROM articles")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT FILE_READ('/etc/passwd')",
                "SELECT * FROM CSVREAD('/etc/passwd')",
                "SELECT * FROM LINK_SCHEMA('x', '', '', '', '', '')",
                "CREATE ALIAS x FOR 'java.lang.System.exit'",
                "SELECT 1 FROM FINAL TABLE (INSERT INTO articles(title) VALUES ('x'))",
                "DROP ALL OBJECTS",
                "CREATE SCHEMA x",
                "SHUTDOWN"
            })
    void theSessionItselfMayNotEither(String sql) {
        SqlSessions sessions = new SqlSessions(
                db.store,
                db.catalog,
                new SqlFixture.NoWrites(),
                SqlFixture.NoFunctions.NONE,
                GroupReader.NONE,
                SqlLimits.DEFAULT);
        SqlSession session = sessions.take();
        session.prepare("SELECT 1");
        assertThat(session.session().getUser().isAdmin()).isFalse();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> {
                    var command = session.session().prepareLocal(sql);
                    if (command.isQuery()) {
                        command.executeQuery(0, -1, false).next();
                    } else {
                        command.executeUpdate(null);
                    }
                })
                .isInstanceOf(org.h2.message.DbException.class);
        sessions.release(session);
        sessions.close();
    }

    @Test
    void oneStatementMayEndWithASemicolonAndAComment() {
        assertThat(db.rows("SELECT title FROM articles; -- all of them")).hasSize(1);
        assertThat(db.rows("/* first */ SELECT title /* the title */ FROM articles;;"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
                "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b",
                "SELECT a.x FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b WHERE a.x + b.x < 0"
            })
    void aStatementThatTakesTooLongIsStopped(String sql) {
        db.failure(ErrorCode.TIMEOUT, sql);
        assertThat(db.rows("SELECT * FROM articles")).hasSize(1);
    }

    @Test
    void aStatementLongerThanItsLimitIsRefused() {
        db.failure(ErrorCode.TOO_LARGE, "SELECT '" + "x".repeat(1 << 20) + "'");
    }

    @Test
    void anArgumentOfATableFunctionIsNotNull() {
        assertThat(db.failure(ErrorCode.INVALID_ARGUMENT, "SELECT * FROM lookup(?)", (Object) null)
                        .details())
                .containsEntry("position", "21");
    }
}
