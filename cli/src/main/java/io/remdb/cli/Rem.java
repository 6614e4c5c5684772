package io.remdb.cli;

import io.remdb.cli.output.ClosedPipeException;
import io.remdb.cli.output.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/** The way in. */
public final class Rem {
    private Rem() {}

    /** Runs the command line of this process and ends it. */
    public static void main(String[] arguments) {
        EarlyStart.of(CommandWords.of(List.of(arguments)));
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::requestAndWait, "ctrl-c"));
        int exitCode = ExitCode.FAILED;
        try {
            exitCode = run(List.of(arguments), Streams.ofThisProcess(), interruption, null);
        } finally {
            interruption.finished();
        }
        System.exit(exitCode);
    }

    /**
     * Runs one command line.
     *
     * @param defaultDatabase used where {@code --db} is not given; null for the one of the settings
     * @return the exit code
     */
    static int run(List<String> arguments, Streams streams, Interruption interruption, @Nullable Path defaultDatabase) {
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
        commandLine.setExecutionStrategy(parsed -> {
            root.invocation(new Invocation(root, streams, interruption, defaultDatabase));
            return new CommandLine.RunLast().execute(parsed);
        });
        try {
            int exitCode = commandLine.execute(words.shielded());
            return interruption.requested() ? ExitCode.INTERRUPTED : exitCode;
        } catch (ClosedPipeException e) {
            return ExitCode.DONE;
        } catch (Error e) {
            return errors.failed(e);
        }
    }

    private static final int HELP_WIDTH = 180;

    private static CommandLine commandLine(RemCommand root, Terminal terminal, Map<String, Class<?>> commands) {
        CommandLine commandLine = new CommandLine(root);
        commands.forEach(commandLine::addSubcommand);
        // What is set from here on holds for the subcommands that are there.
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setOverwrittenOptionsAllowed(true);
        // Examples are pasted: a line of theirs is never broken, however narrow the terminal is.
        commandLine.setUsageHelpWidth(HELP_WIDTH);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colourfulOutput() ? Ansi.ON : Ansi.OFF));
        commandLine.setExpandAtFiles(false);
        return commandLine;
    }

    /** All commands and their options, as completion scripts need them. */
    static CommandLine allCommands() {
        return commandLine(new RemCommand(), Terminal.NONE, Commands.ALL);
    }

    private static PrintWriter writer(java.io.OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
