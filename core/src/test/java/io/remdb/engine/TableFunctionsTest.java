package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.TraversalRequest;
import io.remdb.sql.TableFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** search(), lookup(), traverse() and kv in SQL. */
class TableFunctionsTest {
    private static final String AUTHORS = """
            {"title": "Author", "description": "An author", "version": "1.0.0", "short_name": "authors",
             "properties": {"name": {"type": "string"}, "uri": {"type": "string"}, "country": {"type": "string"},
               "score": {"type": "number"}},
             "required": ["name"], "json_schema_extra": {"indexed_fields": ["country"], "embedding_fields": ["country"]}}""";

    private final RemDatabase db = Databases.withArticles();

    @BeforeEach
    void fill() {
        db.schemas().register(Schema.parse(AUTHORS));
        db.insert("articles", Databases.article("Rust", "memory safety without garbage", "programming", 2015));
        db.insert("articles", Databases.article("Java", "memory managed by garbage collection", "programming", 1996));
        db.insert("articles", Databases.article("Bread", "flour water salt", "cooking", 1000));
        db.insert("articles", Databases.article("Vault", "safety of gold and memory of kings", "history", 1700));
        db.insert("authors", """
                {"name": "Ann", "uri": "https://ann.example", "country": "Norway", "score": 4.5,
                 "edges": [{"dst": "Rust", "rel_type": "wrote"}, {"dst": "Bread", "rel_type": "baked"}]}""");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private List<String> rows(String sql, Object... parameters) {
        try (QueryResult result = db.query(sql, parameters)) {
            return result.stream().map(row -> row.json().toString()).toList();
        }
    }

    private List<@Nullable Object> column(String sql, Object... parameters) {
        try (QueryResult result = db.query(sql, parameters)) {
            List<@Nullable Object> values = new ArrayList<>();
            result.forEach(row -> values.add(row.value(0)));
            return values;
        }
    }

    private RemException failure(ErrorCode code, String sql, Object... parameters) {
        RemException error = catchThrowableOfType(RemException.class, () -> rows(sql, parameters));
        assertThat(error).as(sql).isNotNull();
        assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
        return error;
    }

    @Test
    void searchGivesTheRowsOfTheTableWithTheScoresOfASearch() {
        List<Hit<Entity>> hits =
                db.search("memory safety").in("articles").limit(3).run();
        try (QueryResult result = db.query("SELECT * FROM search('articles', 'memory safety', 3)")) {
            assertThat(result.columns())
                    .extracting(column -> column.name())
                    .containsExactly(
                            "title",
                            "content",
                            "category",
                            "year",
                            "tags",
                            "id",
                            "entity_type",
                            "created_at",
                            "modified_at",
                            "deleted_at",
                            "score",
                            "semantic_score",
                            "keyword_score");
            assertThat(result.stream()
                            .map(row -> row.value("id") + " " + row.value("score") + " " + row.value("semantic_score")
                                    + " " + row.value("keyword_score") + " " + row.value("year") + row.value("tags"))
                            .toList())
                    .isEqualTo(hits.stream()
                            .map(hit -> hit.entity().id() + " " + hit.score() + " " + hit.semanticScore() + " "
                                    + hit.keywordScore() + " "
                                    + hit.entity().properties().get("year").asInt()
                                    + List.of(
                                            hit.entity()
                                                    .properties()
                                                    .get("tags")
                                                    .get(0)
                                                    .stringValue(),
                                            "all"))
                            .toList());
        }
    }

    @Test
    void searchIsJoinedAndGroupedLikeATable() {
        assertThat(rows("SELECT a.category, count(*) n, max(s.score) > 0 found FROM search('articles', 'memory', 20) s"
                        + " JOIN articles a ON a.id = s.id WHERE a.year > 1000 AND s.keyword_score > 0"
                        + " GROUP BY a.category ORDER BY n DESC"))
                .containsExactly(
                        "{\"category\":\"programming\",\"n\":2,\"found\":true}",
                        "{\"category\":\"history\",\"n\":1,\"found\":true}");
        assertThat(column("SELECT a.title FROM articles a LEFT JOIN search('articles', 'flour', 1, 'keyword') s"
                        + " ON s.id = a.id WHERE s.score IS NOT NULL"))
                .containsExactly("Bread");
    }

    @Test
    void callsJoinWithEachOther() {
        assertThat(column("SELECT m.title FROM search('articles', 'memory', 10, 'keyword') m"
                        + " JOIN search('articles', 'safety', 10, 'keyword') s ON s.id = m.id ORDER BY 1"))
                .containsExactly("Rust", "Vault");
        assertThat(column("SELECT s.title FROM traverse('Ann', 1, 'out') t, search('articles', 'memory', 10) s"
                        + " WHERE s.id = t.id AND t.rel_type = 'wrote'"))
                .containsExactly("Rust");
        assertThat(column("WITH hits AS (SELECT id FROM search('articles', 'memory', 10, 'keyword'))"
                        + " SELECT title FROM articles WHERE id IN (SELECT id FROM hits) AND year < 1800 ORDER BY 1"))
                .containsExactly("Vault");
        assertThat(column("SELECT title FROM (search('articles', 'flour', 1, 'keyword') s CROSS JOIN lookup('Ann') l)"))
                .containsExactly("Bread");
        assertThat(column("SELECT title FROM search('articles', 'flour', 1, 'keyword')"
                        + " UNION SELECT title FROM search('articles', 'kings', 1, 'keyword') ORDER BY 1"))
                .containsExactly("Bread", "Vault");
    }

    @Test
    void argumentsAreParametersToo() {
        String sql = "SELECT title FROM search(?, ?, ?, ?) WHERE year > ? ORDER BY title LIMIT ?";
        assertThat(column(sql, "articles", "memory", 10, "keyword", 1_800, 5)).containsExactly("Java", "Rust");
        assertThat(column(sql, "articles", "flour", 10, "keyword", 1, 5)).containsExactly("Bread");
        assertThat(column("SELECT name FROM search(?, ?)", "authors", "Norway")).containsExactly("Ann");
        assertThat(column("SELECT count(*) FROM search(?, ?)", "articles", "x y"))
                .hasSize(1);
        assertThat(column("SELECT entity_type FROM lookup(?) WHERE key = ?", "Ann", "Ann"))
                .containsExactly("authors");
        assertThat(failure(ErrorCode.INVALID_ARGUMENT, sql, "articles").details())
                .containsEntry("parameters", "6")
                .containsEntry("given", "1");
    }

    @Test
    void aPreparedStatementSeesLaterWrites() {
        String sql = "SELECT s.title FROM search('articles', ?, 10, 'keyword') s ORDER BY 1";
        assertThat(column(sql, "zeppelin")).isEmpty();
        db.insert("articles", Databases.article("Airship", "a zeppelin rises", "history", 1900));
        assertThat(column(sql, "zeppelin")).containsExactly("Airship");
        String kv = "SELECT id FROM kv WHERE key = 'Airship'";
        UUID id = (UUID) column(kv).getFirst();
        assertThat(column("SELECT id FROM lookup('Airship')")).containsExactly(id);
        db.delete(id, Deletion.Mode.SOFT);
        assertThat(column(sql, "zeppelin")).isEmpty();
        assertThat(column(kv)).isEmpty();
        assertThat(column("SELECT id FROM lookup('Airship')")).isEmpty();
    }

    @Test
    void aFieldThatIsCalledAsAScoreGivesWay() {
        assertThat(rows("SELECT score_2 FROM search('authors', 'Norway', 1)")).containsExactly("{\"score_2\":4.5}");
    }

    @Test
    void lookupFindsEntitiesOfAnyTableByKey() {
        assertThat(rows(
                        "SELECT entity_type, key, properties ->> 'country' AS country FROM lookup('https://ann.example', 'Rust', 'Ann', 'none')"
                                + " ORDER BY key"))
                .containsExactly(
                        "{\"entity_type\":\"authors\",\"key\":\"Ann\",\"country\":\"Norway\"}",
                        "{\"entity_type\":\"articles\",\"key\":\"Rust\",\"country\":null}",
                        "{\"entity_type\":\"authors\",\"key\":\"https://ann.example\",\"country\":\"Norway\"}");
        assertThat(column("SELECT a.year FROM lookup('Rust') l JOIN articles a ON a.id = l.id"))
                .containsExactly(2015L);
    }

    @Test
    void traverseGivesTheEntitiesThatAreReached() {
        assertThat(rows("SELECT entity_type, depth, rel_type, direction, properties ->> 'title' AS title"
                        + " FROM traverse('Ann') ORDER BY rel_type"))
                .containsExactly(
                        "{\"entity_type\":\"articles\",\"depth\":1,\"rel_type\":\"baked\",\"direction\":\"out\",\"title\":\"Bread\"}",
                        "{\"entity_type\":\"articles\",\"depth\":1,\"rel_type\":\"wrote\",\"direction\":\"out\",\"title\":\"Rust\"}");
        assertThat(rows(
                        "SELECT depth, direction, properties ->> 'name' AS name FROM traverse(?, ?, ?) ORDER BY depth",
                        "Rust",
                        1,
                        "in"))
                .containsExactly("{\"depth\":1,\"direction\":\"in\",\"name\":\"Ann\"}");
        UUID rust = (UUID) column("SELECT id FROM lookup('Rust')").getFirst();
        assertThat(rows(
                        "SELECT path ->> 1 AS edge, path -> 0 = path -> 2 AS loop, json_value(path, '$[0]') AS start"
                                + " FROM traverse(?, 2, 'BOTH') WHERE depth = 1",
                        rust))
                .containsExactly("{\"edge\":\"<-wrote\",\"loop\":false,\"start\":\"" + rust + "\"}");
        assertThat(failure(ErrorCode.NOT_FOUND, "SELECT * FROM traverse('nobody', 1, 'out')")
                        .details())
                .isNotEmpty();
    }

    @Test
    void traverseIsNotCutOffAtTheDefaultOfTheVerb() {
        for (int i = 0; i < 150; i++) {
            db.insert("articles", Databases.article("T" + i, "text", "many", i));
            db.link("Ann", "T" + i, "wrote", "{}");
        }
        assertThat(column("SELECT count(*) FROM traverse('Ann', 1, 'out') WHERE rel_type = 'wrote'"))
                .containsExactly(151L);
    }

    @Test
    void edgesShowsEveryEdgeOfALivingSource() {
        String named = "SELECT e.rel_type, a.title FROM edges e JOIN articles a ON a.id = e.dst"
                + " JOIN authors w ON w.id = e.src WHERE w.name = 'Ann' ORDER BY 1";
        List<String> both =
                List.of("{\"rel_type\":\"baked\",\"title\":\"Bread\"}", "{\"rel_type\":\"wrote\",\"title\":\"Rust\"}");
        assertThat(rows(named)).isEqualTo(both);
        assertThat(rows("SELECT rel_type, a.title FROM edges LEFT JOIN articles a ON a.id = dst"
                        + " WHERE rel_type IN ('baked', 'wrote') ORDER BY 1"))
                .isEqualTo(both);
        assertThat(
                        column(
                                "SELECT title FROM articles WHERE id NOT IN (SELECT dst FROM edges) AND year < 2000 ORDER BY 1"))
                .contains("Java")
                .doesNotContain("Bread");
        UUID ann = (UUID) column("SELECT id FROM lookup('Ann')").getFirst();
        UUID rust = (UUID) column("SELECT id FROM lookup('Rust')").getFirst();
        assertThat(column("SELECT dst FROM edges WHERE src = ? AND rel_type = 'wrote'", ann))
                .containsExactly(rust);
        assertThat(column("SELECT src FROM EDGES WHERE dst = ?", rust)).containsExactly(ann);
        assertThat(plan("SELECT * FROM edges WHERE src = ?", ann)).contains("edges.src_index");
        assertThat(plan("SELECT * FROM edges WHERE dst = ?", ann)).contains("edges.dst_index");
        assertThat(plan("SELECT * FROM edges WHERE rel_type = 'wrote'")).contains("edges.scan");

        db.delete(ann, Deletion.Mode.SOFT);

        assertThat(column("SELECT rel_type FROM edges WHERE rel_type IN ('baked', 'wrote')"))
                .isEmpty();
        assertThat(column("SELECT dst FROM edges WHERE src = ?", ann)).isEmpty();
        assertThat(column("SELECT src FROM edges WHERE dst = ?", rust)).isEmpty();
    }

    @Test
    void aTableOfOnesOwnThatIsCalledEdgesComesFirst() {
        db.schemas().register(io.remdb.Schema.parse(Databases.ARTICLES.replace("articles", "edges")));
        db.insert("edges", Databases.article("Hem", "the edge of a cloth", "sewing", 1));

        assertThat(column("SELECT title FROM edges")).containsExactly("Hem");
    }

    @Test
    void kvShowsEveryKeyOfEveryTable() {
        assertThat(rows("SELECT key, entity_type, value ->> 'country' AS country FROM kv"
                        + " WHERE entity_type IN ('articles', 'authors') ORDER BY key"))
                .containsExactly(
                        "{\"key\":\"Ann\",\"entity_type\":\"authors\",\"country\":\"Norway\"}",
                        "{\"key\":\"Bread\",\"entity_type\":\"articles\",\"country\":null}",
                        "{\"key\":\"Java\",\"entity_type\":\"articles\",\"country\":null}",
                        "{\"key\":\"Rust\",\"entity_type\":\"articles\",\"country\":null}",
                        "{\"key\":\"Vault\",\"entity_type\":\"articles\",\"country\":null}",
                        "{\"key\":\"https://ann.example\",\"entity_type\":\"authors\",\"country\":\"Norway\"}");
        assertThat(column("SELECT entity_type FROM KV WHERE key = ?", "Ann")).containsExactly("authors");
        assertThat(column("SELECT key FROM kv WHERE key IN ('Ann', 'Bread', 'x') ORDER BY 1"))
                .containsExactly("Ann", "Bread");
        assertThat(column("SELECT key FROM kv WHERE key LIKE 'https%'")).containsExactly("https://ann.example");
        assertThat(column("SELECT key FROM kv WHERE key = ''")).isEmpty();
        assertThat(column("SELECT k.key FROM articles a JOIN kv k ON k.id = a.id WHERE a.year = 2015"))
                .containsExactly("Rust");
        assertThat(column("SELECT a.year FROM articles a JOIN kv k ON k.key = a.title ORDER BY 1"))
                .containsExactly(1000L, 1700L, 1996L, 2015L);
    }

    @Test
    void kvReadsTheKeyIndexWhereItCan() {
        assertThat(plan("SELECT * FROM kv WHERE key = 'Ann'")).contains("kv.key_index");
        assertThat(plan("SELECT * FROM kv WHERE key = ?", "Ann")).contains("kv.key_index");
        assertThat(plan("SELECT * FROM kv WHERE key > 'Ann'")).contains("kv.scan");
        assertThat(plan("SELECT k.key FROM articles a JOIN kv k ON k.key = a.title WHERE a.year = 2015"))
                .contains("kv.key_index");
        assertThat(column("SELECT key FROM kv LIMIT 1")).hasSize(1);
    }

    @Test
    void explainShowsCallsAsTheyWereWritten() {
        assertThat(plan("SELECT a.title FROM search('articles', 'memory', 20) s JOIN articles a ON a.id = s.id"))
                .contains("search('articles', 'memory', 20)", "articles.scan", "search.id_index")
                .doesNotContain("#0");
        assertThat(plan("SELECT a.title FROM search('articles', ?, ?) s JOIN articles a ON a.id = s.id", "memory", 1))
                .contains("search('articles', ?, ?)", "search.scan", "articles.primary");
    }

    private String plan(String sql, Object... parameters) {
        return String.valueOf(column("EXPLAIN " + sql, parameters).getFirst());
    }

    @Test
    void wrongCallsSayWhereAndWhatToWrite() {
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("SELECT * FROM search('articles')", "search"),
                Map.entry("SELECT * FROM search()", "search"),
                Map.entry("SELECT * FROM lookup()", "lookup"),
                Map.entry("SELECT * FROM search('articles', title)", "title"),
                Map.entry("SELECT * FROM search('articles', 'a' 'b')", "'b'"),
                Map.entry("SELECT * FROM lookup(?1)", "?1"));
        wrong.forEach(
                (sql, at) -> assertThat(failure(ErrorCode.INVALID_QUERY, sql).details())
                        .as(sql)
                        .containsEntry("position", String.valueOf(sql.indexOf(at))));
        Map<String, String> wrongValues = Map.of(
                "SELECT * FROM search('articles', 'x', 0)", "0",
                "SELECT * FROM search('articles', 'x', 1001)", "1001",
                "SELECT * FROM search('articles', 'x', 5, 'hybird')", "'hybird'",
                "SELECT * FROM search('articles', ' ')", "' '",
                "SELECT * FROM traverse('Ann', 11)", "11",
                "SELECT * FROM traverse('Ann', 1, 'up')", "'up'");
        wrongValues.forEach(
                (sql, at) -> assertThat(failure(ErrorCode.INVALID_ARGUMENT, sql).details())
                        .as(sql)
                        .containsEntry("position", String.valueOf(sql.indexOf(at))));
        assertThat(failure(ErrorCode.UNSUPPORTED, "SELECT lookup('Ann') FROM articles")
                        .hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("FROM lookup("));
        RemException unknown = failure(ErrorCode.UNKNOWN_TABLE, "SELECT * FROM search('artcles', 'x')");
        assertThat(unknown.hint()).contains("Did you mean articles?");
        assertThat(unknown.details()).containsEntry("position", "21");
        assertThat(failure(ErrorCode.UNKNOWN_FIELD, "SELECT scor FROM search('articles', 'x')")
                        .hint())
                .contains("Did you mean score?");
        assertThat(failure(ErrorCode.UNKNOWN_TABLE, "SELECT * FROM \"#0\"").details())
                .isNotEmpty();
    }

