package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.bench.ask.AskReport;
import io.remdb.bench.dream.DreamBenchReport;
import io.remdb.bench.replication.ReplicationBench;
import io.remdb.bench.replication.ReplicationFigures;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem bench}: reads the arguments, runs the measurements, prints one table. */
public final class BenchCommandLine {
    private static final String TO_STANDARD_OUTPUT = "-";
    private static final int DEFAULT_RUNS = 20;
    private static final int MOST_RUNS = 1_000;
    private static final int OPERATIONS_ROWS = 100_000;

    private BenchCommandLine() {}

    /**
     * Runs {@code rem bench}.
     *
     * @param arguments what stands after {@code bench}
     * @param out takes the table, or the JSON
     * @param err takes progress and errors
     * @return 0 when everything was measured, 1 when something failed, 2 for wrong usage
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        return run(arguments, out, err, Settings.FEWEST_ROWS, Pace.FULL);
    }

    /** The same for fewer rows and less time than figures need. */
    static int run(List<String> arguments, PrintStream out, PrintStream err, int fewestRows, Pace pace) {
        Arguments command = new Arguments(out, err, fewestRows, pace);
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, err))
                .execute(arguments.toArray(String[]::new));
    }

    private static int explain(Exception failure, PrintStream err) throws Exception {
        if (!(failure instanceof RemException error)) {
            throw failure;
        }
        err.println("error[" + error.code() + "]: " + error.getMessage());
        error.hint().ifPresent(hint -> err.println("hint: " + hint));
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "rem bench",
            description = "Measures the database on this machine and prints one table.",
            sortOptions = false,
            usageHelpAutoWidth = true,
            footer = {
                "",
                "Examples:",
                "  rem bench                                        everything, at 10,000 rows: some minutes",
                "  rem bench --rows 100000 --json figures.json      the table, and the same as JSON in a file",
                "  rem bench --only get,sql,vector-search           some of it",
                "  rem bench --rows 1000000 --db /data/bench        keeps the rows; the next run uses them",
                "  rem bench --cli                                  whole commands as processes, from start to end",
                "  rem bench --ask                                  questions in plain language: how many are answered rightly",
                "  rem bench --dream                                weeks of people who do not exist: how well they are understood",
                "  rem bench --replication                          what replicas cost the writers, and how far behind they are",
                "  rem bench --operations                           backup, restore and verification, at 100,000 rows",
                "  rem bench --only retrieval --cisi data/cisi      search quality on a judged collection",
                "  rem bench --plot plots --from a.json,b.json      how figures grow with the rows, drawn from reports as SVG"
            })
    private static final class Arguments implements Callable<Integer> {
        private final PrintStream out;
        private final PrintStream err;
        private final int fewestRows;
        private final Pace pace;

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Option(
                names = "--rows",
                paramLabel = "N",
                description = "Rows of each table, 10,000 to 1,000,000 (default 10,000; with --operations 100,000)")
        private @Nullable Integer rows;

        @Option(
                names = "--json",
                paramLabel = "FILE",
                description = "Writes the report as JSON too; - prints JSON instead of the table")
        private @Nullable String json;

        @Option(
                names = "--db",
                paramLabel = "FOLDER",
                description = "Keeps the database here (default: a temporary folder, removed)")
        private @Nullable Path database;

        @Option(
                names = "--cisi",
                paramLabel = "FOLDER",
                description = "A judged collection (docs.jsonl, queries.jsonl, qrels.tsv), for search quality")
        private @Nullable Path collection;

        @Option(
                names = "--only",
                paramLabel = "NAME",
                split = ",",
                description = "Only these measurements, separated by commas: ${COMPLETION-CANDIDATES}",
                completionCandidates = Names.class)
        private List<String> only = List.of();

        @Option(names = "--seed", paramLabel = "N", description = "Of rows, texts and accesses (default 20260101)")
        private long seed = Settings.DEFAULT_SEED;

        @Option(names = "--encrypted", description = "Measures an encrypted database; compare with a run without")
        private boolean encrypted;

        @Option(
                names = "--cli",
                description =
                        "Measures whole commands as processes instead, on a database of their own; takes --runs and --json")
        private boolean commands;

        @Option(
                names = "--ask",
                description =
                        "Asks questions in plain language instead, and counts the right answers; takes --questions and --json")
        private boolean questions;

        @Option(
                names = "--dream",
                description =
                        "Dreams about weeks of people instead, and compares with what a reader says; takes --weeks and --json")
        private boolean dreams;

        @Option(
                names = "--replication",
                description = "Measures a primary and replicas in processes of their own instead; takes --json")
        private boolean replication;

        @Option(
                names = "--operations",
                description =
                        "Backs up a table, again after a change, verifies and restores it instead; takes --rows, --seed, --encrypted and --json")
        private boolean operations;

        @Option(
                names = "--weeks",
                paramLabel = "FOLDER",
                description = "Other weeks than the program's own, laid out as the folder examples is")
        private @Nullable Path weekFolder;

        @Option(
                names = "--questions",
                paramLabel = "FOLDER",
                description = "Other questions than the program's own, laid out as the folder examples is")
        private @Nullable Path questionFolder;

        @Option(
                names = "--plot",
                paramLabel = "FOLDER",
                description =
                        "Measures nothing, but draws the reports of --from into this folder: SVG files, figures by rows")
        private @Nullable Path plotFolder;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                split = ",",
                description =
                        "Reports of --json for --plot, separated by commas: of one machine, each with another number of rows")
        private List<Path> reports = List.of();

        @Option(names = "--runs", paramLabel = "N", description = "Of each command, 1 to 1,000 (default 20)")
        private @Nullable Integer runs;

        @Option(names = "--help", usageHelp = true, description = "Prints this")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        Arguments(PrintStream out, PrintStream err, int fewestRows, Pace pace) {
            this.out = out;
            this.err = err;
            this.fewestRows = fewestRows;
            this.pace = pace;
        }

        @Override
        public Integer call() {
            check();
            if (plotFolder != null) {
                GrowthPlots.draw(reports, plotFolder).forEach(out::println);
                return CommandLine.ExitCode.OK;
            }
            if (commands) {
                CommandReport report = CommandTimes.report(runs == null ? DEFAULT_RUNS : runs, err);
                print(report.text(), report.json());
                return CommandLine.ExitCode.OK;
            }
            if (questions) {
                AskReport report = AskReport.run(questionFolder, err);
                print(report.text(), report.json());
                return CommandLine.ExitCode.OK;
            }
            if (dreams) {
                DreamBenchReport report = DreamBenchReport.run(weekFolder, err);
                print(report.text(), report.json());
                return CommandLine.ExitCode.OK;
            }
            if (replication) {
                ReplicationFigures figures = replicated();
                print(figures.text(), figures.json());
                return CommandLine.ExitCode.OK;
            }
            if (operations) {
                int many = rows == null ? Math.max(fewestRows, OPERATIONS_ROWS) : rows;
                OperationsReport report =
                        OperationTimes.report(new Settings(many, seed, null, null, List.of(), encrypted, pace), err);
                print(report.text(), report.json());
                return CommandLine.ExitCode.OK;
            }
            Settings settings = new Settings(rows(), seed, database, collection, only, encrypted, pace);
            Report report = new Runner(settings, Measurements.chosen(only), err).run();
            print(TextReport.of(report), JsonReport.of(report));
            return report.failed() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }

        private ReplicationFigures replicated() {
            Path folder;
            try {
                folder = Files.createTempDirectory("rem-bench");
            } catch (IOException e) {
                throw new RemException(ErrorCode.IO_ERROR, "No temporary folder can be made", e);
            }
            try {
                return ReplicationBench.run(ReplicationBench.Effort.FULL, folder, err);
            } finally {
                Runner.remove(folder);
            }
        }

        private int rows() {
            return rows == null ? fewestRows : rows;
        }

        private void print(String text, ObjectNode figures) {
            String file = json;
            if (TO_STANDARD_OUTPUT.equals(file)) {
                out.println(pretty(figures));
            } else {
                out.print(text);
                if (file != null) {
                    write(Path.of(file), pretty(figures));
                }
            }
            out.flush();
        }

        private void check() {
            checkPlot();
            boolean others = database != null
                    || collection != null
                    || !only.isEmpty()
                    || encrypted
                    || rows != null
                    || operations
                    || seed != Settings.DEFAULT_SEED;
            if (commands && others) {
                throw wrong("--cli takes --runs and --json, and no other option");
            }
            if (questions && (others || commands)) {
                throw wrong("--ask takes --questions and --json, and no other option");
            }
            if (dreams && (others || commands || questions)) {
                throw wrong("--dream takes --weeks and --json, and no other option");
            }
            if (replication && (others || commands || questions || dreams)) {
                throw wrong("--replication takes --json, and no other option");
            }
            if (operations && (database != null || collection != null || !only.isEmpty())) {
                throw wrong("--operations takes --rows, --seed, --encrypted and --json, and no other option");
            }
            if (weekFolder != null && !dreams) {
                throw wrong("--weeks goes with --dream");
            }
            if (questionFolder != null && !questions) {
                throw wrong("--questions goes with --ask");
            }
            if (encrypted && database != null) {
                throw wrong("--encrypted takes no --db: its keys are gone with the run");
            }
            if (runs != null && (!commands || runs < 1 || runs > MOST_RUNS)) {
                throw wrong("--runs takes 1 to %,d, and goes with --cli".formatted(MOST_RUNS));
            }
            if (rows() < fewestRows || rows() > Settings.MOST_ROWS) {
                throw wrong("--rows takes %,d to %,d".formatted(fewestRows, Settings.MOST_ROWS));
            }
            List<String> names = Measurements.names();
            for (String name : only) {
                if (!names.contains(name)) {
                    throw wrong("There is no measurement named '" + name + "'; there are: " + String.join(", ", names));
                }
            }
        }

        private void checkPlot() {
            if (plotFolder == null && reports.isEmpty()) {
                return;
            }
            if (plotFolder == null) {
                throw wrong("--from goes with --plot");
            }
            if (reports.isEmpty()) {
                throw wrong("--plot needs the reports that it draws: --from FILE[,FILE...]");
            }
            if (given().anyMatch(option -> !option.equals("--plot") && !option.equals("--from"))) {
                throw wrong("--plot takes --from, and no other option");
            }
        }

        /** The names of the options that the command line has, whatever their values. */
        private Stream<String> given() {
            return spec == null
                    ? Stream.empty()
                    : spec.commandLine().getParseResult().matchedOptions().stream()
                            .map(CommandLine.Model.OptionSpec::longestName);
        }

        private ParameterException wrong(String message) {
            if (spec == null) {
                throw new IllegalStateException(message);
            }
            return new ParameterException(spec.commandLine(), message);
        }

        private static String pretty(ObjectNode figures) {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures);
        }

        private static void write(Path file, String text) {
            try {
                Files.writeString(file, text + "\n");
            } catch (IOException e) {
                throw new RemException(ErrorCode.IO_ERROR, "The report cannot be written", e).with("file", file);
            }
        }
    }

    /** What {@code --only} takes. */
    private static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Measurements.names().iterator();
        }
    }
}
