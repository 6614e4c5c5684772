package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.Column;
import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The statements of the dialect over real rows: they give what the verbs give. */
class StatementsTest {
    private RemDatabase db = Databases.withArticles();

    @BeforeEach
    void fill() {
        db.insert("articles", article("Rust", "memory safety by ownership", "programming", 2015));
        db.insert("articles", article("Go: channels, and more", "memory and goroutines", "programming", 2009));
        db.insert("articles", article("Moon", "memory of tides", "space", 1969));
        db.insert("articles", "{\"title\": \"It's undated\", \"content\": \"memory without a year\"}");
        db.link(id("Rust"), id("Moon"), "cites", Map.of("page", 3));
        db.link(id("Moon"), id("Go: channels, and more"), "cites", Map.of());
        db.link(id("Go: channels, and more"), id("Rust"), "replaces", Map.of());
    }

    @AfterEach
    void close() {
        db.close();
    }

    private UUID id(String key) {
        return db.lookup(key).getFirst().id();
    }

    private List<Row> rows(QueryResult.Kind kind, String statement, Object... parameters) {
        try (QueryResult result = db.query(statement, parameters)) {
            assertThat(result.kind()).isEqualTo(kind);
            List<Row> rows = result.stream().toList();
            rows.forEach(row -> assertThat(row.columns()).isEqualTo(result.columns()));
            return rows;
        }
    }

    private static List<String> titles(List<Row> rows) {
        return rows.stream()
                .map(row -> row.json().get("properties").get("title").stringValue())
                .toList();
    }

    private RemException failure(ErrorCode code, String statement, Object... parameters) {
        RemException error = catchThrowableOfType(
                RemException.class, () -> db.query(statement, parameters).close());
        assertThat(error).isNotNull();
        assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
        return error;
    }

    @Test
    void lookupGivesTheEntitiesOfTheKeys() {
        List<Row> rows = rows(
                QueryResult.Kind.LOOKUP, "lookup 'Go: channels, and more',\n 'It''s undated', 'nobody', ?;", "Rust");
        assertThat(titles(rows)).containsExactly("Go: channels, and more", "It's undated", "Rust");
        assertThat(rows.getFirst().columns())
                .extracting(Column::name)
                .containsExactly("id", "entity_type", "created_at", "modified_at", "deleted_at", "edges", "properties");
        assertThat(rows.getFirst().value("id")).isEqualTo(id("Go: channels, and more"));
        JsonNode edge = rows.getLast().json().get("edges").get(0);
        assertThat(edge.get("rel_type").stringValue()).isEqualTo("cites");
        assertThat(edge.get("dst").stringValue()).isEqualTo(id("Moon").toString());
        assertThat(edge.get("properties").get("page").intValue()).isEqualTo(3);
        assertThat(rows.getLast().json().get("deleted_at").isNull()).isTrue();
        assertThat(rows(QueryResult.Kind.LOOKUP, "LOOKUP 'nobody'")).isEmpty();
    }

    @Test
    void fuzzyGivesKeysThatAreLike() {
        List<Row> rows = rows(QueryResult.Kind.FUZZY, "FUZZY 'rsut' IN ARTICLES LIMIT ?", 5);
        assertThat(titles(rows)).first().isEqualTo("Rust");
        assertThat(rows.getFirst().value("key")).isEqualTo("Rust");
        assertThat(rows.getFirst().value("tier")).isEqualTo("similar");
        assertThat((Double) rows.getFirst().value("score")).isBetween(0.0, 1.0);
        assertThat(rows(QueryResult.Kind.FUZZY, "FUZZY 'Rust' IN messages")).isEmpty();
        assertThat(titles(rows(QueryResult.Kind.FUZZY, "FUZZY ?", "rust"))).containsExactly("Rust");
    }