    @Test
    void placesOfErrorsBehindACallAreThoseOfTheStatement() {
        String sql = "SELECT * FROM search('articles', 'memory', 20) s JOIN articles a ON a.id = = s.id";
        assertThat(failure(ErrorCode.INVALID_QUERY, sql).details())
                .containsEntry("position", String.valueOf(sql.indexOf("= =") + 2));
        String interval = "SELECT * FROM articles WHERE created_at > now() - interval '3 days' AND AND year = 1";
        assertThat(failure(ErrorCode.INVALID_QUERY, interval).details())
                .containsEntry("position", String.valueOf(interval.indexOf("AND AND") + 4));
    }

    @Test
    void predicatesOfASearchMayCallThem() {
        assertThat(db.search("memory")
                        .in("articles")
                        .where("id IN (SELECT id FROM traverse(?, 1))", "Ann")
                        .run())
                .extracting(hit -> hit.entity().properties().get("title").stringValue())
                .containsExactlyInAnyOrder("Rust", "Bread");
        RemException error = catchThrowableOfType(
                RemException.class,
                () -> db.search("memory")
                        .in("articles")
                        .where("id IN (SELECT id FROM lookup())")
                        .run());
        assertThat(error.details()).containsEntry("position", "22");
    }

    @Test
    void writesReadFromThem() {
        assertThat(rows(
                        "INSERT INTO authors (name, country)"
                                + " SELECT title, category FROM search('articles', ?, 2) WHERE year > ?;",
                        "memory safety",
                        1))
                .containsExactly("{\"inserted\":2,\"updated\":0,\"deleted\":0}");
        List<@Nullable Object> found = column("SELECT title FROM search('articles', 'memory safety', 2) ORDER BY 1");
        assertThat(column("SELECT name FROM authors WHERE name <> 'Ann' ORDER BY 1"))
                .hasSize(2)
                .isEqualTo(found);

        assertThat(rows(
                        "UPDATE articles SET year = year + ?, category = ?"
                                + " WHERE id IN (SELECT id FROM lookup(?)) AND year < ?",
                        1,
                        "kitchen",
                        "Bread",
                        2000))
                .containsExactly("{\"inserted\":0,\"updated\":1,\"deleted\":0}");
        assertThat(column("SELECT title FROM articles WHERE category = 'kitchen' AND year = 1001"))
                .containsExactly("Bread");

        assertThat(rows("MERGE INTO articles a USING search('articles', 'gold', 1, 'keyword') s ON a.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET year = 1"))
                .containsExactly("{\"inserted\":0,\"updated\":1,\"deleted\":0}");
        assertThat(column("SELECT title FROM articles WHERE year = 1")).containsExactly("Vault");

        assertThat(rows("DELETE FROM articles WHERE id IN (SELECT id FROM traverse('Ann', 1, 'out'))"))
                .containsExactly("{\"inserted\":0,\"updated\":0,\"deleted\":2}");
        assertThat(column("DELETE FROM articles WHERE title IN (SELECT key FROM kv WHERE key = 'Java')"))
                .hasSize(1);
        assertThat(column("SELECT title FROM articles")).containsExactly("Vault");
    }

