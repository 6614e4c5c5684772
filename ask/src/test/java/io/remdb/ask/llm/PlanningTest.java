package io.remdb.ask.llm;

import io.remdb.ask.Question;
import io.remdb.ask.local.LocalPlanner;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import io.remdb.llm.ModelServer.Api;
import java.time.Duration;
import java.time.ZonedDateTime;
import tools.jackson.databind.node.ObjectNode;

/** What tests of plans share that a model makes: a question, and replies. */
abstract class PlanningTest extends ModelServerTest {
    static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-05T10:15:30+01:00[Europe/Berlin]");
    static final String QUESTION = "how many books are there per shelf?";

    LanguageModel open(Api api) {
        return LanguageModels.open(api.model(), config(api), HASTY).orElseThrow();
    }

    RemConfig config(Api api) {
        return RemConfig.of(server.environment(api));
    }

    static LlmPlanner planner(LanguageModel model, RemConfig config) {
        return new LlmPlanner(
                database, model, config.languageModels(), new LocalPlanner(database), Duration.ofMillis(2_500));
    }

    static Question question() {
        return new Question(QUESTION, NOW, null);
    }

    static String plan(String statement) {
        ObjectNode plan = Json.object();
        plan.put("reasoning", "Books counted by shelf")
                .put("statement", statement)
                .put("confidence", 0.9);
        plan.putArray("fallbacks");
        return Json.text(plan);
    }
}
