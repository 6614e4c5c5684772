package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.ask.Answer;
import io.remdb.ask.Answer.Stage;
import io.remdb.ask.Ask;
import io.remdb.ask.AskOptions;
import io.remdb.ask.Plan;
import io.remdb.ask.llm.AnswerWriter;
import io.remdb.ask.llm.LlmPlanner;
import io.remdb.cli.output.EntityRowShape;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.QueryShape;
import io.remdb.cli.output.Text;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem ask}. */
@Command(
        name = "ask",
        addMethodSubcommands = false,
        description = {
            "Answers a question in plain language: it becomes a statement, and that is run.",
            "Nothing is ever written. --plan shows the statement, what was understood, and how sure that is, and runs nothing.",
            "What is tried when nothing is found is part of the plan (fallback_queries).",
            "With a language model (--llm, P8_DEFAULT_LLM) that plans; it is told the schema, some values of short fields and",
            "the question. Where it fails, the plan is made here, and says so. --answer has it read the rows, too."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db ask 'how many articles are there per category?'",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db ask 'show recent programming articles' --plan"
        })
final class AskCommand extends Subcommand {
    private static final Set<String> SERVICES = Set.of("openai", "anthropic", "ollama");

    @Parameters(paramLabel = "QUESTION", description = "The question; - reads it from stdin.")
    private String question = "";

    @Option(names = "--plan", description = "Shows the plan; nothing is run.")
    private boolean planOnly;

    @Option(names = "--schema", paramLabel = "TABLE", description = "Only this table (default: all).")
    private @Nullable String table;

    @Option(
            names = "--llm",
            paramLabel = "MODEL",
            description =
                    "Who plans: local, openai:<model>, anthropic:<model> or ollama:<model> (default: P8_DEFAULT_LLM).")
    private @Nullable String languageModel;

    @Option(
            names = "--answer",
            description = "The language model also puts what was found into words, with the ids of the rows.")
    private boolean inWords;

    @Option(names = "--max-stages", paramLabel = "N", description = "At most so many statements, 1 to 10 (default: 3).")
    private int maxStages = AskOptions.defaults().maxStages();