    @Test
    void writesAreTranslatedToo() {
        db.insert("authors", "{\"name\": \"Bob\"}");
        rows("UPDATE authors SET country = (SELECT value ->> 'country' FROM kv WHERE key = 'Ann')"
                + " WHERE name = 'Bob' AND created_at > now() - interval '1 hour' -- the end;\n ; -- and more");
        assertThat(column("SELECT country FROM authors WHERE name = 'Bob'")).containsExactly("Norway");
        assertThat(plan("UPDATE articles SET year = 1 WHERE id IN (SELECT id FROM lookup('Rust'))"))
                .contains("lookup('Rust')")
                .doesNotContain("#0");
        String sql = "UPDATE articles SET year = 1 WHERE id IN (SELECT id FROM lookup('Rust')) AND AND year = 1";
        assertThat(failure(ErrorCode.INVALID_QUERY, sql).details())
                .containsEntry("position", String.valueOf(sql.indexOf("AND AND") + 4));
        assertThat(failure(
                                ErrorCode.UNKNOWN_FIELD,
                                "UPDATE articles SET yaer = 1 WHERE id IN (SELECT id FROM lookup('x'))")
                        .hint())
                .contains("Did you mean year?");
    }

    @Test
    void nothingIsWrittenToThem() {
        for (String sql : List.of(
                "DELETE FROM kv WHERE key IN (SELECT title FROM articles)",
                "UPDATE kv SET key = 'x'",
                "INSERT INTO kv (key) SELECT title FROM articles",
                "EXPLAIN DELETE FROM kv",
                "MERGE INTO kv USING articles a ON a.title = kv.key WHEN MATCHED THEN DELETE",
                "DELETE FROM search('articles', 'memory', 3)",
                "UPDATE lookup('Rust') SET year = 1")) {
            assertThat(failure(ErrorCode.UNSUPPORTED, sql).details()).as(sql).containsKey("position");
        }
        assertThat(column("SELECT count(*) FROM articles")).containsExactly(4L);
    }

