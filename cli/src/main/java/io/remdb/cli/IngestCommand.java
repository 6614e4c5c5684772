package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.FileResultShape;
import io.remdb.cli.output.IngestBar;
import io.remdb.ingest.FileResult;
import io.remdb.ingest.IngestOptions;
import io.remdb.ingest.IngestRun;
import io.remdb.ingest.IngestTotals;
import io.remdb.ingest.Ingester;
import io.remdb.json.Json;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem ingest}. */
@Command(
        name = "ingest",
        addMethodSubcommands = false,
        description = {
            "Takes in files and folders: each file as a whole, and its text in chunks.",
            "Chunks are found by meaning and by words.",
            "A file that has not changed is not read again; one that has is replaced. A run that was stopped is completed by the next."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db ingest ${sys:java.io.tmpdir}/rem-demo/tides.md",
            "  echo 'The moon pulls at the sea.' | ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db"
                    + " ingest - --tags=sea,moon"
        })
final class IngestCommand extends Subcommand {
    private static final String STDIN = "-";

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Files, folders with all below them, file:// addresses; - for stdin.")
    private List<String> places = List.of();

    @Option(
            names = "--schema",
            paramLabel = "TABLE",
            description =
                    "The table for chunks, and for the rows of JSONL and JSON lists (default: resources, chunks only).")
    private @Nullable String schema;

    @Option(names = "--category", paramLabel = "TEXT", description = "The category of the documents and chunks.")
    private @Nullable String category;

    @Option(names = "--tags", paramLabel = "A,B", split = ",", description = "Their tags.")
    private List<String> tags = List.of();

    @Option(
            names = "--metadata",
            paramLabel = "JSON",
            description = "What else is known of them: fills fields of these names, and metadata with the others.")
    private String metadata = "{}";

    @Option(
            names = "--active-start",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "From when the content holds, such as 2026-03-01T00:00:00Z.")
    private @Nullable Instant activeStart;

    @Option(
            names = "--active-end",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "Until when the content holds.")
    private @Nullable Instant activeEnd;

    @Option(
            names = "--chunk-size",
            paramLabel = "N",
            description = "At most so many tokens of the table's model in a chunk (default: 200).")
    private int chunkSize = IngestOptions.DEFAULT_CHUNK_SIZE;

    @Option(
            names = "--chunk-overlap",
            paramLabel = "N",
            description = "At most so many tokens that a chunk repeats of the one before (default: 30).")
    private int chunkOverlap = IngestOptions.DEFAULT_CHUNK_OVERLAP;

    @Override
    int run(Invocation invocation) {
        ObjectNode said = metadata();
        if (places.contains(STDIN) && invocation.streams().terminal().input()) {
            invocation.output().remark("Reading a text from the terminal; Ctrl-D ends it");
        }
        try (RemDatabase database = invocation.open();
                IngestBar bar = new IngestBar(invocation.output())) {
            IngestOptions options = IngestOptions.DEFAULTS
                    .withSchema(schema)
                    .describing(category, tags, said)
                    .active(activeStart, activeEnd)
                    .withChunks(chunkSize, chunkOverlap)
                    .withInput(invocation.input())
                    .withProgress(bar);
            try (IngestRun run = new Ingester(database, invocation.config()).start(places, options)) {
                invocation.interruption().react(run::stop);
                return report(invocation, run, bar);
            }
        }
    }

    private ObjectNode metadata() {
        try {
            return Json.parseObject(metadata);
        } catch (RemException e) {
            throw wrongUsage("--metadata is not a JSON object: " + e.getMessage());
        }
    }

    private static int report(Invocation invocation, IngestRun run, IngestBar bar) {
        FileResultShape shape = new FileResultShape();
        Iterator<FileResult> results = bar.hiddenWhile(run);
        invocation.output().rows(Envelope.ofList(() -> FileResultShape.totals(run.totals())), shape, results);
        bar.close();
        IngestTotals totals = run.totals();
        if (run.stopped()) {
            invocation
                    .output()
                    .remark(String.format(
                            Locale.ROOT,
                            "Interrupted: %,d of %,d files were done; run it again for the rest",
                            totals.files(),
                            run.totalFiles()));
            return ExitCode.INTERRUPTED;
        }
        invocation.output().remark(summary(totals));
        return totals.failed() > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static String summary(IngestTotals totals) {
        StringBuilder summary = new StringBuilder();
        append(summary, totals.created(), "created");
        append(summary, totals.replaced(), "replaced");
        append(summary, totals.unchanged(), "unchanged");
        append(summary, totals.failed(), "failed");
        append(summary, totals.passedOver(), "passed over");
        return counted(totals.files(), "file")
                + summary
                + "; "
                + counted(totals.chunks(), "chunk")
                + (totals.rows() > 0 ? ", " + counted(totals.rows(), "row") : "");
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static void append(StringBuilder summary, long count, String what) {
        if (count > 0) {
            summary.append(summary.isEmpty() ? ": " : ", ").append(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}