    @Override
    int run(Invocation invocation) {
        String text = Arguments.orStdin(question, invocation).strip();
        AskOptions options = AskOptions.defaults().withTable(table).withMaxStages(maxStages);
        RemConfig config = invocation.config();
        String name = languageModel == null ? config.languageModels().defaultModel() : languageModel;
        if (planOnly && inWords) {
            throw new RemException(
                            ErrorCode.INVALID_ARGUMENT, "--plan runs nothing, so that --answer has nothing to read")
                    .hint("Leave one of them out");
        }
        LanguageModel model = open(name, config);
        if (inWords && model == null) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "An answer in words needs a language model")
                    .with("llm", name)
                    .hint("Name one with --llm or P8_DEFAULT_LLM, such as openai:gpt-4.1, or leave --answer out");
        }
        try (model;
                RemDatabase database = invocation.open()) {
            return run(invocation, text, database, model, options);
        }
    }

    /** What stands on the command line is wrong usage; what stands in the settings is a wrong setting. */
    private @Nullable LanguageModel open(String name, RemConfig config) {
        if (SERVICES.contains(name)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A service has many language models")
                    .with("llm", name)
                    .hint("Name one of them, such as openai:gpt-4.1");
        }
        try {
            return LanguageModels.open(name, config).orElse(null);
        } catch (RemException e) {
            if (languageModel == null || e.code() != ErrorCode.UNKNOWN_MODEL) {
                throw e;
            }
            RemException usage = new RemException(ErrorCode.INVALID_ARGUMENT, "There is no such language model", e)
                    .with("llm", name);
            e.hint().ifPresent(usage::hint);
            throw usage;
        }
    }

    private int run(
            Invocation invocation,
            String text,
            RemDatabase database,
            @Nullable LanguageModel model,
            AskOptions options) {
        long start = System.nanoTime();
        Ask ask = model == null
                ? Ask.on(database, _ -> options)
                : Ask.on(
                        database,
                        new LlmPlanner(database, model, invocation.config().languageModels()),
                        _ -> options);
        Plan plan = ask.plan(text);
        if (plan.note() != null) {
            invocation.output().remark(Text.printable(plan.note()));
        }
        if (planOnly) {
            invocation.output().object(plan.json());
            return ExitCode.DONE;
        }
        Answer answer = ask.run(plan);
        ObjectNode words = inWords && model != null ? words(invocation, text, answer, model) : null;
        return print(invocation, answer, words, start);
    }

    /** The rows are an answer too: where nobody puts them into words, that is a remark. */
    private static @Nullable ObjectNode words(Invocation invocation, String text, Answer answer, LanguageModel model) {
        try {
            return new AnswerWriter(model).write(text, answer).json();
        } catch (RemException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            invocation.output().remark("There is no answer in words: " + e.getMessage());
            return null;
        }
    }

    private static int print(Invocation invocation, Answer answer, @Nullable ObjectNode words, long start) {
        String kind = answer.kind().name().toLowerCase(Locale.ROOT);
        ObjectNode more = Json.object();
        more.set("plan", answer.plan().json());
        ArrayNode stages = more.putArray("stages");
        answer.stages().forEach(stage -> stages.add(json(stage)));
        more.put("truncated", answer.cut());
        if (words != null) {
            more.set("answer", words);
        }
        Envelope envelope = Envelope.ofQuery(answer.query(), kind, start).with(more);
        List<Row> rows = answer.rows();
        if (invocation.output().format() == Format.TABLE) {
            invocation.output().remark(answer.query());
        }
        doubt(invocation, answer.plan());
        if (words != null) {
            say(invocation, words);
        }
        answer.stages().forEach(stage -> remark(invocation, stage));
        switch (answer.kind()) {
            case SQL -> invocation.output().rows(envelope, new QueryShape(answer.columns()), rows.iterator());
            case LOOKUP, FUZZY, SEARCH, TRAVERSE ->
                invocation.output().rows(envelope, new EntityRowShape(answer.columns(), rows), rows.iterator());
        }
        if (answer.cut()) {
            invocation.output().remark("There are more rows; 'rem query' with this statement gives all of them");
        }
        return rows.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.DONE;
    }

    /** How sure the plan is, where it is not, or has left words out: JSON has the plan itself. */
    private static void doubt(Invocation invocation, Plan plan) {
        Format format = invocation.output().format();
        if (format == Format.JSON || format == Format.YAML) {
            return;
        }
        String confidence = String.format(Locale.ROOT, " (confidence %.2f)", plan.confidence());
        if (plan.explanation() != null) {
            invocation.output().remark("not sure that this is the answer: " + plan.explanation() + confidence);
        } else {
            plan.notUnderstood()
                    .ifPresent(words -> invocation.output().remark(Plan.NOT_UNDERSTOOD + words + confidence));
        }
    }

    /** The answer in words: above a table; beside rows that are data alone; JSON has it among its own. */
    private static void say(Invocation invocation, ObjectNode words) {
        String[] lines = words.path("text").asString().split("\\R");
        switch (invocation.output().format()) {
            // A model's text is no more to be trusted than a stored one: it must not command the terminal.
            case TABLE ->
                invocation
                        .output()
                        .text(Arrays.stream(lines).map(Text::printable).collect(Collectors.joining("\n")));
            case JSONL, CSV -> Arrays.stream(lines).forEach(invocation.output()::remark);
            case JSON, YAML -> {
                return;
            }
        }
        if (words.hasNonNull("note")) {
            invocation.output().remark(words.path("note").asString());
        }
    }

    /** What came of a statement, where that was not an answer. */
    private static void remark(Invocation invocation, Stage stage) {
        if (stage.error() != null) {
            invocation.output().remark("tried, and it failed (" + stage.error().getMessage() + "): " + stage.query());
        } else if (stage.rows() == 0) {
            invocation.output().remark("tried, and found nothing: " + stage.query());
        } else if (stage.hardlyAlike()) {
            invocation.output().remark("what was found is hardly like the question: " + stage.query());
        }
    }

    private static ObjectNode json(Stage stage) {
        ObjectNode json = Json.object();
        json.put("query", stage.query());
        json.put("count", stage.rows());
        json.put("execution_time_ms", stage.elapsedMs());
        if (stage.hardlyAlike()) {
            json.put("low_quality", true);
        }
        if (stage.error() != null) {
            json.put("error", stage.error().getMessage());
        }
        return json;
    }
}