    @Test
    void aFieldNamedAsAScoreTakesANameThatNoOtherFieldHas() {
        db.schemas().register(Schema.parse("""
                {"title": "Mark", "description": "A mark", "version": "1.0.0", "short_name": "marks",
                 "properties": {"name": {"type": "string"}, "score": {"type": "number"}, "score_2": {"type": "number"}},
                 "json_schema_extra": {"key_field": "name"}}"""));
        db.insert("marks", "{\"name\": \"swimming\", \"score\": 5, \"score_2\": 6}");
        assertThat(
                        rows(
                                "SELECT name, score_3, score_2, score > 0 AS hit FROM search('marks', 'swimming', 5, 'keyword')"))
                .containsExactly("{\"name\":\"swimming\",\"score_3\":5.0,\"score_2\":6.0,\"hit\":true}");
    }

    @Test
    void aTraversalThatReachesMoreThanItsLimitIsAnError() {
        List<String> leaves = new ArrayList<>();
        for (int i = 0; i < TraversalRequest.MAX_LIMIT; i++) {
            leaves.add("{\"name\": \"n%d\", \"edges\": [{\"dst\": \"Ann\", \"rel_type\": \"knows\"}]}".formatted(i));
        }
        db.insertAll("authors", leaves.iterator(), BatchOptions.DEFAULTS);
        String count = "SELECT count(*) FROM traverse('Ann', 1, 'in')";
        assertThat(column(count)).containsExactly((long) TraversalRequest.MAX_LIMIT);
        db.insert("authors", "{\"name\": \"last\", \"edges\": [{\"dst\": \"Ann\", \"rel_type\": \"knows\"}]}");
        RemException error = failure(ErrorCode.TOO_LARGE, count);
        assertThat(error.details()).containsEntry("limit", String.valueOf(TraversalRequest.MAX_LIMIT));
        assertThat(error.hint().orElse("")).contains("depth");
    }

