package io.remdb.bench.ask;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.ask.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Asks the questions of a set and compares what comes with what should. */
public final class AskEvaluation {
    private AskEvaluation() {}

    /**
     * One question's outcome.
     *
     * @param plan null where there was none
     * @param right whether the rows are those expected
     * @param planMs how long planning took, warm
     * @param failure what went wrong; null where there are rows
     */
    public record Outcome(
            String id,
            String domain,
            String kind,
            String question,
            @Nullable Plan plan,
            boolean right,
            double planMs,
            int rows,
            @Nullable String failure) {}

    static List<Outcome> run(QuestionFiles files, String questions) {
        Map<String, List<ObjectNode>> byDomain = new LinkedHashMap<>();
        for (ObjectNode question : files.objects(questions)) {
            byDomain.computeIfAbsent(question.path("domain").asString(), ignored -> new ArrayList<>())
                    .add(question);
        }
        List<Outcome> outcomes = new ArrayList<>();
        byDomain.forEach((name, asked) -> {
            try (QuestionDomain domain = QuestionDomain.load(files, name, RemDatabase.inMemory())) {
                Ask ask = Ask.on(domain.database(), options -> options.withClock(domain.clock()));
                for (ObjectNode question : asked) {
                    outcomes.add(one(question, ask, domain));
                }
            }
        });
        return outcomes;
    }

    private static Outcome one(ObjectNode question, Ask ask, QuestionDomain domain) {
        String text = question.path("question").asString();
        Plan plan = null;
        boolean right = false;
        int rows = 0;
        String failure = null;
        double planMs = 0;
        try {
            plan = ask.plan(text);
            long start = System.nanoTime();
            plan = ask.plan(text);
            planMs = (System.nanoTime() - start) / 1e6;
            Answer answer = ask.run(plan);
            rows = answer.rows().size();
            right = Expectation.of(question.path("expected")).isMetBy(answer.rows(), domain);
        } catch (RemException e) {
            failure = e.getMessage();
        }
        return new Outcome(
                question.path("id").asString(),
                question.path("domain").asString(),
                question.path("kind").asString(),
                text,
                plan,
                right,
                planMs,
                rows,
                failure);
    }
}
