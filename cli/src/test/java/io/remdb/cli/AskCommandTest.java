package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem ask}. */
class AskCommandTest {
    @TempDir
    static Path folder;

    private static Path db = Path.of("");

    @BeforeAll
    static void fill() throws IOException {
        db = folder.resolve("db");
        Path schema = Files.writeString(folder.resolve("notes.yaml"), """
                title: Note
                description: A note
                version: 1.0.0
                short_name: notes
                properties:
                  title: {type: string, key_field: true}
                  text: {type: string}
                  topic: {type: string, indexed: true}
                  year: {type: integer, indexed: true}
                required: [title]
                json_schema_extra: {embedding_fields: [text]}
                """);
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
        assertThat(RemRun.in(db, "schema", "add", schema.toString()).exitCode()).isZero();
        String rows = """
                {"title": "Moon", "text": "tides and craters", "topic": "space", "year": 1969}
                {"title": "Mars", "text": "a red planet", "topic": "space", "year": 1971}
                {"title": "Sea", "text": "tides and salt", "topic": "nature", "year": 1980}
                """;
        assertThat(RemRun.reading(rows, db, "insert", "notes", "--batch").exitCode())
                .isZero();
    }

    @Test
    void answersWithRowsThePlanAndTheStages() {
        RemRun run = RemRun.in(db, "ask", "notes about space");

        ObjectNode envelope = run.json();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(envelope.propertyNames())
                .containsExactly(
                        "query", "query_type", "results", "count", "execution_time_ms", "plan", "stages", "truncated");
        assertThat(envelope.get("query").asString()).isEqualTo("SELECT * FROM notes WHERE topic = 'space'");
        assertThat(envelope.get("count").intValue()).isEqualTo(2);
        assertThat(envelope.at("/plan/planner").asString()).isEqualTo("local");
        assertThat(envelope.at("/stages/0/count").intValue()).isEqualTo(2);
        assertThat(envelope.get("truncated").booleanValue()).isFalse();
    }

    @Test
    void searchesGiveEntities() {
        ObjectNode envelope =
                RemRun.in(db, "ask", "find notes about salt water").json();

        assertThat(envelope.get("query_type").asString()).isEqualTo("search");
        assertThat(envelope.at("/results/0/properties/title").asString()).isEqualTo("Sea");
    }

    @Test
    void showsThePlanAlone() {
        RemRun run = RemRun.in(db, "ask", "how many notes are there", "--plan");

        assertThat(run.exitCode()).isZero();
        ObjectNode plan = run.json();
        assertThat(plan.get("query").asString()).isEqualTo("SELECT count(*) AS n FROM notes");
        assertThat(plan.get("requires_search").booleanValue()).isFalse();
        assertThat(plan.get("confidence").doubleValue()).isGreaterThan(0.9);
    }

    @Test
    void readsTheQuestionFromStdin() {
        assertThat(RemRun.reading("how many notes are there\n", db, "ask", "-")
                        .json()
                        .at("/results/0/n")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void saysWhatWasTriedWhereNothingIsFound() {
        RemRun run = RemRun.in(db, "ask", "notes with a year over 3000", "--max-stages", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run.json().get("count").intValue()).isZero();
        assertThat(run.err()).contains("tried, and found nothing: SELECT * FROM notes WHERE \"year\" > 3000");
    }

    @Test
    void saysOfEachStatementWhatCameOfIt() {
        RemRun run =
                RemRun.run(db, new byte[0], Terminal.NONE, "--format", "table", "ask", "notes with a year over 3000");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run.err()).contains("tried, and found nothing: SELECT * FROM notes WHERE \"year\" > 3000");
        RemRun hardly = RemRun.in(db, "ask", "qqqq zzzz");
        assertThat(hardly.err()).contains("hardly like the question: SEARCH 'qqqq zzzz'");
        assertThat(hardly.json()
                        .path("stages")
                        .valueStream()
                        .map(stage -> stage.path("low_quality").asBoolean(false)))
                .contains(true);
    }

    @Test
    void peopleSeeTheStatement() {
        RemRun run = RemRun.run(db, new byte[0], Terminal.NONE, "--format", "table", "ask", "newest note");

        assertThat(run.err()).contains("SELECT * FROM notes ORDER BY");
        assertThat(run.out()).contains("title");
    }

    /** JSON has the plan, with its confidence; other formats have rows alone. */
    @Test
    void saysOnStderrHowSureItIs() {
        for (String format : new String[] {"table", "csv", "jsonl"}) {
            RemRun unsure =
                    RemRun.run(db, new byte[0], Terminal.NONE, "--format", format, "ask", "how many notes by Tolstoy?");
            RemRun sure = RemRun.run(db, new byte[0], Terminal.NONE, "--format", format, "ask", "how many notes?");

            assertThat(unsure.err()).contains("not sure", "Tolstoy", "(confidence 0.50)");
            assertThat(sure.err()).doesNotContain("confidence");
        }
        RemRun verb =
                RemRun.run(db, new byte[0], Terminal.NONE, "--format", "csv", "ask", "how many notes have we painted?");
        assertThat(verb.err()).contains("not understood: painted (confidence 0.81)");
        assertThat(RemRun.in(db, "ask", "how many notes by Tolstoy?").err()).doesNotContain("confidence");
    }

    @Test
    void saysOnStderrThatALanguageModelWasOfNoUse() {
        for (String format : new String[] {"table", "csv", "jsonl", "json"}) {
            RemRun run = RemRun.run(
                    db,
                    new byte[0],
                    Terminal.NONE,
                    "--format",
                    format,
                    "ask",
                    "how many notes?",
                    "--llm",
                    "openai:gpt-4.1");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains("Planned without openai:gpt-4.1");
        }
    }

    @Test
    void aServiceIsNoLanguageModel() {
        RemRun run = RemRun.in(db, "ask", "notes", "--llm", "openai");

        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("such as openai:gpt-4.1");
    }

    @Test
    void refusesWhatIsWrong() {
        assertThat(RemRun.in(db, "ask", "notes", "--max-stages", "11").err()).contains("1 to 10");
        assertThat(RemRun.in(db.resolveSibling("none"), "ask", "notes", "--max-stages", "11")
                        .exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(db, "ask", "notes", "--schema", "nothing").exitCode())
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(RemRun.in(db, "ask", "all", "--schema", "note").err()).contains("Did you mean notes?");
        assertThat(RemRun.in(db, "ask", " ").err()).contains("The question is empty");
    }
}