    @Test
    void searchGivesHitsWithTheirScores() {
        for (String mode : List.of("hybrid", "semantic", "KEYWORD")) {
            List<Row> rows = rows(QueryResult.Kind.SEARCH, "SEARCH 'memory tides' IN articles LIMIT 2 MODE " + mode);
            assertThat(titles(rows)).hasSize(2).first().isEqualTo("Moon");
            assertThat(rows.getFirst().json().propertyNames())
                    .contains("score", "semantic_score", "keyword_score", "properties");
            assertThat(rows.getFirst().value("semantic_score") == null).isEqualTo(mode.equals("KEYWORD"));
            assertThat(rows.getFirst().value("keyword_score") == null).isEqualTo(mode.equals("semantic"));
        }
    }

    @Test
    void searchTakesAConditionWithParametersWhereverTheyStand() {
        assertThat(titles(rows(
                        QueryResult.Kind.SEARCH,
                        "SEARCH articles ? LIMIT ? WHERE year < ? AND ? = ANY(tags) MODE keyword",
                        "memory",
                        5,
                        2010,
                        "programming")))
                .containsExactly("Go: channels, and more");
        assertThat(rows(QueryResult.Kind.SEARCH, "SEARCH 'memory' IN articles WHERE category = '?' -- ?"))
                .isEmpty();
    }

    @Test
    void searchOrdersTheBestHits() {
        assertThat(titles(rows(QueryResult.Kind.SEARCH, "SEARCH 'memory' IN articles ORDER BY year")))
                .containsExactly("It's undated", "Moon", "Go: channels, and more", "Rust");
        assertThat(titles(rows(QueryResult.Kind.SEARCH, "SEARCH 'memory' IN articles ORDER BY year DESC")))
                .containsExactly("Rust", "Go: channels, and more", "Moon", "It's undated");
        assertThat(titles(rows(
                        QueryResult.Kind.SEARCH,
                        "SEARCH 'memory' IN articles ORDER BY category NULLS LAST, YEAR desc")))
                .containsExactly("Rust", "Go: channels, and more", "Moon", "It's undated");
        assertThat(titles(rows(
                        QueryResult.Kind.SEARCH, "SEARCH 'memory' IN articles ORDER BY year DESC NULLS FIRST LIMIT 4")))
                .first()
                .isEqualTo("It's undated");
        assertThat(titles(rows(QueryResult.Kind.SEARCH, "SEARCH 'memory' IN articles ORDER BY created_at DESC")))
                .first()
                .isEqualTo("It's undated");
        List<String> best = titles(rows(QueryResult.Kind.SEARCH, "SEARCH 'memory tides' IN articles"));
        assertThat(titles(rows(QueryResult.Kind.SEARCH, "SEARCH 'memory tides' IN articles ORDER BY score ASC")))
                .containsExactlyElementsOf(best.reversed());
        // The order is that of the best hits: it does not choose others.
        assertThat(titles(rows(QueryResult.Kind.SEARCH, "SEARCH 'tides' IN articles ORDER BY year DESC LIMIT 1")))
                .containsExactly("Moon");
    }

    @Test
    void traverseGivesWhatIsLinkedWithDepthAndPath() {
        List<Row> rows = rows(QueryResult.Kind.TRAVERSE, "TRAVERSE FROM 'Rust' TYPE 'cites'");
        assertThat(titles(rows)).containsExactly("Moon", "Go: channels, and more");
        assertThat(rows).extracting(row -> row.number("depth")).containsExactly(1L, 2L);
        assertThat(rows.getFirst().value("path"))
                .isEqualTo(List.of(id("Rust").toString(), "cites", id("Moon").toString()));
        assertThat(titles(rows(
                        QueryResult.Kind.TRAVERSE,
                        "TRAVERSE FROM ? DIRECTION in DEPTH ? TYPE ?",
                        id("Rust"),
                        1L,
                        "replaces")))
                .containsExactly("Go: channels, and more");
        assertThat(rows(QueryResult.Kind.TRAVERSE, "TRAVERSE FROM 'Rust' DIRECTION both LIMIT 1"))
                .hasSize(1);
    }

