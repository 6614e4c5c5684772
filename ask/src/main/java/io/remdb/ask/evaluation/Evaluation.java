package io.remdb.ask.evaluation;

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

/** Asks the questions of files and compares what comes with what should. */
public final class Evaluation {
    private static final double NANOS_PER_MILLI = 1e6;

    private Evaluation() {}

    /**
     * One question's outcome.
     *
     * @param plan null where there was none
     * @param right whether the rows are those expected
     * @param planMs how long planning took, in milliseconds, when the planner knew the database already
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

    private record Asked(String file, ObjectNode question) {}

    /**
     * The outcomes of each file, in its order. Each domain is loaded once, into a database in memory.
     *
     * @param questions names of files of questions
     * @throws RemException when a file cannot be read, or the rows of a domain cannot be written
     */
    public static Map<String, List<Outcome>> run(QuestionFiles files, List<String> questions) {
        Map<String, List<Asked>> byDomain = new LinkedHashMap<>();
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        for (String file : questions) {
            outcomes.put(file, new ArrayList<>());
            for (ObjectNode question : files.objects(file)) {
                byDomain.computeIfAbsent(question.path("domain").asString(), ignored -> new ArrayList<>())
                        .add(new Asked(file, question));
            }
        }
        byDomain.forEach((name, asked) -> {
            try (QuestionDomain domain = QuestionDomain.load(files, name, RemDatabase.inMemory())) {
                Ask ask = Ask.on(domain.database(), options -> options.withClock(domain.clock()));
                // The first question has the planner read what there is to ask for.
                ask.plan(asked.getFirst().question().path("question").asString());
                for (Asked one : asked) {
                    outcomes.getOrDefault(one.file(), List.of()).add(outcome(one.question(), ask, domain));
                }
            }
        });
        return outcomes;
    }

    private static Outcome outcome(ObjectNode question, Ask ask, QuestionDomain domain) {
        String text = question.path("question").asString();
        Plan plan = null;
        boolean right = false;
        int rows = 0;
        String failure = null;
        double planMs = 0;
        try {
            long start = System.nanoTime();
            plan = ask.plan(text);
            planMs = (System.nanoTime() - start) / NANOS_PER_MILLI;
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
