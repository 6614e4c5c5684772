package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The statements of the REM dialect through {@code rem query}. */
class StatementsCommandTest {
    @TempDir
    Path folder;

    private Path db = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        db = folder.resolve("db");
        Path schema = folder.resolve("notes.yaml");
        Files.writeString(schema, """
                title: Note
                description: A note
                version: 1.0.0
                short_name: notes
                properties:
                  title: {type: string, key_field: true}
                  text: {type: string}
                  year: {type: integer, indexed: true}
                required: [title]
                """);
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
        assertThat(RemRun.in(db, "schema", "add", schema.toString()).exitCode()).isZero();
        String rows = """
                {"title": "Moon", "text": "tides and craters", "year": 1969}
                {"title": "Sea", "text": "tides and salt", "edges": [{"dst": "Moon", "rel_type": "follows"}]}
                """;
        for (String row : rows.lines().toList()) {
            assertThat(RemRun.in(db, "insert", "notes", row).exitCode()).isZero();
        }
    }

    private JsonNode only(String type, String statement) {
        RemRun run = RemRun.in(db, "query", statement);
        assertThat(run.exitCode()).as(run.err()).isZero();
        ObjectNode envelope = run.json();
        assertThat(envelope.propertyNames())
                .containsExactly("query", "query_type", "results", "count", "execution_time_ms");
        assertThat(envelope.get("query").stringValue()).isEqualTo(statement);
        assertThat(envelope.get("query_type").stringValue()).isEqualTo(type);
        assertThat(envelope.get("count").intValue()).isEqualTo(1);
        return envelope.get("results").get(0);
    }

    @Test
    void rowsAreEntitiesWithWhatTheStatementAdds() {
        JsonNode looked = only("lookup", "LOOKUP 'Moon'");
        assertThat(looked.propertyNames())
                .containsExactly("id", "entity_type", "created_at", "modified_at", "deleted_at", "edges", "properties");
        assertThat(looked)
                .isEqualTo(RemRun.in(db, "lookup", "Moon").json().get("results").get(0));
        assertThat(only("fuzzy", "FUZZY 'mooon' IN notes").propertyNames()).contains("score", "tier", "key");
        JsonNode hit = only("search", "SEARCH 'tides' IN notes WHERE year = 1969 MODE keyword");
        assertThat(hit.get("properties").get("title").stringValue()).isEqualTo("Moon");
        assertThat(hit.propertyNames()).contains("score", "semantic_score", "keyword_score");
        JsonNode reached = only("traverse", "TRAVERSE FROM 'Sea' TYPE 'follows'");
        assertThat(reached.get("depth").intValue()).isEqualTo(1);
        assertThat(reached.get("path").get(1).stringValue()).isEqualTo("follows");
        assertThat(only("sql", "SELECT title FROM notes WHERE year = 1969")
                        .get("title")
                        .stringValue())
                .isEqualTo("Moon");
    }

    @Test
    void aLookupThatFindsNothingIsNotFound() {
        RemRun run = RemRun.reading("LOOKUP 'nobody'\n", db, "query", "-");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.json().get("count").intValue()).isZero();
        assertThat(run.err()).startsWith("error[NOT_FOUND]");
        RemRun fuzzy = RemRun.in(db, "query", "FUZZY 'qqqqqq'");
        assertThat(fuzzy.exitCode()).isEqualTo(3);
        assertThat(fuzzy.json().get("count").intValue()).isZero();
        assertThat(RemRun.in(db, "query", "TRAVERSE FROM 'nobody'").exitCode()).isEqualTo(3);
    }

    @Test
    void explainGivesThePlan() {
        ObjectNode plan = RemRun.in(db, "query", "EXPLAIN SEARCH 'tides' IN notes WHERE year = 1969 MODE keyword")
                .json();
        assertThat(plan.get("query_type").stringValue()).isEqualTo("sql");
        assertThat(plan.get("results").get(0).propertyNames()).containsExactly("step", "what", "estimate", "actual");
    }

    @Test
    void everyStatementCanBeExplained() {
        for (String statement : List.of(
                "LOOKUP 'Moon'",
                "FUZZY 'mooon' IN notes",
                "TRAVERSE FROM 'Sea' TYPE 'follows'",
                "SELECT title FROM notes WHERE year = 1969")) {
            RemRun run = RemRun.in(db, "query", "EXPLAIN " + statement);
            assertThat(run.exitCode()).as(statement + run.err()).isZero();
            assertThat(run.json().get("results").isEmpty()).as(statement).isFalse();
        }
    }

    @Test
    void mergeWritesWhatIsThereAndWhatIsNot() {
        String merge =
                "MERGE INTO notes USING (VALUES ('Moon', 1970), ('Mars', 1971)) v(title, year) ON notes.title = v.title"
                        + " WHEN MATCHED THEN UPDATE SET year = v.year"
                        + " WHEN NOT MATCHED THEN INSERT (title, text, year) VALUES (v.title, 'a planet', v.year)";
        RemRun run = RemRun.in(db, "query", merge);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(RemRun.in(db, "lookup", "Mars").out()).contains("1971");
        assertThat(RemRun.in(db, "lookup", "Moon").out()).contains("1970");
    }

    @Test
    void tablesAndCsvHaveAColumnForEachProperty() {
        RemRun csv =
                RemRun.in(db, "query", "SEARCH 'tides' IN notes ORDER BY year DESC MODE keyword", "--format", "csv");
        assertThat(csv.out().lines().findFirst().orElse(""))
                .isEqualTo(
                        "id,entity_type,created_at,modified_at,deleted_at,edges,title,text,year,score,semantic_score,"
                                + "keyword_score");
        assertThat(csv.out().lines().skip(1).findFirst().orElse(""))
                .contains("Moon")
                .contains("1969");
        RemRun table = RemRun.run(db, new byte[0], Terminal.NONE, "query", "LOOKUP 'Moon'", "--format", "table");
        assertThat(table.out())
                .contains("entity_type")
                .contains("title")
                .contains("craters")
                .doesNotContain("created_at");
    }

    /** A command and a statement that ask for the same, wrongly. */
    private record Mistake(int exitCode, List<String> command, String statement) {}

    @Test
    void theSameMistakeHasTheSameExitCodeInACommandAndInAStatement() {
        List<Mistake> mistakes = List.of(
                new Mistake(
                        2, List.of("search", "x", "--schema", "notes", "--top-k", "0"), "SEARCH 'x' IN notes LIMIT 0"),
                new Mistake(2, List.of("search", "x", "--top-k", "many"), "SEARCH 'x' IN notes LIMIT many"),
                new Mistake(2, List.of("search", "x", "--mode", "psychic"), "SEARCH 'x' IN notes MODE psychic"),
                new Mistake(2, List.of("search", ""), "SEARCH '' IN notes"),
                new Mistake(
                        2,
                        List.of("search", "x", "--schema", "notes", "--mode", "semantic"),
                        "SEARCH notes 'x' MODE semantic"),
                new Mistake(
                        2,
                        List.of("search", "x", "--schema", "notes", "--top-k", "0"),
                        "SELECT * FROM search('notes', 'x', 0)"),
                new Mistake(2, List.of("traverse", "Sea", "--depth", "11"), "TRAVERSE FROM 'Sea' DEPTH 11"),
                new Mistake(2, List.of("traverse", "Sea", "--depth", "11"), "SELECT * FROM traverse('Sea', 11)"),
                new Mistake(2, List.of("traverse", "Sea", "--limit", "0"), "TRAVERSE FROM 'Sea' LIMIT 0"),
                new Mistake(2, List.of("traverse", "Sea", "--direction", "up"), "TRAVERSE FROM 'Sea' DIRECTION up"),
                new Mistake(2, List.of("traverse", ""), "TRAVERSE FROM ''"),
                new Mistake(2, List.of("lookup", ""), "LOOKUP ''"),
                new Mistake(1, List.of("search", "x", "--schema", "nots"), "SEARCH 'x' IN nots"),
                new Mistake(
                        1,
                        List.of("search", "x", "--schema", "notes", "--where", "yaer = 1"),
                        "SEARCH notes 'x' WHERE yaer = 1"),
                new Mistake(
                        1,
                        List.of("search", "x", "--schema", "notes", "--where", "year = = 1"),
                        "SEARCH notes 'x' WHERE year = = 1"),
                new Mistake(3, List.of("traverse", "nobody"), "TRAVERSE FROM 'nobody'"),
                new Mistake(3, List.of("lookup", "nobody"), "LOOKUP 'nobody'"),
                new Mistake(3, List.of("lookup", "qqqqqq", "--fuzzy"), "FUZZY 'qqqqqq'"));
        for (Mistake mistake : mistakes) {
            RemRun command = RemRun.in(db, mistake.command().toArray(String[]::new));
            RemRun statement = RemRun.in(db, "query", mistake.statement());
            assertThat(command.exitCode()).as(mistake.command() + command.err()).isEqualTo(mistake.exitCode());
            assertThat(statement.exitCode())
                    .as(mistake.statement() + statement.err())
                    .isEqualTo(mistake.exitCode());
        }
    }

    @Test
    void aStatementMayBeginWithAComment() {
        for (String statement : List.of(
                "-- count\nSELECT count(*) AS n FROM notes",
                "--count=all\n--\nSELECT count(*) AS n FROM notes",
                "--Count them\nSELECT count(*) AS n FROM notes",
                "/* count */ SELECT count(*) AS n FROM notes")) {
            RemRun run = RemRun.in(db, "query", statement, "--format", "jsonl");
            assertThat(run.out()).as(statement + run.err()).isEqualTo("{\"n\":2}\n");
        }
        assertThat(RemRun.in(db, "query", "-- nothing").err())
                .startsWith("error[INVALID_QUERY]: The statement is empty");
        assertThat(RemRun.in(db, "query", "--read-onyl", "SELECT 1").err()).contains("Unknown option '--read-onyl'");
        assertThat(RemRun.in(db, "query", "--read-only", "-- why\nDELETE FROM notes")
                        .err())
                .contains("Run it without --read-only");
    }

    @Test
    void aWrongStatementSaysWhere() {
        RemRun run = RemRun.in(db, "query", "SEARCH 'tides' IN notes WHERE yaer = 1969");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("error[UNKNOWN_FIELD]")
                .contains("position=30")
                .contains("Did you mean year?");
        assertThat(run.out()).isEmpty();
    }
}