    @Test
    void noEdgesAreReadForRowsThatDoNotShowThem() {
        TableFunctions functions = ((ObservedDatabase) db).inner().tableFunctions();
        assertThat(db.lookup("Ann").getFirst().edges()).hasSize(2);
        assertThat(functions.lookup("Ann", 60_000))
                .singleElement()
                .satisfies(ann -> assertThat(ann.edges()).isEmpty());
        assertThat(functions.search("authors", "Norway", 5, SearchMode.HYBRID, 60_000))
                .singleElement()
                .satisfies(hit -> assertThat(hit.entity().edges()).isEmpty());
        assertThat(functions.traverse("Rust", 1, EdgeDirection.IN, 60_000))
                .singleElement()
                .satisfies(path -> assertThat(path.end().edges()).isEmpty());
    }

    @Test
    void kvFindsLongKeysAndThoseOfTablesWhoseKeyFieldIsChanged() {
        String key = "k".repeat(1_200);
        db.insert("articles", Databases.article(key, "long", "keys", 1));
        assertThat(column("SELECT entity_type FROM kv WHERE key = '" + key + "'"))
                .containsExactly("articles");
        String longest = "k".repeat(4_096);
        db.insert("articles", Databases.article(longest, "longest", "keys", 1));
        assertThat(column("SELECT entity_type FROM kv WHERE key = ?", longest)).containsExactly("articles");
        assertThat(column("SELECT \"year\" FROM articles WHERE title = ?", longest))
                .containsExactly(1L);
        assertThat(column("SELECT id FROM kv WHERE key = ?", "k".repeat(5_000))).isEmpty();
    }

