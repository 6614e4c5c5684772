package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures whole commands: from the start of the process to its end, as a person or an agent waits for them. */
final class CommandTimes {
    /** What a person hardly notices; milliseconds on an idle machine with the files in memory. */
    private static final int GET_ALONE_MS = 450;

    private static final int GET_MS = 250;
    private static final int SEARCH_MS = 300;

    private static final int WARM_UPS = 3;
    private static final String SCHEMA = """
            title: Note
            description: A short text that is searched by meaning
            version: 1.0.0
            short_name: notes
            type: object
            properties:
              title: {type: string, description: Names the row}
              content: {type: string, description: The text}
            required: [title, content]
            json_schema_extra:
              embedding_fields: [content]
              key_field: title
            """;
    private static final String ROW = "{\"title\": \"Ownership in Rust\", \"content\": \"Every value has one owner.\"}";

    private final WholeCommand command;
    private final int runs;
    private final PrintStream progress;

    /**
     * One row of the table.
     *
     * @param operation what was run
     * @param runs how often, after the warm-ups
     * @param wallMs median, milliseconds
     * @param cpuMs median of user and system time, milliseconds
     * @param targetMs what the wall time should be at most; null where none is set
     */
    record Row(
            String operation,
            int runs,
            double wallMs,
            double cpuMs,
            @Nullable Integer targetMs) {
        /** Whether it is as fast as it should be; also where nothing is set. */
        boolean met() {
            return targetMs == null || wallMs <= targetMs;
        }
    }

    private CommandTimes(WholeCommand command, int runs, PrintStream progress) {
        this.command = command;
        this.runs = runs;
        this.progress = progress;
    }

    /** Measures all, in a temporary folder. */
    static CommandReport report(int runs, PrintStream progress) {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path home;
        try {
            home = Files.createTempDirectory("rem-bench");
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "No temporary folder can be made", e);
        }
        try {
            WholeCommand command = WholeCommand.here(home);
            List<Row> rows = new CommandTimes(command, runs, progress).run();
            return new CommandReport(begin, command.launched(), Machine.description(), rows);
        } finally {
            Runner.remove(home);
        }
    }

    private List<Row> run() {
        Path schema = command.home().resolve("notes.schema.yaml");
        try {
            Files.writeString(schema, SCHEMA);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The schema cannot be written", e).with("file", schema);
        }
        command.run("init");
        try {
            command.run("schema", "add", schema.toString());
            String inserted = command.run("insert", "notes", ROW).output();
            return measured(Json.parseObject(inserted).path("id").asString());
        } finally {
            command.run("daemon", "stop");
        }
    }

    private List<Row> measured(String id) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("--version", null, () -> command.run("--version")));
        rows.add(row("get, through an owner", GET_MS, () -> command.run("get", id)));
        rows.add(row("count, through an owner", null, () -> command.run("count", "notes")));
        rows.add(row(
                "search, through an owner", SEARCH_MS, () -> command.run("search", "memory safety", "--schema=notes")));
        rows.add(row("insert, through an owner", null, () -> command.run("insert", "notes", ROW)));
        if (command.launched()) {
            // What is above is run by the owner; without a way there, a JVM of the command's own asks it for the rows.
            rows.add(row("get, a JVM of its own", null, () -> command.runAsClient("get", id)));
            rows.add(row(
                    "search, a JVM of its own",
                    null,
                    () -> command.runAsClient("search", "memory safety", "--schema=notes")));
        }
        rows.add(row("get that starts the owner", null, () -> {
            command.run("daemon", "stop");
            return command.run("get", id);
        }));
        command.run("daemon", "stop");
        rows.add(row("get, without an owner", GET_ALONE_MS, () -> command.run("--no-daemon", "get", id)));
        return rows;
    }

    private Row row(String operation, @Nullable Integer targetMs, Supplier<WholeCommand.Run> run) {
        progress.println("  " + operation);
        progress.flush();
        for (int i = 0; i < Math.min(WARM_UPS, runs); i++) {
            var _ = run.get();
        }
        double[] wall = new double[runs];
        double[] cpu = new double[runs];
        for (int i = 0; i < runs; i++) {
            WholeCommand.Run done = run.get();
            wall[i] = done.wallMs();
            cpu[i] = done.cpuMs();
        }
        return new Row(operation, runs, Timing.median(wall), Timing.median(cpu), targetMs);
    }
}
