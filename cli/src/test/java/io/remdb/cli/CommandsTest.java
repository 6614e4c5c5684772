package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remdb.cli.output.Terminal;
import io.remdb.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CommandsTest {
    private static final String RUST =
            "{\"title\": \"Rust\", \"content\": \"Every value has one owner.\", \"category\": \"code\"}";
    private static final String MOON =
            "{\"title\": \"Moon\", \"content\": \"It recedes slowly.\", \"category\": \"space\"}";
    private static final String UNKNOWN_ID = "00000000-0000-8000-8000-000000000001";

    @TempDir
    Path folder;

    private Path db = Path.of("");

    @BeforeEach
    void createDatabase() {
        db = folder.resolve("db");
        RemRun init = RemRun.in(db, "init");
        assertThat(init.exitCode()).as(init.err()).isZero();
        RemRun schema = RemRun.in(db, "schema", "add", schemaFile().toString());
        assertThat(schema.exitCode()).as(schema.err()).isZero();
        assertThat(schema.json().get("action").asString()).isEqualTo("created");
    }

    @Test
    void initTellsWhatIsThereAndChangesNothing() {
        RemRun again = RemRun.rem("init", "--path", db.toString());

        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("exists already");
        assertThat(again.json().propertyNames()).containsExactly("path", "encrypted", "format_version", "schemas");
        assertThat(again.json().get("schemas").toString()).contains("articles").contains("moments");
    }

    @Test
    void wantsADatabaseThatExists() {
        RemRun run = RemRun.rem("--db", folder.resolve("none").toString(), "count", "articles");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("error[NOT_A_DATABASE]: ").doesNotContain("\tat ");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void showsASchemaThatCanBeAddedAgain() throws IOException {
        for (String format : List.of("json", "yaml")) {
            Path file = folder.resolve("shown." + format);
            Files.writeString(
                    file,
                    RemRun.in(db, "schema", "show", "articles", "--format", format)
                            .out());

            RemRun added = RemRun.in(db, "schema", "add", file.toString());

            assertThat(added.json().get("action").asString()).as(added.err()).isEqualTo("unchanged");
        }
    }

    @Test
    void clonesTemplates() {
        RemRun added = RemRun.in(db, "schema", "add", "--name", "papers", "--template", "resources");
        assertThat(added.json().get("short_name").asString()).isEqualTo("papers");

        Path file = folder.resolve("notes.yaml");
        assertThat(RemRun.in(
                                db,
                                "schema",
                                "add",
                                "--name",
                                "notes",
                                "--template",
                                "entities",
                                "--output",
                                file.toString())
                        .json()
                        .get("output")
                        .asString())
                .isEqualTo(file.toString());
        assertThat(RemRun.in(
                                db,
                                "schema",
                                "add",
                                "--name",
                                "notes",
                                "--template",
                                "entities",
                                "--output",
                                file.toString())
                        .exitCode())
                .isEqualTo(1);
        assertThat(RemRun.in(db, "schema", "add", file.toString()).exitCode()).isZero();
        assertThat(RemRun.in(db, "schema", "templates").json().get("count").asInt())
                .isEqualTo(4);
        assertThat(RemRun.in(db, "schema", "list").out()).contains("\"papers\"").contains("\"notes\"");
        assertThat(RemRun.in(db, "schema", "add", "--name", "x", "--template", "nothing")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void removesASchemaOnlyWhenItsTableIsEmptyOrByForce() {
        insert(RUST);

        RemRun refused = RemRun.in(db, "schema", "remove", "articles");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("error[TABLE_NOT_EMPTY]");

        RemRun removed = RemRun.in(db, "schema", "remove", "articles", "--force");
        assertThat(removed.json().get("rows").asLong()).isEqualTo(1);
    }

    @Test
    void writesAndReadsOneRow() {
        ObjectNode written = insert(RUST);
        assertThat(written.propertyNames()).containsExactly("id", "entity_type", "action");
        assertThat(written.get("action").asString()).isEqualTo("created");
        assertThat(insert(RUST).get("action").asString()).isEqualTo("updated");
        String id = written.get("id").asString();

        ObjectNode entity = RemRun.in(db, "get", id).json();

        assertThat(entity.propertyNames())
                .containsExactly("id", "entity_type", "created_at", "modified_at", "deleted_at", "edges", "properties");
        assertThat(entity.get("created_at").asString()).matches("....-..-..T..:..:..\\.\\d{6}Z");
        assertThat(entity.get("properties").get("title").asString()).isEqualTo("Rust");
        assertThat(RemRun.in(db, "get", id, "--with-embeddings").json().get("embedding"))
                .hasSize(384);
        assertThat(RemRun.in(db, "get", id, "--format", "table").out())
                .contains("title")
                .contains("Rust");
    }

    @Test
    void updatesAndDeletes() {
        String id = insert(RUST).get("id").asString();

        ObjectNode updated =
                RemRun.in(db, "update", id, "{\"category\": \"systems\"}").json();
        assertThat(updated.get("properties").get("category").asString()).isEqualTo("systems");

        ObjectNode deleted = RemRun.in(db, "delete", id).json();
        assertThat(deleted.propertyNames()).containsExactly("id", "deleted_at");
        assertThat(RemRun.in(db, "get", id).json().get("deleted_at").isString()).isTrue();
        assertThat(RemRun.in(db, "count", "articles").json().get("count").asInt())
                .isZero();
        assertThat(RemRun.in(db, "list", "articles", "--include-deleted")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);

        assertThat(RemRun.in(db, "delete", id, "--hard").exitCode()).isZero();
        assertThat(RemRun.in(db, "get", id).exitCode()).isEqualTo(3);
    }

    @Test
    void listsInEveryFormat() {
        insert(RUST);
        insert(MOON);

        assertThat(RemRun.in(db, "list", "articles").json().propertyNames())
                .containsExactly("results", "count", "execution_time_ms");
        assertThat(RemRun.in(db, "list", "articles", "--limit", "1", "--format=jsonl")
                        .out()
                        .lines())
                .hasSize(1);
        String csv = RemRun.in(db, "--format", "csv", "list", "articles").out();
        assertThat(csv.lines().findFirst())
                .contains("id,entity_type,created_at,modified_at,deleted_at,title,content,category,tags,edges");
        assertThat(csv).contains(",Rust,Every value has one owner.,code,,[]\r\n");
        assertThat(RemRun.run(db, new byte[0], new Terminal(false, true, false, 80, false), "count", "articles")
                        .out())
                .isEqualTo("2\n");
    }

    @Test
    void findsByKeyByMeaningAndBySql() {
        insert(RUST);
        insert(MOON);

        ObjectNode lookup = RemRun.in(db, "lookup", "Rust", "Moon").json();
        assertThat(lookup.get("query_type").asString()).isEqualTo("lookup");
        assertThat(lookup.get("count").asInt()).isEqualTo(2);

        ObjectNode search = RemRun.in(db, "search", "memory safety", "--schema=articles", "--top-k=1")
                .json();
        assertThat(search.get("query_type").asString()).isEqualTo("search");
        JsonNode hit = search.get("results").get(0);
        assertThat(hit.get("properties").get("title").asString()).isEqualTo("Rust");
        assertThat(hit.get("score").isNumber()).isTrue();
        assertThat(hit.has("semantic_score")).isTrue();
        assertThat(hit.has("keyword_score")).isTrue();
        assertThat(RemRun.in(db, "search", "memory safety", "--schema", "articles", "--where", "category = 'space'")
                        .json()
                        .get("results")
                        .get(0)
                        .get("properties")
                        .get("title")
                        .asString())
                .isEqualTo("Moon");

        ObjectNode sql = RemRun.reading("SELECT title, category FROM articles ORDER BY title\n", db, "query", "-")
                .json();
        assertThat(sql.get("query_type").asString()).isEqualTo("sql");
        assertThat(sql.get("results").toString())
                .isEqualToIgnoringCase(
                        "[{\"title\":\"Moon\",\"category\":\"space\"},{\"title\":\"Rust\",\"category\":\"code\"}]");
    }

    @Test
    void findsKeysThatAreLikeAText() {
        insert(RUST);
        insert(MOON);

        ObjectNode found = RemRun.in(db, "lookup", "rsut", "--fuzzy").json();
        assertThat(found.get("query_type").asString()).isEqualTo("fuzzy");
        assertThat(found.get("count").asInt()).isOne();
        JsonNode row = found.get("results").get(0);
        assertThat(row.get("key").asString()).isEqualTo("Rust");
        assertThat(row.get("tier").asString()).isEqualTo("similar");
        assertThat(row.get("score").asDouble()).isBetween(0.45, 0.75);
        assertThat(row.get("properties").get("title").asString()).isEqualTo("Rust");

        assertThat(RemRun.in(db, "lookup", "--fuzzy", "Moo", "moon", "RUST", "--format=csv")
                        .out())
                .contains(",edges,score,tier,key\r\n", ",prefix,Moon\r\n", ",1.0,exact,Rust\r\n");
        assertThat(RemRun.in(db, "lookup", "--fuzzy", "RUST", "--format=table").out())
                .contains("score", "1.000", "exact");
        RemRun none = RemRun.in(db, "lookup", "zzzzzz", "--fuzzy");
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.json().get("count").asInt()).isZero();
        assertThat(none.err()).startsWith("error[NOT_FOUND]: ").contains("key=zzzzzz");
    }

    @Test
    void writesThroughSqlAndSaysHowManyRows() {
        RemRun inserted = RemRun.in(
                db,
                "query",
                "INSERT INTO articles (title, content, category) VALUES ('Sun', 'a star', 'space'), ('Sea', 'water', 'earth')");
        assertThat(inserted.exitCode()).as(inserted.err()).isZero();
        assertThat(inserted.json().get("results").toString())
                .isEqualTo("[{\"inserted\":2,\"updated\":0,\"deleted\":0}]");
        assertThat(RemRun.in(db, "query", "UPDATE articles SET category = 'star' WHERE title = 'Sun'")
                        .json()
                        .get("results")
                        .get(0)
                        .get("updated")
                        .asInt())
                .isEqualTo(1);

        RemRun refused = RemRun.in(db, "query", "--read-only", "DELETE FROM articles");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("error[UNSUPPORTED]: ").contains("position=0");
        assertThat(RemRun.in(db, "query", "--read-only", "SELECT title FROM articles WHERE category = 'star'")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);

        RemRun invalid = RemRun.in(db, "query", "INSERT INTO articles (content) VALUES ('no title')");
        assertThat(invalid.exitCode()).isEqualTo(1);
        assertThat(invalid.err()).startsWith("error[VALIDATION_FAILED]: ").contains("title");
        assertThat(RemRun.in(db, "query", "SELECT").err()).startsWith("error[INVALID_QUERY]: ");
    }

    @Test
    void tellsWhatIsNotFound() {
        RemRun lookup = RemRun.in(db, "lookup", "nothing");
        assertThat(lookup.exitCode()).isEqualTo(3);
        assertThat(lookup.json().get("count").asInt()).isZero();
        assertThat(lookup.err()).startsWith("error[NOT_FOUND]: ").contains("key=nothing");

        assertThat(RemRun.in(db, "get", UNKNOWN_ID).exitCode()).isEqualTo(3);
        assertThat(RemRun.in(db, "update", UNKNOWN_ID, "{}").exitCode()).isEqualTo(3);
        assertThat(RemRun.in(db, "delete", UNKNOWN_ID).exitCode()).isEqualTo(3);
        RemRun table = RemRun.in(db, "count", "articels");
        assertThat(table.exitCode()).isEqualTo(1);
        assertThat(table.err()).startsWith("error[UNKNOWN_TABLE]: ").contains("articles");
    }

    @Test
    void refusesBadRowsInOneLine() {
        assertThat(RemRun.in(db, "insert", "articles", "{nonsense").err()).startsWith("error[INVALID_JSON]: ");
        RemRun invalid = RemRun.in(db, "insert", "articles", "{\"title\": 1}");
        assertThat(invalid.exitCode()).isEqualTo(1);
        assertThat(invalid.err())
                .startsWith("error[VALIDATION_FAILED]: ")
                .contains("content")
                .contains("category");
        assertThat(RemRun.run(db, new byte[] {'{', (byte) 0xff, '}'}, Terminal.NONE, "insert", "articles", "-")
                        .err())
                .contains("UTF-8")
                .contains("line=1");
        assertThat(RemRun.in(db, "query", "SELECT nothing FROM articles").err()).startsWith("error[");
        assertThat(RemRun.in(db, "query", "SELEC 1", "--verbose").err()).contains("\tat ");
    }

    @Test
    void aBatchReportsBadLinesAndWritesTheOthers() throws IOException {
        Path rejects = folder.resolve("rejects.jsonl");
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes((RUST + "\n\n{\"title\": 1}\n{broken\n").getBytes(StandardCharsets.UTF_8));
        input.writeBytes(new byte[] {'{', (byte) 0xff, '}', '\n'});
        input.writeBytes(MOON.getBytes(StandardCharsets.UTF_8));

        RemRun run = RemRun.run(
                db,
                input.toByteArray(),
                Terminal.NONE,
                "insert",
                "articles",
                "--batch",
                "--rejects",
                rejects.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        ObjectNode summary = run.json();
        assertThat(summary.propertyNames())
                .containsExactly("inserted", "updated", "failed", "errors", "elapsed_ms", "rows_per_s");
        assertThat(summary.get("inserted").asInt()).isEqualTo(2);
        assertThat(summary.get("failed").asInt()).isEqualTo(3);
        assertThat(summary.get("errors")
                        .valueStream()
                        .map(error -> error.get("line").asInt()))
                .containsOnly(3, 4, 5);
        assertThat(Files.readAllBytes(rejects))
                .isEqualTo(
                        "{\"title\": 1}\n{broken\n{X}\n".replace('X', '\u00ff').getBytes(StandardCharsets.ISO_8859_1));
        assertThat(RemRun.in(db, "count", "articles").json().get("count").asInt())
                .isEqualTo(2);
    }

    @Test
    void saysHowToReadRowsFromAFile() {
        RemRun file = RemRun.in(db, "insert", "articles", "rows.json");
        assertThat(file.exitCode()).isEqualTo(1);
        assertThat(file.err()).startsWith("error[INVALID_JSON]").contains("rem insert articles - < FILE", "--batch");

        RemRun array = RemRun.reading("[\n{},\n{}\n]\n", db, "insert", "articles", "--batch");
        assertThat(array.exitCode()).isEqualTo(1);
        assertThat(array.err()).contains("hint: The rows are one JSON array").contains("jq -c '.[]' FILE");
        RemRun lines = RemRun.reading("{}\n[]\n", db, "insert", "articles", "--batch");
        assertThat(lines.err()).contains("hint: --rejects FILE");
    }

    @Test
    void namesTheOptionThatIsOutOfItsRange() {
        assertThat(RemRun.in(db, "search", "x", "--top-k", "0").err()).contains("(--top-k=0)");
        assertThat(RemRun.in(db, "search", "x", "--min-score", "5").err()).contains("(--min-score=5.0)");
        assertThat(RemRun.in(db, "ask", "x", "--max-stages", "99").err()).contains("(--max-stages=99)");
    }

    @Test
    void saysWhatCannotBeDoneToWhichFile() throws IOException {
        Path folder = Files.createDirectory(db.resolveSibling("folder"));
        assertThat(RemRun.in(db, "schema", "add", folder.toString()).err())
                .isEqualTo("error[IO_ERROR]: A folder is no schema (file=" + folder
                        + ")\nhint: Name a file in it: .json, .yaml or .yml\n");
        Path nowhere = folder.resolve("nowhere").resolve("x.yaml");
        assertThat(RemRun.in(
                                db,
                                "schema",
                                "add",
                                "--name",
                                "papers",
                                "--template",
                                "resources",
                                "--output",
                                nowhere.toString())
                        .err())
                .contains("reason=there is no folder " + nowhere.getParent());
        assertThat(RemRun.reading("{}", db, "insert", "articles", "--batch", "--rejects", nowhere.toString())
                        .err())
                .contains("reason=there is no folder " + nowhere.getParent());
    }

    @Test
    void aStrictBatchWritesAllOrNothing() {
        RemRun refused = RemRun.reading(RUST + "\n{\"title\": 1}\n", db, "insert", "articles", "--batch", "--strict");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.json().get("inserted").asInt()).isZero();
        assertThat(refused.json().get("failed").asInt()).isEqualTo(2); // neither is written
        assertThat(refused.err()).contains("some lines are invalid (invalid=1, rows=2, written=0)");
        assertThat(RemRun.in(db, "count", "articles").json().get("count").asInt())
                .isZero();

        assertThat(RemRun.reading(RUST + "\n", db, "insert", "articles", "--batch", "--strict")
                        .exitCode())
                .isZero();
    }

    @Test
    void printsTheSettings() {
        ObjectNode config = RemRun.rem("config", "--db", "elsewhere").json();

        JsonNode path = config.get("results")
                .valueStream()
                .filter(row -> row.get("variable").asString().equals("P8_DB_PATH"))
                .findFirst()
                .orElseThrow();
        assertThat(path.get("value").asString()).isEqualTo("elsewhere");
        assertThat(path.get("origin").asString()).isEqualTo("--db");
    }

    private ObjectNode insert(String row) {
        RemRun run = RemRun.in(db, "insert", "articles", row);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Json.parseObject(run.out());
    }

    @Test
    void saysWhyAHitHasItsScore() {
        RemRun.in(db, "insert", "articles", RUST);
        RemRun.in(db, "insert", "articles", MOON);
        JsonNode hit = RemRun.in(db, "search", "which owner has a value?", "--schema=articles", "--verbose")
                .json()
                .get("results")
                .get(0);
        JsonNode why = hit.get("explanation");
        assertThat(why.get("semantic_weight").asDouble()
                                * why.get("semantic_part").asDouble()
                        + why.get("keyword_weight").asDouble()
                                * why.get("keyword_part").asDouble())
                .isCloseTo(hit.get("score").asDouble(), within(1e-9));
        assertThat(why.get("words").toString()).contains("\"owner\"").contains("\"value\"");
        assertThat(RemRun.in(
                                db,
                                "search",
                                "owner",
                                "--schema=articles",
                                "--verbose",
                                "--format=table",
                                "--mode=keyword")
                        .out())
                .contains("words 1.00 (owner ");
        assertThat(RemRun.in(db, "search", "owner", "--schema=articles").out()).doesNotContain("explanation");
    }

    @Test
    void keepsToTheModeAndTheLeastScore() {
        RemRun.in(db, "insert", "articles", RUST);
        RemRun.in(db, "insert", "articles", MOON);
        JsonNode byWords =
                RemRun.in(db, "search", "owner", "--mode", "keyword").json().get("results");
        assertThat(byWords).hasSize(1);
        assertThat(byWords.get(0).get("semantic_score").isNull()).isTrue();
        JsonNode byMeaning = RemRun.in(db, "search", "owner", "--mode", "semantic", "--schema=articles")
                .json()
                .get("results");
        assertThat(byMeaning).hasSize(2);
        assertThat(byMeaning.get(0).get("keyword_score").isNull()).isTrue();
        assertThat(RemRun.in(db, "search", "owner", "--schema=articles", "--min-score", "0.9")
                        .json()
                        .get("results"))
                .hasSize(1);
        assertThat(RemRun.in(db, "search", "owner", "--min-score", "2").err()).startsWith("error[INVALID_ARGUMENT]");
        assertThat(RemRun.in(db, "search", "owner", "--mode", "psychic").exitCode())
                .isEqualTo(2);
    }

    @Test
    void pointsToTheMistakeInAPredicate() {
        for (String wrong :
                List.of("category =", "catgory = 'space'", "category = 'a' AND", "category LIKE", "(category = 'a'")) {
            RemRun run = RemRun.in(db, "search", "owner", "--schema=articles", "--where", wrong);
            assertThat(run.exitCode()).as(wrong).isEqualTo(1);
            assertThat(run.err()).as(wrong).startsWith("error[").contains("position=");
        }
        assertThat(RemRun.in(db, "search", "owner", "--schema=articles", "--where", "catgory = 'space'")
                        .err())
                .contains("position=0")
                .contains("Did you mean category?");
    }

    private Path schemaFile() {
        Path file = folder.resolve("articles.schema.yaml");
        try (var example = CommandsTest.class.getResourceAsStream("/examples/articles.schema.yaml")) {
            Files.copy(java.util.Objects.requireNonNull(example), file);
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
