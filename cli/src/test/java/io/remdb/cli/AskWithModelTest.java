package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.cli.output.Terminal;
import io.remdb.config.DatabasePlace;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.json.Json;
import io.remdb.llm.ModelServer;
import io.remdb.llm.ModelServer.Api;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class AskWithModelTest {
    private static final String PLAN = """
            {"reasoning": "Documents by name", "confidence": 0.8, "statement": "SELECT * FROM documents ORDER BY name", "fallbacks": []}
            """;

    @TempDir
    private Path folder;

    private ModelServer server;
    private String id = "";

    @BeforeEach
    void insertOneRow() throws IOException {
        server = new ModelServer();
        RemRun.in(folder.resolve("db"), "init");
        id = RemRun.in(folder.resolve("db"), "insert", "documents", "{\"name\": \"planning\", \"uri\": \"file:plans\"}")
                .json()
                .path("id")
                .asString();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void plansWithTheModelThatTheSettingsName() {
        server.reply(PLAN);

        ObjectNode plan = ask(Map.of("P8_DEFAULT_LLM", "gpt-4.1"), "which documents are there?", "--plan")
                .json();

        assertThat(plan.path("planner").asString()).isEqualTo("openai:gpt-4.1");
        assertThat(plan.path("query").asString()).isEqualTo("SELECT * FROM documents ORDER BY name");
        assertThat(plan.path("llm").path("calls").asInt()).isEqualTo(1);
    }

    @Test
    void writesAnAnswerThatCitesRows() {
        server.reply(PLAN, Json.text(Json.object().put("answer", "There is one about planning [" + id + "].")));

        RemRun run = ask(Map.of(), "which documents are there?", "--llm", "openai:gpt-4.1", "--answer");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("count").asInt()).isEqualTo(1);
        assertThat(run.json().path("answer").path("text").asString())
                .isEqualTo("There is one about planning [" + id + "].");
        assertThat(run.json().path("answer").path("citations").path(0).asString())
                .isEqualTo(id);
    }

    @Test
    void printsTheAnswerAboveATable() {
        server.reply(PLAN, Json.text(Json.object().put("answer", "One, of planning.")));

        RemRun run = ask(Map.of(), "which?", "--llm", "openai:gpt-4.1", "--answer", "--format", "table");

        assertThat(run.out()).startsWith("One, of planning.").contains("planning");
    }

    @Test
    void whatTheModelSaysDoesNotCommandTheTerminal() {
        server.reply(
                PLAN,
                Json.text(Json.object().put("answer", "One,\u001b[2J\u001b]0;owned\u0007 of\r\nplanning\u202e.")));

        RemRun run = ask(Map.of(), "which?", "--llm", "openai:gpt-4.1", "--answer", "--format", "table");

        assertThat(run.out()).startsWith("One, [2J ]0;owned  of\nplanning .\n");
        assertThat(run.out() + run.err()).doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @Test
    void saysTheAnswerBesideRowsThatAreDataAlone() {
        server.reply(PLAN, Json.text(Json.object().put("answer", "One, of planning.")));

        RemRun run = ask(Map.of(), "which?", "--llm", "openai:gpt-4.1", "--answer", "--format", "csv");

        assertThat(run.out()).startsWith("name,").doesNotContain("One, of planning.");
        assertThat(run.err()).contains("One, of planning.");
    }

    @Test
    void givesTheRowsWhereNobodyPutsThemIntoWords() {
        server.reply(PLAN, "no JSON");

        RemRun run = ask(Map.of(), "which documents are there?", "--llm", "openai:gpt-4.1", "--answer");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("count").asInt()).isEqualTo(1);
        assertThat(run.json().has("answer")).isFalse();
        assertThat(run.err()).contains("There is no answer in words").doesNotContain(ModelServer.KEY);
    }

    @Test
    void localIsLocalWhateverTheSettingsName() {
        ObjectNode plan = ask(
                        Map.of("P8_DEFAULT_LLM", "gpt-4.1"), "which documents are there?", "--plan", "--llm", "local")
                .json();

        assertThat(plan.path("planner").asString()).isEqualTo("local");
        assertThat(plan.has("llm")).isFalse();
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(ask(Map.of(), "which?", "--answer", "--llm", "local").err())
                .contains("error[INVALID_ARGUMENT]: An answer in words needs a language model");
        RemRun unknown = ask(Map.of(), "which?", "--llm", "mistral:large");
        assertThat(unknown.err())
                .contains("error[INVALID_ARGUMENT]: There is no such language model", "openai:<model>");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        RemRun both = ask(Map.of(), "which?", "--plan", "--answer", "--llm", "openai:gpt-4.1");
        assertThat(both.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(both.err()).contains("--plan runs nothing");
        assertThat(server.calls()).isEmpty();
    }

    private RemRun ask(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(server.environment(Api.OPENAI));
        environment.putAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), out, err, Terminal.NONE);
        List<String> line = new ArrayList<>(List.of("ask"));
        line.addAll(List.of(arguments));
        Host host = new WithSettings(new Host.OwnProcess(folder.resolve("db")), RemConfig.of(environment));
        int exitCode = Rem.run(line, streams, new Interruption(Thread.currentThread()), host)
                .orElseThrow();
        return new RemRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** This process with other settings than its environment's. */
    private record WithSettings(Host.OwnProcess own, RemConfig settings) implements Host {
        @Override
        public boolean takes(ParseResult typed, RemCommand options) {
            return own.takes(typed, options);
        }

        @Override
        public void log(RemConfig config, RemCommand options, Streams streams) {}

        @Override
        public DatabasePlace database(RemConfig config) {
            return own.database(config);
        }

        @Override
        public RemDatabase open(Path database, RemConfig config, Creation creation, Sharing sharing, KeySource keys) {
            return own.open(database, config, creation, Sharing.ALONE, keys);
        }
    }
}
