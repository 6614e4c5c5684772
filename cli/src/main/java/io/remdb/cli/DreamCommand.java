package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.Output;
import io.remdb.cli.output.ProgressBar;
import io.remdb.cli.output.Text;
import io.remdb.config.RemConfig;
import io.remdb.dream.Dream;
import io.remdb.dream.DreamOptions;
import io.remdb.dream.DreamOptions.Scope;
import io.remdb.dream.DreamOptions.Writing;
import io.remdb.dream.DreamReport;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.describe.MomentType;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem dream}. */
@Command(
        name = "dream",
        addMethodSubcommands = false,
        description = {
            "Reads what happened and writes down what it meant.",
            "That is moments of sessions, messages and resources, links, themes, summaries.",
            "The same time gives the same moments, so that it can be repeated; what a person wrote is not changed.",
            "Without a language model all is done here; with one (--llm, P8_DEFAULT_LLM) it is told the messages, and describes the moments.",
            "--dry-run writes nothing; rem dream undo takes a run back."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db dream --lookback-hours 48 --dry-run",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db dream --start 2026-03-09 --end 2026-03-15 --verbose"
        },
        subcommands = DreamUndoCommand.class)
final class DreamCommand extends Subcommand {
    private static final int DEFAULT_HOURS = 24;
    private static final int MOST_HOURS = 24 * 366 * 100;
    private static final int MOST_MINUTES = 24 * 60;

    @Option(names = "--lookback-hours", paramLabel = "N", description = "The last N hours (default: 24).")
    private @Nullable Integer lookbackHours;

    @Option(
            names = "--start",
            paramLabel = "D",
            converter = DateOrTime.Converter.class,
            description = "From this day or time on, such as 2026-03-09 or 2026-03-09T08:00.")
    private @Nullable DateOrTime start;

    @Option(
            names = "--end",
            paramLabel = "D",
            converter = DateOrTime.Converter.class,
            description = "Until this time, or the end of this day (default: now).")
    private @Nullable DateOrTime end;

    @Option(names = "--dry-run", description = "Shows what would be written, and writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--llm",
            paramLabel = "MODEL",
            description =
                    "Who describes: local, openai:<model>, anthropic:<model> or ollama:<model> (default: P8_DEFAULT_LLM).")
    private @Nullable String languageModel;

    @Option(names = "--output", paramLabel = "FILE", description = "Writes the report there too, as JSON.")
    private @Nullable Path output;

    @Option(names = "--summary-only", description = "Writes summaries only: no moments, links and themes.")
    private boolean summaryOnly;

    @Option(
            names = "--moment-types",
            paramLabel = "A,B",
            split = ",",
            description = "Only moments of these kinds, such as learning,planning (default: all).")
    private List<String> momentTypes = List.of();

    @Option(
            names = "--min-duration-minutes",
            paramLabel = "N",
            description = "Shorter activities are joined to a neighbour, or left out (default: 0).")
    private int minDurationMinutes;

    @Option(names = "--debug", description = "Says on stderr what is found and decided on the way.")
    private boolean debug;

    @Override
    Map<String, String> optionsOfSettings() {
        return Map.of("moment_type", "--moment-types");
    }

    @Override
    int run(Invocation invocation) {
        check();
        RemConfig config = invocation.config();
        String name = languageModel == null ? config.languageModels().defaultModel() : languageModel;
        try (LanguageModel model =
                        LanguageModels.open(name, config, LanguageModels.BULK).orElse(null);
                RemDatabase database = invocation.open()) {
            DreamReport report;
            try (ProgressBar bar = new ProgressBar(invocation.output(), "dreaming")) {
                report = Dream.on(database, config)
                        .describedBy(model)
                        .options(defaults -> options(defaults, invocation, bar))
                        .run();
            }
            return print(invocation, report);
        }
    }

    private void check() {
        if (lookbackHours != null && start != null) {
            throw wrongUsage("A window has a --start or --lookback-hours, not both");
        }
        if (lookbackHours != null && (lookbackHours < 1 || lookbackHours > MOST_HOURS)) {
            throw wrongUsage(String.format(Locale.ROOT, "--lookback-hours takes 1 to %,d", MOST_HOURS));
        }
        if (minDurationMinutes < 0 || minDurationMinutes > MOST_MINUTES) {
            throw wrongUsage(String.format(Locale.ROOT, "--min-duration-minutes takes 0 to %,d", MOST_MINUTES));
        }
    }

