package io.remdb.cli;

import io.remdb.cli.output.ClosedPipeException;
import io.remdb.cli.output.Terminal;
import io.remdb.spi.WriteRequest;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.TypeConversionException;

/** The way in. */
public final class Rem {
    /** The property that names the request of a command that another process may have run already. */
    private static final String REQUEST = "rem.request";

    private Rem() {}

    /** Runs the command line of this process and ends it. */
    public static void main(String[] arguments) {
        EarlyStart.of(CommandWords.of(List.of(arguments)));
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::requestAndWait, "ctrl-c"));
        int exitCode = ExitCode.FAILED;
        try {
            exitCode = runInThisProcess(List.of(arguments), interruption);
        } finally {
            interruption.finished();
        }
        System.exit(exitCode);
    }

    /** The owner that was to run the command may have gone after its write: then this one is answered from the receipt. */
    private static int runInThisProcess(List<String> arguments, Interruption interruption) {
        String request = System.getProperty(REQUEST);
        if (request == null) {
            return run(arguments, Streams.ofThisProcess(), interruption, (Path) null);
        }
        return new WriteRequest(UUID.fromString(request), true)
                .during(() -> run(arguments, Streams.ofThisProcess(), interruption, (Path) null));
    }

    /**
     * Runs one command line in its own process.
     *
     * @param defaultDatabase used where {@code --db} is not given; null for the one of the settings
     * @return the exit code
     */
    static int run(List<String> arguments, Streams streams, Interruption interruption, @Nullable Path defaultDatabase) {
        return run(arguments, streams, interruption, new Host.OwnProcess(defaultDatabase))
                .orElseThrow();
    }

    /**
     * Runs one command line.
     *
     * @return the exit code; empty when it is not for this host, and nothing was done
     */
    static OptionalInt run(List<String> arguments, Streams streams, Interruption interruption, Host host) {
        RemCommand root = new RemCommand();
        CommandWords words = CommandWords.of(arguments);
        CommandLine commandLine = commandLine(root, streams.terminal(), Commands.named(words));
        PrintWriter out = writer(streams.out());
        commandLine.setOut(out);
        commandLine.setErr(writer(streams.err()));
        Errors errors = new Errors(streams, root);
        IParameterExceptionHandler usage = (error, given) -> errors.wrongUsage(error);
        IExecutionExceptionHandler failure = (error, command, parsed) -> errors.failed(error);
        commandLine.setParameterExceptionHandler(usage);
        commandLine.setExecutionExceptionHandler(failure);
        AtomicBoolean taken = new AtomicBoolean(true);
        commandLine.setExecutionStrategy(parsed -> {
            taken.set(host.takes(parsed, root));
            if (!taken.get()) {
                return ExitCode.FAILED;
            }
            root.invocation(new Invocation(root, streams, interruption, host));
            return new CommandLine.RunLast().execute(parsed);
        });
        try {
            int exitCode = commandLine.execute(words.shielded());
            if (!taken.get()) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(interruption.requested() ? ExitCode.INTERRUPTED : exitCode);
        } catch (ClosedPipeException e) {
            return OptionalInt.of(ExitCode.DONE);
        } catch (Error e) {
            return OptionalInt.of(errors.failed(e));
        }
    }

    private static final int HELP_WIDTH = 400;

    private static CommandLine commandLine(RemCommand root, Terminal terminal, Map<String, Class<?>> commands) {
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(commandLine::addSubcommand);
        // What is set from here on holds for the subcommands that are there.
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        // Or an unset variable of a script would mean the folder that it happens to be in.
        commandLine.registerConverter(Path.class, Rem::path);
        commandLine.setOverwrittenOptionsAllowed(true);
        // Examples are pasted: a line of theirs is never broken, however narrow the terminal is.
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colourfulOutput() ? Ansi.ON : Ansi.OFF));
        commandLine.setExpandAtFiles(false);
        return commandLine;
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("it is empty");
        }
        return Path.of(text);
    }

    /** All commands and their options, as completion scripts need them. */
    static CommandLine allCommands() {
        return commandLine(new RemCommand(), Terminal.NONE, Commands.ALL);
    }

    private static PrintWriter writer(java.io.OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