    @Test
    void aWrongArgumentSaysWhatTheRightOneIs() {
        String hint = "Give a whole number from 1 to 1000: search('table', 'text', 20, 'hybrid')";
        assertHint("SELECT * FROM search('memory', 'articles')", 21, "search('articles', 'memory')");
        assertHint("SELECT * FROM search('nowhere', 'memory')", 21, "The tables are agentlets, articles, authors");
        assertHint("SELECT * FROM search('articles', 'memory', 1001)", 43, hint);
        assertHint("SELECT * FROM search('articles', 'memory', 0)", 43, hint);
        assertHint("SELECT * FROM search('articles', 'memory', 'hybrid')", 43, hint);
        assertHint("SELECT * FROM traverse('Ann', 11)", 30, "from 1 to 10: traverse('id or key', 2, 'out')");
        assertThat(rows("SELECT title FROM search('articles', 'memory', 20, 'hybrid')"))
                .isNotEmpty();
        assertThat(rows("SELECT title FROM search('articles', 'memory')")).isNotEmpty();
    }

    private void assertHint(String sql, int position, String hint) {
        RemException error = catchThrowableOfType(RemException.class, () -> rows(sql));
        assertThat(error.details()).as(sql).containsEntry("position", String.valueOf(position));
        assertThat(error.hint().orElse("")).as(sql).contains(hint);
    }
}