    private DreamOptions options(DreamOptions defaults, Invocation invocation, ProgressBar bar) {
        ZoneId zone = ZoneId.systemDefault();
        Set<MomentType> types = new LinkedHashSet<>();
        momentTypes.forEach(type -> types.add(MomentType.of(type)));
        return defaults.withWindow(start == null ? null : start.start(zone), end == null ? null : end.end(zone))
                .withLookback(Duration.ofHours(lookbackHours == null ? DEFAULT_HOURS : lookbackHours))
                .withScope(summaryOnly ? Scope.SUMMARIES : Scope.EVERYTHING)
                .withWriting(dryRun ? Writing.DRY_RUN : Writing.WRITTEN)
                .withMomentTypes(types)
                .withShortest(Duration.ofMinutes(minDurationMinutes))
                .withProgress(bar)
                .withTrace(line -> trace(invocation.output(), line))
                .withStopped(stopping(invocation));
    }

    private void trace(Output output, String line) {
        if (debug) {
            output.remark(line);
        }
    }

    /** Ctrl-C ends it between two activities. */
    private static BooleanSupplier stopping(Invocation invocation) {
        invocation.interruption().react(() -> {});
        return invocation.interruption()::requested;
    }

    private int print(Invocation invocation, DreamReport report) {
        ObjectNode json = report.json();
        if (output != null) {
            write(output, json);
        }
        if (invocation.output().format() == Format.TABLE) {
            if (invocation.verbose()) {
                report.moments().forEach(moment -> say(invocation, lines(moment)));
                report.summaries().forEach(summary -> say(invocation, summary.name() + "\n" + summary.text() + "\n"));
            }
            invocation.output().object(totals(report));
        } else {
            invocation.output().object(json);
        }
        report.problems().forEach(problem -> invocation.output().remark("warning: " + problem));
        if (report.stopped()) {
            invocation.output().remark("Interrupted: what is done is kept; run it again for the rest");
            return ExitCode.INTERRUPTED;
        }
        return ExitCode.DONE;
    }

    /** What somebody has said, or a model, is no more to be trusted than other stored texts: it must not command the terminal. */
    private static void say(Invocation invocation, String lines) {
        invocation.output().text(lines.lines().map(Text::printable).collect(Collectors.joining("\n")) + "\n");
    }

    private static String lines(Moment moment) {
        StringBuilder lines = new StringBuilder(moment.name())
                .append("  [")
                .append(moment.description().type().text())
                .append("] ")
                .append(moment.action().name().toLowerCase(Locale.ROOT));
        append(lines, "tags", moment.description().tags());
        append(lines, "moods", moment.description().emotionTags());
        append(lines, "people", moment.description().people());
        return lines.append("\n    ")
                .append(moment.description().summary())
                .append('\n')
                .toString();
    }

    private static void append(StringBuilder lines, String label, List<String> values) {
        if (!values.isEmpty()) {
            lines.append("\n    ").append(label).append(": ").append(String.join(", ", values));
        }
    }

    private static ObjectNode totals(DreamReport report) {
        ObjectNode totals = Json.object();
        totals.put("run", report.runId());
        totals.put("window", report.window().start() + " to " + report.window().end());
        totals.put("written", report.written());
        totals.put("read", report.items());
        totals.put(
                "moments",
                report.moments().size() + ": " + report.count(Action.CREATED) + " created, "
                        + report.count(Action.UPDATED)
                        + " updated, " + report.count(Action.UNCHANGED) + " unchanged, " + report.removed()
                        + " removed, "
                        + report.kept() + " kept");
        totals.put("edges", report.edgeCount());
        totals.put("themes", report.themes().size());
        totals.put("summaries", report.summaries().size());
        totals.put("described by", report.model());
        if (report.usage() != null) {
            totals.put("language model", Json.text(report.usage().json()));
        }
        totals.put("duration_ms", report.durationMs());
        return totals;
    }

    private static void write(Path file, ObjectNode json) {
        try {
            Files.writeString(
                    file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The report cannot be written", e)
                    .with("file", file)
                    .with("reason", IoProblem.ofWriting(file, e))
                    .hint("The run itself is done; give another file, or leave --output out");
        }
    }
}
