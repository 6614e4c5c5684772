package io.remdb.ask.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ask.Plan;
import io.remdb.ask.evaluation.Evaluation.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many of the questions of {@code examples} are answered rightly: docs/ask.md gives the figures, these are floors beneath them. Two
 * of the four files, for the sake of time; {@code rem bench --ask} asks all.
 */
class AccuracyTest {
    private static final Path EXAMPLES = Path.of("../examples");

    private static Map<String, List<Outcome>> outcomes = Map.of();

    @BeforeAll
    static void ask() {
        outcomes = Evaluation.run(QuestionFiles.of(EXAMPLES), List.of("questions.jsonl", "questions-held-out.jsonl"));
    }

    @ParameterizedTest
    @CsvSource({"questions.jsonl, 249, 94", "questions-held-out.jsonl, 140, 86"})
    void mostQuestionsAreAnsweredRightly(String file, int questions, double floorPerCent) {
        List<Outcome> asked = outcomes.getOrDefault(file, List.of());

        assertThat(asked).hasSize(questions);
        assertThat(100.0 * asked.stream().filter(Outcome::right).count() / asked.size())
                .as("per cent of %s", file)
                .isGreaterThanOrEqualTo(floorPerCent);
    }

    /** A plan that cannot be run is a defect, however odd the question. */
    @Test
    void everyQuestionHasAPlanThatRuns() {
        assertThat(outcomes.values())
                .allSatisfy(asked -> assertThat(asked).allSatisfy(outcome -> {
                    assertThat(outcome.failure()).as(outcome.question()).isNull();
                    assertThat(outcome.plan()).as(outcome.question()).isNotNull();
                }));
    }

    /** Who asks sees from the confidence whether to trust the answer. */
    @Test
    void rightAnswersHaveMoreConfidence() {
        List<Outcome> all = outcomes.values().stream().flatMap(List::stream).toList();

        assertThat(confidence(all, true)).isGreaterThan(confidence(all, false) + 0.03);
    }

    private static double confidence(List<Outcome> all, boolean right) {
        return all.stream()
                .filter(outcome -> outcome.right() == right)
                .map(Outcome::plan)
                .mapToDouble(plan -> plan == null ? 0 : plan.confidence())
                .average()
                .orElse(0);
    }

    /** What fewer words of a question were understood for is trusted less. */
    @Test
    void plansAreExplainedWhereTheyAreDoubtful() {
        List<Plan> plans = outcomes.values().stream()
                .flatMap(List::stream)
                .flatMap(outcome -> java.util.stream.Stream.ofNullable(outcome.plan()))
                .toList();

        assertThat(plans)
                .allSatisfy(plan -> assertThat(plan.explanation() == null)
                        .as(plan.query())
                        .isEqualTo(plan.confidence() >= Plan.CONFIDENT));
    }
}