    @Test
    void explainTellsTheStepsAndWritesNothing() {
        long sequence = db.info().sequence();
        for (String statement : List.of(
                "LOOKUP 'Rust', 'Moon'",
                "FUZZY 'rust' IN articles",
                "SEARCH 'memory' IN articles WHERE year < 2010 ORDER BY year LIMIT 3",
                "SEARCH 'memory' IN articles MODE keyword",
                "TRAVERSE FROM 'Rust' DEPTH 2")) {
            List<Row> rows = rows(QueryResult.Kind.SQL, "EXPLAIN " + statement);
            assertThat(rows).as(statement).hasSizeGreaterThan(1);
            assertThat(rows.getFirst().columns())
                    .extracting(Column::name)
                    .containsExactly("step", "what", "estimate", "actual");
        }
        assertThat(rows(QueryResult.Kind.SQL, "EXPLAIN LOOKUP 'Rust', 'nobody', ?", "Moon")
                        .getLast()
                        .number("actual"))
                .isEqualTo(2);
        assertThat(rows(QueryResult.Kind.SQL, "EXPLAIN SEARCH 'memory' IN articles WHERE year < 2010"))
                .anySatisfy(row -> {
                    assertThat(row.string("what")).contains("condition");
                    assertThat(row.number("actual")).isEqualTo(2);
                });
        assertThat(db.info().sequence()).isEqualTo(sequence);
        assertThat(rows(QueryResult.Kind.SQL, "EXPLAIN SELECT title FROM articles WHERE year = 2009")
                        .getFirst()
                        .string("PLAN"))
                .contains("year");
    }

    @Test
    void parametersMustFitWhereTheyStand() {
        RemException many = failure(ErrorCode.INVALID_ARGUMENT, "LOOKUP ?, ?", "a");
        assertThat(many.details()).containsEntry("parameters", "2").containsEntry("given", "1");
        assertThat(failure(ErrorCode.INVALID_ARGUMENT, "SEARCH ? IN articles LIMIT ?", "x", 0)
                        .details())
                .containsEntry("position", "27");
        assertThat(failure(ErrorCode.INVALID_ARGUMENT, "SEARCH ? IN articles LIMIT ?", "x", "5")
                        .details())
                .containsEntry("position", "27");
        failure(ErrorCode.INVALID_ARGUMENT, "SEARCH ? IN articles LIMIT ?", "x", 5.5);
        assertThat(failure(ErrorCode.INVALID_ARGUMENT, "LOOKUP 'a', ?", 7).details())
                .containsEntry("position", "12");
        failure(ErrorCode.INVALID_ARGUMENT, "LOOKUP ?", new Object[1]);
        failure(ErrorCode.INVALID_ARGUMENT, "LOOKUP ?", " ");
        failure(ErrorCode.INVALID_ARGUMENT, "LOOKUP 'a'", "b");
    }

    @Test
    void errorsInAConditionPointIntoTheStatement() {
        String statement = "SEARCH 'x' -- why\nIN articles WHERE /* c */ yaer > 3 LIMIT 5";
        RemException error = failure(ErrorCode.UNKNOWN_FIELD, statement);
        assertThat(error.details())
                .containsEntry("position", String.valueOf(statement.indexOf("yaer")))
                .containsEntry("line", "2")
                .containsEntry("at", "yaer");
        assertThat(error.hint()).contains("Did you mean year?");
    }

    @Test
    void moreRowsThanAllowedAreAnError() {
        QueryOptions one = QueryOptions.DEFAULTS.withMaxRows(1).withAccess(QueryOptions.Access.READ_ONLY);
        RemException error = catchThrowableOfType(
                RemException.class,
                () -> db.query("SEARCH 'memory' IN articles", one).close());
        assertThat(error.code()).isEqualTo(ErrorCode.TOO_LARGE);
        try (QueryResult result = db.query("LOOKUP 'Rust'", one)) {
            assertThat(result.stream()).hasSize(1);
        }
    }

    @Test
    void rowsAreReadOnceAndOnlyWhileTheResultIsOpen() {
        QueryResult result = db.query("LOOKUP 'Rust'");
        var rows = result.iterator();
        assertThat(catchThrowableOfType(IllegalStateException.class, result::iterator))
                .isNotNull();
        result.close();
        assertThat(catchThrowableOfType(RemException.class, rows::next).code()).isEqualTo(ErrorCode.CLOSED);
    }
}
