package io.remdb.bench.ask;

import io.remdb.ask.evaluation.Evaluation;
import io.remdb.ask.evaluation.Evaluation.Outcome;
import io.remdb.ask.evaluation.QuestionFiles;
import io.remdb.json.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many questions of each kind are answered rightly, by the planner that needs no language model.
 *
 * @param sets the outcomes of each file of questions, by what the file is
 */
public record AskReport(Map<String, List<Outcome>> sets) {
    /** The files of questions, by what they are: the planner has seen the first three. */
    private static final Map<String, String> FILES = files();

    private static final double TARGET = 0.85;
    private static final double TARGET_PLAN_MS = 15;
    private static final double MEDIAN = 0.5;
    private static final double HIGH = 0.95;
    private static final double PER_CENT = 100;
    private static final String LINE = "%-24s %6s %6s %9s%n";

    /** The names of the files of questions, by what they are, in the order of the report. */
    public static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("questions that it was made with", "questions.jsonl");
        files.put("questions that it was improved with", "questions-2.jsonl");
        files.put("a third file that it was improved with", "questions-3.jsonl");
        files.put("held out: written when it was done", "questions-held-out.jsonl");
        return files;
    }

    /**
     * Asks all of them.
     *
     * @param folder laid out as {@code examples}; null for the program's own
     */
    public static AskReport run(@Nullable Path folder, PrintStream progress) {
        QuestionFiles files = folder == null ? QuestionFiles.own() : QuestionFiles.of(folder);
        progress.println("  asking the questions of " + FILES.size() + " files");
        Map<String, List<Outcome>> byFile = Evaluation.run(files, List.copyOf(FILES.values()));
        Map<String, List<Outcome>> sets = new LinkedHashMap<>();
        FILES.forEach((what, file) -> sets.put(what, byFile.getOrDefault(file, List.of())));
        return new AskReport(sets);
    }

    /** The table for people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        sets.forEach((what, outcomes) -> {
            text.append(what).append('\n');
            text.append(LINE.formatted("kind", "asked", "right", "per cent"));
            text.append(LINE.formatted("-".repeat(24), "------", "------", "---------"));
            counted(outcomes, Outcome::kind).forEach((kind, count) -> text.append(line(kind, count)));
            counted(outcomes, outcome -> "in " + outcome.domain())
                    .forEach((domain, count) -> text.append(line(domain, count)));
            text.append(line("all", Count.of(outcomes)));
            text.append(String.format(
                    Locale.ROOT,
                    "planning, warm: p50 %.1f ms, p95 %.1f ms (target %.0f ms); target of right answers %.0f %%%n%n",
                    planMs(outcomes, MEDIAN),
                    planMs(outcomes, HIGH),
                    TARGET_PLAN_MS,
                    TARGET * PER_CENT));
        });
        return text.toString();
    }

    /** Everything, each question with its plan. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        sets.forEach((what, outcomes) -> {
            ObjectNode set = json.putObject(what);
            Count all = Count.of(outcomes);
            set.put("asked", all.asked).put("right", all.right);
            ArrayNode questions = set.putArray("questions");
            outcomes.forEach(outcome -> {
                ObjectNode question = questions.addObject();
                question.put("id", outcome.id()).put("kind", outcome.kind()).put("question", outcome.question());
                question.put("right", outcome.right())
                        .put("rows", outcome.rows())
                        .put("plan_ms", outcome.planMs());
                if (outcome.plan() != null) {
                    question.set("plan", outcome.plan().json());
                }
                if (outcome.failure() != null) {
                    question.put("failure", outcome.failure());
                }
            });
        });
        return json;
    }

    private static String line(String name, Count count) {
        return String.format(
                Locale.ROOT,
                "%-24s %6d %6d %9.1f%n",
                name,
                count.asked,
                count.right,
                PER_CENT * count.right / count.asked);
    }

    private static Map<String, Count> counted(List<Outcome> outcomes, Function<Outcome, String> by) {
        Map<String, List<Outcome>> groups = new TreeMap<>();
        outcomes.forEach(outcome -> groups.computeIfAbsent(by.apply(outcome), ignored -> new ArrayList<>())
                .add(outcome));
        Map<String, Count> counts = new TreeMap<>();
        groups.forEach((name, group) -> counts.put(name, Count.of(group)));
        return counts;
    }

    private static double planMs(List<Outcome> outcomes, double quantile) {
        List<Double> sorted = outcomes.stream()
                .map(Outcome::planMs)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1, Math.round(quantile * (sorted.size() - 1))));
    }

    private record Count(int asked, int right) {
        static Count of(List<Outcome> outcomes) {
            return new Count(outcomes.size(), (int)
                    outcomes.stream().filter(Outcome::right).count());
        }
    }
}
