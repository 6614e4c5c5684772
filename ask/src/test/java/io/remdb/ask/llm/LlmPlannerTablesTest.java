package io.remdb.ask.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.ask.Plan;
import io.remdb.ask.Question;
import io.remdb.ask.local.LocalPlanner;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import io.remdb.llm.ModelServer.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which tables a model is told of, and which ones its statements may read. */
@Timeout(60)
class LlmPlannerTablesTest extends PlanningTest {

    @Test
    void isToldTheNearestTablesWhereThereAreMany() {
        try (RemDatabase many = Library.open()) {
            Library.addTables(
                    many,
                    Map.of(
                            "engines", "Motors and the ships they drive",
                            "recipes", "Recipes: how to cook meals",
                            "invoices", "Invoices sent to customers, and their payment"));
            server.reply(plan("SELECT * FROM recipes"), plan("SELECT * FROM recipes"));
            Map<String, String> environment = new HashMap<>(server.environment(Api.OPENAI));
            environment.put("P8_SCHEMA_BRUTE_FORCE_LIMIT", "5");
            assertThat(tables(many, environment))
                    .containsExactlyInAnyOrder("books", "people", "engines", "recipes", "invoices");
            environment.put("P8_SCHEMA_BRUTE_FORCE_LIMIT", "4");
            environment.put("P8_SCHEMA_SEARCH_TOP_K", "2");

            assertThat(tables(many, environment)).hasSize(2).startsWith("recipes");
        }
    }

    private List<String> tables(RemDatabase many, Map<String, String> environment) {
        RemConfig config = RemConfig.of(environment);
        try (LanguageModel model =
                LanguageModels.open(Api.OPENAI.model(), config, HASTY).orElseThrow()) {
            Plan plan = new LlmPlanner(many, model, config.languageModels())
                    .plan(new Question("what can I cook for dinner?", NOW, null));

            List<String> told = Json.parseObject(server.calls().getLast().user())
                    .path("tables")
                    .valueStream()
                    .map(table -> table.path("table").asString())
                    .toList();
            assertThat(plan.schemaHints()).isEqualTo(told);
            return told;
        }
    }

    @Test
    void isToldOnlyTheTableThatIsAsked() {
        server.reply(plan("SELECT * FROM people"));
        try (LanguageModel model = open(Api.OPENAI)) {
            LlmPlanner planner = planner(model, config(Api.OPENAI));

            assertThat(planner.plan(new Question("who?", NOW, "people")).schemaHints())
                    .containsExactly("people");

            RemException error =
                    catchThrowableOfType(RemException.class, () -> planner.plan(new Question("who?", NOW, "nobodies")));
            assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM books",
                "LOOKUP 'Bread'",
                "SELECT * FROM people WHERE name IN (SELECT title FROM books)",
                "SEARCH 'fish' IN books",
                "TRAVERSE FROM 'Ann Lee'"
            })
    void asksAgainWhereAnotherTableIsRead(String other) {
        server.reply(plan(other), plan("SELECT * FROM people"));
        try (LanguageModel model = open(Api.OPENAI)) {
            Plan plan = planner(model, config(Api.OPENAI)).plan(new Question("who?", NOW, "people"));

            assertThat(plan.query()).isEqualTo("SELECT * FROM people");
        }
        ObjectNode again = Json.parseObject(server.calls().get(1).user());
        assertThat(again.path("only_rows_of").asString()).isEqualTo("people");
        assertThat(again.path("your_answer_before")
                        .path("what_is_wrong_with_it")
                        .asString())
                .contains("Only rows of one table");
    }

    /** Which tables are nearest may be a question to an embedding service. */
    @Test
    void plansWithoutAModelWhereItCannotBeToldTheTables() {
        try (RemDatabase many = Library.open()) {
            Map<String, String> environment = new HashMap<>(server.environment(Api.OPENAI));
            environment.put("P8_SCHEMA_BRUTE_FORCE_LIMIT", "1");
            RemConfig config = RemConfig.of(environment);
            try (LanguageModel model =
                    LanguageModels.open(Api.OPENAI.model(), config, HASTY).orElseThrow()) {
                RemDatabase searchless = WithoutSearch.of(many);
                Plan plan = new LlmPlanner(searchless, model, config.languageModels()).plan(question());

                assertThat(plan.planner()).isEqualTo(LocalPlanner.NAME);
                assertThat(plan.reasoning()).contains("Planned without", "embedding service");
                assertThat(new LocalPlanner(searchless)
                                .plan(new Question("something like owls", NOW, null))
                                .query())
                        .isNotEmpty();
            }
        }
        assertThat(server.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 150, 1000})
    void isToldNoMoreThanItCanRead(int fields) {
        String properties = IntStream.range(0, fields)
                .mapToObj(i -> "\"measurement_%d\": {\"type\": \"string\", \"description\": \"%s\"}"
                        .formatted(i, "what it says ".repeat(20)))
                .collect(Collectors.joining(","));
        try (RemDatabase wide = RemDatabase.inMemory()) {
            wide.schemas().register(Schema.parse("""
                    {"title": "Wide", "description": "Wide rows", "version": "1.0.0", "short_name": "wide", "type": "object",
                     "properties": {%s}}
                    """.formatted(properties)));
            wide.insert("wide", "{\"measurement_1\": \"%s\"}".formatted("x".repeat(5_000)));
            SchemaContext context = new SchemaContextReader(
                            wide, config(Api.OPENAI).languageModels())
                    .read(new Question("what?", NOW, null));

            assertThat(Json.text(context.json()).length()).isLessThan(SchemaContextReader.MOST_CHARACTERS + 10);
            JsonNode table = context.json().get(0);
            assertThat(table.path("fields").size()
                            + table.path("fields_left_out").asInt(0))
                    .isEqualTo(fields);
            assertThat(table.path("fields").size()).isGreaterThanOrEqualTo(Math.min(fields, 150));
        }
    }
}
