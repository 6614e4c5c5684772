package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** INSERT, UPDATE, DELETE and MERGE through the one write path. */
class SqlWritingTest {
    private static final String THINGS = """
            {"title": "Thing", "description": "A thing", "version": "1.0.0", "short_name": "things",
             "properties": {
               "code": {"type": "string"},
               "size": {"type": "integer"},
               "weight": {"type": "number"},
               "active": {"type": "boolean"},
               "seen_at": {"type": "string", "format": "date-time"},
               "born": {"type": "string", "format": "date"},
               "owner": {"type": "string", "format": "uuid"},
               "labels": {"type": "array", "items": {"type": "string"}},
               "sizes": {"type": "array", "items": {"type": "integer"}},
               "extra": {"type": "object"}},
             "required": ["code"],
             "json_schema_extra": {"indexed_fields": ["size", "active", "seen_at", "labels"], "key_field": "code"}}""";

    private final RemDatabase database = open();

    private static RemDatabase open() {
        RemDatabase opened = Databases.withArticles();
        opened.schemas().register(Schema.parse(THINGS));
        return opened;
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void insertsRowsThatAreEmbeddedIndexedAndFoundByTheirKey() {
        String counts = counts("""
                INSERT INTO articles (title, content, category, year, tags) VALUES
                  ('Ownership', 'memory without garbage', 'rust', 2024, ARRAY['memory', 'safety']),
                  ('Coroutines', 'threads are cheap', 'kotlin', 2023, NULL)""");

        assertThat(counts).isEqualTo("{\"inserted\":2,\"updated\":0,\"deleted\":0}");
        Entity written = database.lookup("Ownership").getFirst();
        assertThat(written.properties().toString())
                .isEqualTo("{\"title\":\"Ownership\",\"content\":\"memory without garbage\",\"category\":\"rust\","
                        + "\"year\":2024,\"tags\":[\"memory\",\"safety\"]}");
        assertThat(database.lookup("Coroutines").getFirst().properties().has("tags"))
                .isFalse();
        assertThat(best("garbage")).isEqualTo("Ownership");
        assertThat(column("SELECT title FROM articles WHERE 'safety' = ANY(tags)"))
                .containsExactly("Ownership");
        assertThat(column("SELECT title FROM articles WHERE year < 2024")).containsExactly("Coroutines");
    }

    @Test
    void anInsertedRowHasTheIdThatItsKeyMakesSoInsertingAgainReplacesIt() {
        UUID id = database.insert("articles", Databases.article("Borrowing", "one writer", "rust", 2020))
                .id();
        Instant created = database.get(id).orElseThrow().createdAt();

        assertThat(counts("INSERT INTO articles (title, content) VALUES ('Borrowing', 'many readers')"))
                .isEqualTo("{\"inserted\":0,\"updated\":1,\"deleted\":0}");

        Entity replaced = database.get(id).orElseThrow();
        assertThat(replaced.properties().toString())
                .isEqualTo("{\"title\":\"Borrowing\",\"content\":\"many readers\"}");
        assertThat(replaced.createdAt()).isEqualTo(created);
    }

    @Test
    void anInsertWithoutColumnsGivesTheFieldsInTheirOrder() {
        counts("INSERT INTO articles VALUES ('T', 'C', 'x', 1, ARRAY['a'])");
        assertThat(column("SELECT category FROM articles")).containsExactly("x");
        counts("INSERT INTO articles (title, content) SELECT title || '!', content FROM articles");
        assertThat(column("SELECT title FROM articles ORDER BY title")).containsExactly("T", "T!");
    }

    @Test
    void valuesGetTheJsonTypesOfTheirFields() {
        UUID owner = UUID.randomUUID();
        database.query(
                        "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "a",
                        7,
                        2.5,
                        true,
                        Instant.parse("2026-01-02T03:04:05.000006Z"),
                        LocalDate.of(2026, 1, 2),
                        owner,
                        List.of("x", "y"),
                        List.of(1, 2),
                        "{\"a\": {\"b\": [1, null]}}")
                .close();
        assertThat(thing("a"))
                .isEqualTo("{\"code\":\"a\",\"size\":7,\"weight\":2.5,\"active\":true,"
                        + "\"seen_at\":\"2026-01-02T03:04:05.000006Z\",\"born\":\"2026-01-02\",\"owner\":\"" + owner
                        + "\",\"labels\":[\"x\",\"y\"],\"sizes\":[1,2],\"extra\":{\"a\":{\"b\":[1,null]}}}");
    }

    @Test
    void literalsGetTheJsonTypesOfTheirFieldsToo() {
        counts("INSERT INTO things (code, size, weight, active, seen_at, born, labels, sizes, extra) VALUES "
                + "(5, '7', 2, 'true', TIMESTAMP '2026-01-02 03:04:05', DATE '2026-01-02', '[\"x\"]', "
                + "ARRAY[1, 2.0], JSON '{\"a\":1}')");
        assertThat(thing("5"))
                .isEqualTo("{\"code\":\"5\",\"size\":7,\"weight\":2,\"active\":true,"
                        + "\"seen_at\":\"2026-01-02T03:04:05.000000Z\",\"born\":\"2026-01-02\",\"labels\":[\"x\"],"
                        + "\"sizes\":[1,2],\"extra\":{\"a\":1}}");
    }

    @Test
    void everyProblemOfEveryRowIsReportedAndNothingIsWritten() {
        ValidationException error = catchThrowableOfType(
                ValidationException.class,
                () -> counts("INSERT INTO things (code, size, active, born) VALUES "
                        + "('good', 1, TRUE, NULL), ('bad', 1.5, 'perhaps', '2026-13-01'), (NULL, 1, TRUE, NULL)"));
        assertThat(error.problems().stream().map(ValidationProblem::field))
                .containsExactlyInAnyOrder("size", "active", "born", "code");
        assertThat(error.details()).containsEntry("first_invalid_row", "2").containsEntry("invalid_rows", "2");
        assertThat(database.count("things")).isZero();
    }

    @Test
    void aProblemThatManyRowsHaveIsSaidOnce() {
        articles(3);
        ValidationException error = catchThrowableOfType(
                ValidationException.class, () -> counts("UPDATE articles SET title = title || '!', year = year + 0.5"));
        assertThat(error.problems()).extracting(ValidationProblem::field).containsExactly("title");
        assertThat(error.details()).containsEntry("invalid_rows", "3").doesNotContainKey("problems");
    }

    @Test
    void updatesTheNamedColumnsOfTheRowsThatMatch() {
        articles(3);
        assertThat(counts("UPDATE articles SET year = year + 10, category = UPPER(category) WHERE year >= 2001"))
                .isEqualTo("{\"inserted\":0,\"updated\":2,\"deleted\":0}");
        assertThat(column("SELECT title || year || category FROM articles ORDER BY title"))
                .containsExactly("A02000x", "A12011X", "A22012X");
        assertThat(database.lookup("A1").getFirst().properties().get("tags").toString())
                .isEqualTo("[\"x\",\"all\"]");
        assertThat(column("SELECT title FROM articles WHERE year = 2011 AND category = 'X'"))
                .containsExactly("A1");
    }

    @Test
    void nullRemovesAPropertyAndAnObjectReplacesAnObject() {
        counts("INSERT INTO things (code, size, extra) VALUES ('a', 1, '{\"old\": true}')");
        counts("UPDATE things SET size = NULL, extra = JSON '{\"new\": 1}'");
        assertThat(thing("a")).isEqualTo("{\"code\":\"a\",\"extra\":{\"new\":1}}");
        counts("UPDATE things SET extra = DEFAULT");
        assertThat(thing("a")).isEqualTo("{\"code\":\"a\"}");
    }

    @Test
    void aValueThatSqlCannotShowStaysWhenItIsSetToItself() {
        String sizes = "[" + "7,".repeat(65_536) + "8]";
        database.insert("things", "{\"code\": \"a\", \"size\": 1, \"sizes\": " + sizes + "}");
        assertThat(column("SELECT sizes FROM things")).containsExactly("null");
        counts("UPDATE things SET sizes = sizes, size = 2");
        assertThat(thing("a")).isEqualTo("{\"code\":\"a\",\"size\":2,\"sizes\":" + sizes + "}");
    }

    @Test
    void changedTextIsEmbeddedAgainAndSearchable() {
        articles(3);
        counts("UPDATE articles SET content = 'penguins on ice' WHERE title = 'A1'");
        assertThat(best("penguins")).isEqualTo("A1");
    }

    @Test
    void rowsThatAPatternFindsAreWritten() {
        counts("INSERT INTO things (code, size) VALUES ('A1', 1), ('A2', 2), ('B1', 3)");
        for (int size : List.of(7, 8)) {
            assertThat(counts("UPDATE things SET size = ? WHERE code LIKE ?", size, "A%"))
                    .isEqualTo("{\"inserted\":0,\"updated\":2,\"deleted\":0}");
        }
        assertThat(counts("DELETE FROM things WHERE code LIKE ?", "B%")).contains("\"deleted\":1");
        assertThat(counts("DELETE FROM things WHERE code LIKE 'A%' AND size > 1"))
                .contains("\"deleted\":2");
    }

    @Test
    void updatesWithSubqueriesAndRowsOfAnotherTable() {
        articles(3);
        counts("INSERT INTO things (code, size) VALUES ('A1', 77), ('A2', 88)");
        counts("UPDATE articles a SET year = (SELECT size FROM things t WHERE t.code = a.title) "
                + "WHERE title IN (SELECT code FROM things)");
        assertThat(column("SELECT year FROM articles ORDER BY year")).containsExactly("77", "88", "2000");
        counts("UPDATE articles SET year = (SELECT MAX(year) FROM articles) + 1");
        assertThat(column("SELECT DISTINCT year FROM articles")).containsExactly("2001");
    }

    @Test
    void aKeyThatMakesTheIdCannotBeChanged() {
        articles(1);
        RemException error = failure(ErrorCode.VALIDATION_FAILED, "UPDATE articles SET title = 'B'");
        assertThat(error.getMessage()).contains("the key makes the id");
    }

    @Test
    void edgesStayWhenARowIsUpdatedOrReplaced() {
        articles(2);
        database.insert(
                "articles",
                "{\"title\": \"L\", \"content\": \"links\", \"edges\": [{\"dst\": \"A1\", \"rel_type\": \"cites\"}]}");
        counts("UPDATE articles SET content = 'more' WHERE title = 'L'");
        counts("INSERT INTO articles (title, content) VALUES ('L', 'most')");
        assertThat(database.lookup("L").getFirst().edges()).hasSize(1);
    }

    @Test
    void deletesSoftly() {
        articles(3);
        assertThat(counts("DELETE FROM articles WHERE year > 2000"))
                .isEqualTo("{\"inserted\":0,\"updated\":0,\"deleted\":2}");
        assertThat(column("SELECT title FROM articles")).containsExactly("A0");
        assertThat(column("SELECT title FROM articles WHERE deleted_at IS NOT NULL ORDER BY 1"))
                .containsExactly("A1", "A2");
        assertThat(counts("DELETE FROM articles WHERE deleted_at IS NOT NULL"))
                .isEqualTo("{\"inserted\":0,\"updated\":0,\"deleted\":0}");
        assertThat(counts("DELETE FROM articles")).contains("\"deleted\":1");
        assertThat(database.count("articles")).isZero();
        counts("INSERT INTO articles (title, content) VALUES ('A1', 'back')");
        assertThat(column("SELECT title FROM articles")).containsExactly("A1");
    }

    @Test
    void aDeletedRowIsNotUpdated() {
        articles(2);
        counts("DELETE FROM articles WHERE title = 'A1'");
        assertThat(counts("UPDATE articles SET year = 1")).contains("\"updated\":1");
        failure(ErrorCode.NOT_FOUND, "UPDATE articles SET year = 1 WHERE deleted_at IS NOT NULL");
    }

    @Test
    void mergesRowsOfAQuery() {
        articles(3);
        String counts = counts("""
                MERGE INTO articles a USING (VALUES ('A0', 1), ('A1', 2), ('N', 3)) s(title, year)
                ON a.title = s.title
                WHEN MATCHED AND s.year = 1 THEN DELETE
                WHEN MATCHED THEN UPDATE SET year = s.year
                WHEN NOT MATCHED THEN INSERT (title, content, year) VALUES (s.title, 'new', s.year)""");
        assertThat(counts).isEqualTo("{\"inserted\":1,\"updated\":1,\"deleted\":1}");
        assertThat(column("SELECT title || year FROM articles ORDER BY 1")).containsExactly("A12", "A22002", "N3");
    }

    @Test
    void aMergeThatChangesARowTwiceFails() {
        articles(1);
        failure(
                ErrorCode.INVALID_QUERY,
                "MERGE INTO articles a USING (VALUES ('A0', 1), ('A0', 2)) s(t, y) ON a.title = s.t "
                        + "WHEN MATCHED THEN UPDATE SET year = s.y");
        assertThat(column("SELECT year FROM articles")).containsExactly("2000");
    }

    @ParameterizedTest
    @CsvSource({
        "'UPDATE articles SET year = 1, deleted_at = NULL', deleted_at, 30",
        "'UPDATE articles SET ID = RANDOM_UUID()', id, 20",
        "'INSERT INTO articles (title, content, created_at) VALUES (1, 2, 3)', created_at, 38",
        "'INSERT INTO articles (entity_type) VALUES (1)', entity_type, 22",
    })
    void systemColumnsCannotBeSet(String sql, String column, String position) {
        articles(1);
        RemException error = failure(ErrorCode.INVALID_QUERY, sql);
        assertThat(error.details()).containsEntry("field", column).containsEntry("position", position);
    }

    @Test
    void aSessionMayBringItsId() {
        UUID id = UUID.randomUUID();
        counts("INSERT INTO sessions (id, user_id) VALUES ('" + id + "', 'me')");
        assertThat(database.get(id).orElseThrow().properties().toString()).isEqualTo("{\"user_id\":\"me\"}");
    }

    @Test
    void unknownColumnsAndTablesAreErrorsWithPositionAndSuggestion() {
        RemException column = failure(ErrorCode.UNKNOWN_FIELD, "UPDATE articles SET yaer = 1");
        assertThat(column.details()).containsEntry("position", "20");
        assertThat(column.hint()).contains("Did you mean year?");
        RemException table = failure(ErrorCode.UNKNOWN_TABLE, "DELETE FROM artciles");
        assertThat(table.hint()).contains("Did you mean articles?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO schemas (name) VALUES ('x')",
                "DELETE FROM schemas",
                "MERGE INTO articles KEY (title) VALUES ('a', 'b')",
                "SELECT * FROM FINAL TABLE (INSERT INTO articles (title, content) VALUES ('a', 'b'))",
                "EXPLAIN ANALYZE DELETE FROM articles",
                "TRUNCATE TABLE articles"
            })
    void whatWritesInAnotherWayIsRefused(String sql) {
        articles(1);
        failure(ErrorCode.UNSUPPORTED, sql);
        assertThat(database.count("articles")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM articles WHERE year = 2001",
                "UPDATE articles SET content = 'x' WHERE year = 2001",
                "INSERT INTO articles (title, content) SELECT 'x', title FROM articles WHERE year = 2001"
            })
    void explainShowsThePlanAndWritesNothing(String sql) {
        articles(3);
        assertThat(column("EXPLAIN " + sql).getFirst()).contains("articles").contains("year_index");
        assertThat(database.count("articles")).isEqualTo(3);
        assertThat(column("SELECT content FROM articles WHERE year = 2001")).containsExactly("text 1");
    }

    @Test
    void aReaderMayNotWrite() {
        articles(1);
        QueryOptions reading = QueryOptions.DEFAULTS.withAccess(QueryOptions.Access.READ_ONLY);
        RemException error = catchThrowableOfType(
                RemException.class,
                () -> database.query("DELETE FROM articles", reading).close());
        assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(error.details()).containsEntry("position", "0");
        assertThat(database.count("articles")).isEqualTo(1);
        try (QueryResult result = database.query("SELECT title FROM articles WHERE year > ?", reading, 1)) {
            assertThat(result).hasSize(1);
        }
        database.query("EXPLAIN DELETE FROM articles", reading).close();
    }

    @Test
    void aLimitOfRowsHoldsForResultsAndForWrites() {
        articles(5);
        QueryOptions three = QueryOptions.DEFAULTS.withMaxRows(3);
        assertThat(tooLarge("SELECT title FROM articles", three)).isTrue();
        assertThat(tooLarge("SELECT title FROM articles ORDER BY content", three))
                .isTrue();
        assertThat(tooLarge("SELECT title FROM articles ORDER BY content LIMIT 3", three))
                .isFalse();
        assertThat(tooLarge("UPDATE articles SET year = 1", three)).isTrue();
        assertThat(column("SELECT title FROM articles WHERE year = 1")).isEmpty();
        assertThat(tooLarge("DELETE FROM articles WHERE year < 2003", three)).isFalse();
        assertThat(database.count("articles")).isEqualTo(2);
    }

    @Test
    void noUpdateIsLostBetweenWritersOfTheSameRow() throws Exception {
        counts("INSERT INTO things (code, size) VALUES ('counter', 0), ('other', 0)");
        int writers = 4;
        int rounds = 25;
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = java.util.stream.IntStream.range(0, writers)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < rounds; i++) {
                            counts("UPDATE things SET size = size + 1");
                        }
                        return null;
                    }))
                    .toList();
            start.countDown();
            for (Future<?> future : done) {
                future.get();
            }
        }
        assertThat(column("SELECT size FROM things")).containsExactly("100", "100");
    }

    @Test
    void aLargeStatementIsOneWrite() {
        counts("INSERT INTO things (code, size) SELECT 'c' || x, x FROM SYSTEM_RANGE(1, 20000)");
        long before = database.info().sequence();
        assertThat(counts("UPDATE things SET size = size + 1, weight = 0.5 WHERE size > 10000"))
                .contains("\"updated\":10000");
        assertThat(database.info().sequence()).isEqualTo(before + 1);
        assertThat(column("SELECT COUNT(*) FROM things WHERE size > 10001")).containsExactly("10000");
    }

    @Test
    void anInsertOfAnIdThatBelongsToAnotherTableFails() {
        articles(1);
        UUID id = database.lookup("A0").getFirst().id();
        failure(ErrorCode.INVALID_ARGUMENT, "INSERT INTO sessions (id) VALUES ('" + id + "')");
    }

    @Test
    void aPreparedInsertIsRunAgainWithOtherParameters() {
        for (int i = 0; i < 3; i++) {
            database.query("INSERT INTO things (code, size) VALUES (?, ?)", "k" + i, i)
                    .close();
        }
        assertThat(column("SELECT code FROM things WHERE size >= 1 ORDER BY size"))
                .containsExactly("k1", "k2");
    }

    @Test
    void aChangedSchemaIsSeenByTheNextWrite() {
        counts("INSERT INTO things (code) VALUES ('a')");
        database.schemas()
                .register(Schema.parse(THINGS.replace("1.0.0", "1.1.0")
                        .replace("\"size\": {", "\"colour\": {\"type\": \"string\"}, \"size\": {")));
        counts("UPDATE things SET colour = 'red'");
        assertThat(thing("a")).isEqualTo("{\"code\":\"a\",\"colour\":\"red\"}");
    }

    private void articles(int count) {
        for (int i = 0; i < count; i++) {
            database.insert("articles", Databases.article("A" + i, "text " + i, "x", 2000 + i));
        }
    }

    private String counts(String sql, Object... parameters) {
        try (QueryResult result = database.query(sql, parameters)) {
            return result.iterator().next().json().toString();
        }
    }

    private List<String> column(String sql) {
        try (QueryResult result = database.query(sql)) {
            return result.stream().map(row -> String.valueOf(row.value(0))).toList();
        }
    }

    private String thing(String code) {
        return database.lookup(code).getFirst().properties().toString();
    }

    private String best(String text) {
        return database.search(text).in("articles").mode(SearchMode.SEMANTIC).limit(1).run().stream()
                .map(hit -> hit.entity().properties().get("title").asString())
                .findFirst()
                .orElse("");
    }

    private boolean tooLarge(String sql, QueryOptions options) {
        try (QueryResult result = database.query(sql, options)) {
            result.forEach(Row::json);
            return false;
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE);
            return true;
        }
    }

    private RemException failure(ErrorCode code, String sql) {
        RemException error = catchThrowableOfType(RemException.class, () -> counts(sql));
        assertThat(error).as(sql).isNotNull();
        assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
        return error;
    }

    @Test
    void aRowThatReplacesOneOfTheSameStatementCountsAsItsUpdate() {
        assertThat(counts("INSERT INTO things (code, size) VALUES ('twice', 1), ('once', 2), ('twice', 3)"))
                .isEqualTo("{\"inserted\":2,\"updated\":1,\"deleted\":0}");
        assertThat(column("SELECT size FROM things WHERE code = 'twice'")).containsExactly("3");
        assertThat(counts("INSERT INTO things (code, size) VALUES ('twice', 4), ('twice', 5)"))
                .isEqualTo("{\"inserted\":0,\"updated\":2,\"deleted\":0}");
    }
}
