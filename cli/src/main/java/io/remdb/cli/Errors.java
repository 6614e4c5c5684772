package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.cli.output.ClosedPipeException;
import io.remdb.cli.output.Text;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr what went wrong: one line with a code, a second one with what to do about it. */
final class Errors {
    private static final Pattern WORDS =
            Pattern.compile("expected one of \\[([A-Z, ]+)] \\(case-insensitive\\) but was");
    private static final Pattern NUMBER = Pattern.compile("is not a double$");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("is not an? (int|long)$");

    private final PrintStream err;
    private final RemCommand options;
    private final boolean colourful;

    Errors(Streams streams, RemCommand options) {
        this.err = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
        this.options = options;
        this.colourful = streams.terminal().colourfulErrors();
    }

    /** The command line is not one of ours. */
    int wrongUsage(ParameterException error) {
        CommandLine command = error.getCommandLine();
        if (error.getArgSpec() == null
                && !command.getSubcommands().isEmpty()
                && !(command.getCommand() instanceof Subcommand)
                && !(error instanceof UnmatchedArgumentException)
                && !(error instanceof MissingParameterException)
                && error.getValue() == null) {
            // A command without its subcommand: the list of them says more than a hint.
            if (command.getParent() != null) {
                print(ErrorCode.INVALID_ARGUMENT, "'" + command.getCommandSpec().qualifiedName() + "' needs a command");
            }
            command.usage(command.getErr());
            return ExitCode.WRONG_USAGE;
        }
        if (error.getCause() instanceof RemException ours) {
            return failed(ours);
        }
        String seeHelp = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (error instanceof UnmatchedArgumentException unmatched) {
            unmatched(Unmatched.of(unmatched), seeHelp);
        } else if (error.getArgSpec() == null && error.getValue() != null) {
            // The parser's own "help" of a command that there is not.
            unmatched(Unmatched.ofCommand(command, error.getValue()), seeHelp);
        } else {
            print(ErrorCode.INVALID_ARGUMENT, sentence(String.valueOf(error.getMessage())));
            hint(seeHelp);
        }
        return ExitCode.WRONG_USAGE;
    }

    private void unmatched(Unmatched typed, String seeHelp) {
        print(ErrorCode.INVALID_ARGUMENT, typed.message());
        hint(typed.suggestion()
                .map(near -> "did you mean '" + near + "'? Or " + seeHelp)
                .orElse(seeHelp));
    }

    /** A command failed. */
    int failed(Throwable thrown) {
        if (thrown instanceof ClosedPipeException) {
            return ExitCode.DONE;
        }
        if (thrown instanceof ParameterException usage) {
            return wrongUsage(usage);
        }
        RemException error = thrown instanceof RemException ours ? ours : described(thrown);
        print(error.code(), error.getMessage());
        error.hint().ifPresent(this::hint);
        if (options.verbose()) {
            thrown.printStackTrace(err);
        }
        return ExitCode.of(error.code());
    }

    private static RemException described(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (thrown instanceof UncheckedIOException && cause != null) {
            return new RemException(ErrorCode.IO_ERROR, "Reading or writing failed").because(cause);
        }
        return new RemException(
                        ErrorCode.INTERNAL, "Unexpected " + thrown.getClass().getSimpleName())
                .with("reason", thrown.getMessage())
                .hint("This is a defect of rem: run the command again with --verbose and report what it prints");
    }

    /** Messages of picocli may have a list on lines of their own, name words as Java does, and speak of its types. */
    private static String sentence(String message) {
        String line = message.lines()
                .map(String::strip)
                .reduce((first, next) -> first + " " + next)
                .orElse("");
        String named = WORDS.matcher(line).replaceFirst(found -> "expected " + list(found.group(1)) + ", but was");
        String whole = WHOLE_NUMBER.matcher(named).replaceFirst("is not a whole number");
        return NUMBER.matcher(whole).replaceFirst("is not a number");
    }

    /** {@code OUT, IN, BOTH} as {@code out, in or both}. */
    private static String list(String words) {
        String typed = words.toLowerCase(Locale.ROOT);
        int last = typed.lastIndexOf(", ");
        return last < 0 ? typed : typed.substring(0, last) + " or " + typed.substring(last + 2);
    }

    private void print(ErrorCode code, String message) {
        err.println(Text.red("error[" + code + "]", colourful) + ": " + Text.printable(message));
    }

    private void hint(String hint) {
        err.println("hint: " + Text.printable(hint));
    }
}
