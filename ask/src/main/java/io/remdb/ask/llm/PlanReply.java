package io.remdb.ask.llm;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.ask.Plan;
import io.remdb.ask.Plan.Fallback;
import io.remdb.ask.Plan.Trigger;
import io.remdb.ask.PlanCheck;
import io.remdb.ask.Question;
import io.remdb.llm.Reply;
import io.remdb.llm.Usage;
import io.remdb.query.SqlInspection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a plan of a model's reply, and believes nothing of it. */
final class PlanReply {
    private static final int MOST_FALLBACKS = 3;
    private static final int LONGEST_REASONING = 1_000;

    private final PlanCheck check;

    PlanReply(PlanCheck check) {
        this.check = check;
    }

    /**
     * The plan that a reply describes, checked. Of its fallbacks those are kept that can be run.
     *
     * @throws RemException what is wrong with the reply or its statement
     */
    Plan plan(Reply reply, Question question, List<String> tables, Usage usage) {
        ObjectNode json = reply.json();
        String statement = statement(json);
        QueryResult.Kind kind = check.check(statement, question.table());
        double confidence = Math.clamp(json.path("confidence").asDouble(0), 0, 1);
        String reasoning = Excerpt.of(json.path("reasoning").asString("").strip(), LONGEST_REASONING);
        return new Plan(
                confidence,
                statement,
                reasoning,
                kind == QueryResult.Kind.SEARCH || SqlInspection.calls(statement, "search"),
                kind.name().toLowerCase(Locale.ROOT),
                fallbacks(json.path("fallbacks"), question),
                confidence < Plan.CONFIDENT ? "the language model is not sure: " + reasoning : null,
                usage.model(),
                tables,
                usage,
                null);
    }

    private static String statement(JsonNode json) {
        String statement = json.path("statement").asString("").strip();
        while (statement.endsWith(";")) {
            statement = statement.substring(0, statement.length() - 1).strip();
        }
        if (statement.isEmpty()) {
            throw new RemException(ErrorCode.LANGUAGE_MODEL_FAILED, "The language model's answer has no statement");
        }
        return statement;
    }

    private List<Fallback> fallbacks(JsonNode json, Question question) {
        List<Fallback> fallbacks = new ArrayList<>();
        for (JsonNode entry : json.valueStream().limit(MOST_FALLBACKS).toList()) {
            fallback(entry, question).ifPresent(fallbacks::add);
        }
        return fallbacks;
    }

    private Optional<Fallback> fallback(JsonNode json, Question question) {
        try {
            String statement = statement(json);
            check.check(statement, question.table());
            String name = json.path("trigger").asString("").toUpperCase(Locale.ROOT);
            Trigger trigger = Arrays.stream(Trigger.values())
                    .filter(value -> value.name().equals(name))
                    .findFirst()
                    .orElse(Trigger.NO_RESULTS);
            String reasoning = Excerpt.of(json.path("reasoning").asString("").strip(), LONGEST_REASONING);
            return Optional.of(new Fallback(statement, trigger, reasoning));
        } catch (RemException notToBeRun) {
            // The plan does without it: a second round is for the statement that answers.
            return Optional.empty();
        }
    }
}
