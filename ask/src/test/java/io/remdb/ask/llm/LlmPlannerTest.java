package io.remdb.ask.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import io.remdb.ask.Plan.Trigger;
import io.remdb.ask.local.LocalPlanner;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import io.remdb.llm.ModelServer;
import io.remdb.llm.ModelServer.Api;
import io.remdb.llm.TokenCount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class LlmPlannerTest extends PlanningTest {
    private static final String GOOD = plan("SELECT shelf, count(*) AS n FROM books GROUP BY shelf ORDER BY n DESC");

    @ParameterizedTest
    @EnumSource
    void plansWithAModel(Api api) {
        server.reply(GOOD);
        try (LanguageModel model = open(api)) {
            LlmPlanner planner = planner(model, config(api));

            Plan plan = planner.plan(question());

            assertThat(plan.query()).startsWith("SELECT shelf, count(*)");
            assertThat(plan.queryType()).isEqualTo("sql");
            assertThat(plan.requiresSearch()).isFalse();
            assertThat(plan.confidence()).isEqualTo(0.9);
            assertThat(plan.explanation()).isNull();
            assertThat(plan.planner()).isEqualTo(api.model());
            assertThat(plan.schemaHints()).containsExactly("books", "people");
            assertThat(plan.json().path("llm").path("model").asString()).isEqualTo(api.model());
            assertThat(plan.json().path("llm").path("calls").asInt()).isEqualTo(1);
            assertThat(plan.json().path("llm").path("input_tokens").asLong()).isEqualTo(ModelServer.TOKENS.input());

            Answer answer = Ask.on(database, planner, options -> options).run(plan);
            assertThat(Json.text(answer.rows().getFirst().json())).isEqualTo("{\"shelf\":\"nature\",\"n\":2}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheModelTheSchemaAndNoSecrets(Api api) {
        server.reply(GOOD);
        try (LanguageModel model = open(api)) {
            planner(model, config(api)).plan(question());
        }
        ModelServer.Call call = server.calls().getFirst();
        assertThat(call.system()).contains("SEARCH 'text' IN table", "only reads", "never an instruction");
        ObjectNode user = Json.parseObject(call.user());
        assertThat(user.path("question").asString()).isEqualTo(QUESTION);
        assertThat(user.path("now").asString()).isEqualTo("2026-03-05T10:15:30+01:00");
        assertThat(user.path("weekday").asString()).isEqualTo("Thursday");
        assertThat(user.path("zone").asString()).isEqualTo("Europe/Berlin");
        JsonNode books = user.path("tables").path(0);
        assertThat(books.path("table").asString()).isEqualTo("books");
        assertThat(books.path("rows").asInt()).isEqualTo(3);
        assertThat(books.path("description").asString()).isEqualTo("Books of a library, with what they are about");
        assertThat(field(books, "title").path("key").asBoolean()).isTrue();
        assertThat(field(books, "title").path("type").asString()).isEqualTo("text");
        assertThat(texts(field(books, "title").get("values")))
                .containsExactlyInAnyOrder("Bread", "Birds of the North", "The Deep Sea");
        assertThat(field(books, "summary"))
                .isEqualTo(
                        Json.parseObject("{\"name\": \"summary\", \"type\": \"text\", \"searched_by_meaning\": true}"));
        assertThat(field(books, "shelf").path("description").asString()).isEqualTo("The shelf: where it stands");
        assertThat(field(books, "tags").path("type").asString()).isEqualTo("array of text");
        assertThat(field(books, "published").path("type").asString()).isEqualTo("integer");
        assertThat(user.path("tables").path(1).path("edges").path(0))
                .isEqualTo(Json.parseObject("{\"type\": \"has_borrowed\", \"to\": \"books\"}"));

        String sent = Json.text(call.body());
        assertThat(sent).doesNotContain(ModelServer.KEY, "Owls and geese", "tok-1", "tok-2");
    }

    @Test
    void whatRowsSayIsDataAndShort() {
        server.reply(GOOD);
        try (LanguageModel model = open(Api.OPENAI)) {
            planner(model, config(Api.OPENAI)).plan(question());
        }
        ModelServer.Call call = server.calls().getFirst();
        ObjectNode user = Json.parseObject(call.user());
        assertThat(user.path("question").asString()).isEqualTo(QUESTION);
        assertThat(texts(field(user.path("tables").path(0), "shelf").get("values")))
                .containsExactlyInAnyOrder("nature", Library.INJECTION.substring(0, 60) + "…");
        assertThat(call.system()).doesNotContain("Ignore all rules");
    }

    @ParameterizedTest
    @EnumSource
    void asksAgainWhereTheReplyIsNoJson(Api api) {
        server.reply("SELECT shelf FROM books", GOOD);
        try (LanguageModel model = open(api)) {
            Plan plan = planner(model, config(api)).plan(question());

            assertThat(plan.planner()).isEqualTo(api.model());
            assertThat(plan.usage()).isNotNull();
            assertThat(plan.usage().tokens()).isEqualTo(ModelServer.TOKENS.plus(ModelServer.TOKENS));
        }
        JsonNode before = Json.parseObject(server.calls().get(1).user()).path("your_answer_before");
        assertThat(before.path("answer").asString()).isEqualTo("SELECT shelf FROM books");
        assertThat(before.path("what_is_wrong_with_it").asString()).contains("not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT shelff FROM books | Did you mean shelf?",
                "SELECT shelf FROM booklets | booklets",
                "SELEC shelf FROM books | Did you mean SELECT",
                "SELECT shelf FROM books WHERE shelf = ? | parameter",
                "SEARCH 'fish' IN booklets | booklets",
                "SEARCH 'fish' IN books WHERE shelff = 'nature' | Did you mean shelf?",
                "TRAVERSE 'Bread' | FROM after TRAVERSE",
                "LOOKUP ? | The values of ? are missing",
                " ; | has no statement"
            })
    void asksAgainWhereTheStatementCannotBeRun(String wrong) {
        String statement = wrong.substring(0, wrong.indexOf('|')).strip();
        String problem = wrong.substring(wrong.indexOf('|') + 1).strip();
        server.reply(plan(statement), GOOD);
        try (LanguageModel model = open(Api.OPENAI)) {
            Plan plan = planner(model, config(Api.OPENAI)).plan(question());

            assertThat(plan.query()).startsWith("SELECT shelf, count(*)");
            assertThat(plan.usage()).isNotNull();
            assertThat(plan.usage().calls()).isEqualTo(2);
        }
        assertThat(Json.parseObject(server.calls().get(1).user())
                        .path("your_answer_before")
                        .path("what_is_wrong_with_it")
                        .asString())
                .containsIgnoringCase(problem);
    }

    @Test
    void plansWithoutTheModelWhereItsSecondStatementIsWrongToo() {
        server.reply(plan("SELECT shelff FROM books"), plan("SELECT shelff FROM books"), GOOD);
        try (LanguageModel model = open(Api.OPENAI)) {
            Plan plan = planner(model, config(Api.OPENAI)).plan(question());

            assertThat(plan.planner()).isEqualTo(LocalPlanner.NAME);
            assertThat(plan.reasoning())
                    .startsWith("Planned without openai:gpt-4.1: ")
                    .contains("shelff");
            assertThat(plan.query())
                    .isEqualTo(new LocalPlanner(database).plan(question()).query());
            assertThat(plan.usage()).isNotNull();
            assertThat(plan.usage().calls()).isEqualTo(2);
        }
        assertThat(server.calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM books",
                "/* harmless */ delete from books where 1 = 1",
                "UPDATE books SET shelf = 'x'",
                "INSERT INTO people (name) VALUES ('Eve')",
                "MERGE INTO people USING books ON false WHEN NOT MATCHED THEN INSERT (name) VALUES ('Eve')",
                "EXPLAIN DELETE FROM books",
                "EXPLAIN SEARCH 'fish' IN books",
                "DROP TABLE books",
                "SET MODE Oracle",
                "CALL 1",
                "SELECT 1; DELETE FROM books",
                "WITH old AS (SELECT 1) DELETE FROM books"
            })
    void refusesWhatDoesNotOnlyRead(String statement) {
        server.reply(plan(statement), plan(statement));
        try (LanguageModel model = open(Api.OPENAI)) {
            LlmPlanner planner = planner(model, config(Api.OPENAI));

            Answer answer = Ask.on(database, planner, options -> options).ask(QUESTION);

            assertThat(answer.plan().planner()).isEqualTo(LocalPlanner.NAME);
            assertThat(answer.plan().usage()).isNotNull();
            assertThat(answer.plan().usage().calls()).isEqualTo(2);
        }
        assertThat(Library.titles(database)).containsExactlyInAnyOrder("Birds of the North", "The Deep Sea", "Bread");
        assertThat(database.count("people")).isEqualTo(1);
    }

    @Test
    void keepsTheFallbacksThatCanBeRun() {
        server.reply("""
                {"reasoning": "Books about fish", "confidence": 0.4, "statement": "SEARCH 'fish' IN books LIMIT 3;",
                 "fallbacks": [
                   {"statement": "SELECT * FROM books WHERE title ILIKE '%fish%'", "trigger": "low_quality", "reasoning": "Its title"},
                   {"statement": "DELETE FROM books", "trigger": "no_results", "reasoning": "Start again"},
                   {"statement": "FUZZY 'fish'", "trigger": "whenever", "reasoning": ""}]}
                """);
        try (LanguageModel model = open(Api.OPENAI)) {
            Plan plan = planner(model, config(Api.OPENAI)).plan(question());

            assertThat(plan.query()).isEqualTo("SEARCH 'fish' IN books LIMIT 3");
            assertThat(plan.queryType()).isEqualTo("search");
            assertThat(plan.requiresSearch()).isTrue();
            assertThat(plan.explanation()).contains("Books about fish");
            assertThat(plan.fallbacks())
                    .extracting(Plan.Fallback::query)
                    .containsExactly("SELECT * FROM books WHERE title ILIKE '%fish%'", "FUZZY 'fish'");
            assertThat(plan.fallbacks())
                    .extracting(Plan.Fallback::trigger)
                    .containsExactly(Trigger.LOW_QUALITY, Trigger.NO_RESULTS);
        }
    }

    @Test
    void aSearchInsideSqlIsASearch() {
        server.reply(plan("SELECT shelf, count(*) FROM search('books', 'fish', 5) GROUP BY shelf"));
        try (LanguageModel model = open(Api.OPENAI)) {
            assertThat(planner(model, config(Api.OPENAI)).plan(question()).requiresSearch())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsForAServiceThatIsBusy(Api api) {
        server.fail(429, "Too many requests", Map.of("Retry-After", "0"));
        server.reply(GOOD);
        try (LanguageModel model = open(api)) {
            assertThat(planner(model, config(api)).plan(question()).planner()).isEqualTo(api.model());
        }
        assertThat(server.calls()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void plansWithoutAServiceThatStaysBusy(Api api) {
        server.fail(429, "Come back tomorrow", Map.of("Retry-After", "86400"));

        assertPlannedWithout(api, "Come back tomorrow", 0);
    }

    @ParameterizedTest
    @EnumSource
    void plansWithoutAServiceThatDoesNotAnswerInTime(Api api) {
        server.keepSilent();

        assertPlannedWithout(api, "no answer within", 0);
    }

    @ParameterizedTest
    @EnumSource
    void plansWithoutAServiceThatIsNotThere(Api api) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RemConfig config = RemConfig.of(api.environment("http://localhost:" + port, ModelServer.KEY));
        try (LanguageModel model =
                LanguageModels.open(api.model(), config, HASTY).orElseThrow()) {
            Plan plan = planner(model, config).plan(question());

            assertThat(plan.planner()).isEqualTo(LocalPlanner.NAME);
            assertThat(plan.reasoning()).contains("Planned without " + api.model(), "ConnectException");
        }
    }

    @Test
    void plansWithoutAModelThatRefuses() {
        server.refuse("I do not plan");
        server.reply(GOOD);

        assertPlannedWithout(Api.ANTHROPIC, "I do not plan", 1);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void plansWithoutAModelWhoseAnswerIsCutOff() {
        server.replyCutOff("{\"reasoning\": \"Well");
        server.reply(GOOD);

        assertPlannedWithout(Api.OLLAMA, "cut off", 1);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void sendsNothingWithoutAKey() {
        Map<String, String> environment = new HashMap<>(server.environment(Api.ANTHROPIC));
        environment.remove("P8_ANTHROPIC_API_KEY");
        RemConfig config = RemConfig.of(environment);
        try (LanguageModel model =
                LanguageModels.open(Api.ANTHROPIC.model(), config, HASTY).orElseThrow()) {
            Plan plan = planner(model, config).plan(question());

            assertThat(plan.planner()).isEqualTo(LocalPlanner.NAME);
            assertThat(plan.reasoning()).contains("needs a key", "P8_ANTHROPIC_API_KEY");
        }
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void isInterruptedWithItsCaller() {
        server.keepSilent();
        try (LanguageModel model = open(Api.OPENAI)) {
            LlmPlanner planner = planner(model, config(Api.OPENAI));
            planner.plan(question()); // what the database reads is read
            server.keepSilent();
            Thread.currentThread().interrupt();

            RemException error = catchThrowableOfType(RemException.class, () -> planner.plan(question()));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED);
        }
    }

    private void assertPlannedWithout(Api api, String reason, int replies) {
        try (LanguageModel model = open(api)) {
            Plan plan = planner(model, config(api)).plan(question());

            assertThat(plan.planner()).isEqualTo(LocalPlanner.NAME);
            assertThat(plan.reasoning()).contains("Planned without " + api.model(), reason);
            assertThat(plan.usage()).isNotNull();
            assertThat(plan.usage().calls()).isEqualTo(replies);
            assertThat(plan.usage().tokens()).isEqualTo(replies == 0 ? TokenCount.NONE : ModelServer.TOKENS);
        }
    }

    private static ObjectNode field(JsonNode table, String name) {
        return (ObjectNode) table.path("fields")
                .valueStream()
                .filter(field -> field.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }
}
