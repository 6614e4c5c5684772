package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.Row;
import io.remdb.ask.Answer;
import io.remdb.ask.Answer.Stage;
import io.remdb.ask.Ask;
import io.remdb.ask.AskOptions;
import io.remdb.ask.Plan;
import io.remdb.cli.output.EntityRowShape;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.QueryShape;
import io.remdb.json.Json;
import java.util.List;
import java.util.Locale;
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
            "Answers a question in plain language: it becomes a statement, and that is run. Nothing is ever written.",
            "--plan shows the statement, what was understood, and how sure that is, and runs nothing.",
            "What is tried when nothing is found is part of the plan (fallback_queries)."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db ask 'how many articles are there per category?'",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db ask 'show recent programming articles' --plan"
        })
final class AskCommand extends Subcommand {
    @Parameters(paramLabel = "QUESTION", description = "The question; - reads it from stdin.")
    private String question = "";

    @Option(names = "--plan", description = "Shows the plan; nothing is run.")
    private boolean planOnly;

    @Option(names = "--schema", paramLabel = "TABLE", description = "Only this table (default: all).")
    private @Nullable String table;

    @Option(names = "--max-stages", paramLabel = "N", description = "At most so many statements, 1 to 10 (default: 3).")
    private int maxStages = AskOptions.defaults().maxStages();

    @Override
    int run(Invocation invocation) {
        String text = Arguments.orStdin(question, invocation).strip();
        try (RemDatabase database = invocation.open()) {
            long start = System.nanoTime();
            Ask ask = Ask.on(database, options -> options.withTable(table).withMaxStages(maxStages));
            Plan plan = ask.plan(text);
            if (planOnly) {
                invocation.output().object(plan.json());
                return ExitCode.DONE;
            }
            return print(invocation, ask.run(plan), start);
        }
    }

    private static int print(Invocation invocation, Answer answer, long start) {
        String kind = answer.kind().name().toLowerCase(Locale.ROOT);
        ObjectNode more = Json.object();
        more.set("plan", answer.plan().json());
        ArrayNode stages = more.putArray("stages");
        answer.stages().forEach(stage -> stages.add(json(stage)));
        more.put("truncated", answer.cut());
        Envelope envelope = Envelope.ofQuery(answer.query(), kind, start).with(more);
        List<Row> rows = answer.rows();
        if (invocation.output().format() == Format.TABLE) {
            invocation.output().remark(answer.query());
        }
        switch (answer.kind()) {
            case SQL -> invocation.output().rows(envelope, new QueryShape(answer.columns()), rows.iterator());
            case LOOKUP, FUZZY, SEARCH, TRAVERSE ->
                invocation.output().rows(envelope, new EntityRowShape(answer.columns(), rows), rows.iterator());
        }
        if (answer.cut()) {
            invocation.output().remark("There are more rows; 'rem query' with this statement gives all of them");
        }
        if (!rows.isEmpty()) {
            return ExitCode.DONE;
        }
        answer.stages().forEach(stage -> invocation.output().remark("tried, and found nothing: " + stage.query()));
        return ExitCode.NOT_FOUND;
    }

    private static ObjectNode json(Stage stage) {
        ObjectNode json = Json.object();
        json.put("query", stage.query());
        json.put("count", stage.rows());
        json.put("execution_time_ms", stage.elapsedMs());
        if (stage.error() != null) {
            json.put("error", stage.error().getMessage());
        }
        return json;
    }
}
