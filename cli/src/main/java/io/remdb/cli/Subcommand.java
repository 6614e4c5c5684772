package io.remdb.cli;

import io.remdb.cli.output.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: its fields are what was typed, {@link #run} is what it does. */
@Command(
        addMethodSubcommands = false,
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample, after rem demo:%n")
@SuppressWarnings("NullAway.Init") // Set by picocli before run.
abstract class Subcommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Does the work; the exit code. */
    abstract int run(Invocation invocation);

    /** Whether YAML is a format of this command's result. */
    boolean givesYaml() {
        return false;
    }

    @Override
    public final Integer call() {
        Invocation invocation = root().invocation();
        if (invocation.output().format() == Format.YAML && !givesYaml()) {
            throw wrongUsage("Only 'rem schema show' gives yaml");
        }
        requireNothingEmpty();
        return run(invocation);
    }

    /** What is empty is as a rule an unset variable of a script, which must not mean something else. */
    private void requireNothingEmpty() {
        for (ArgSpec argument : spec.commandLine().getParseResult().matchedArgs()) {
            if (argument.originalStringValues().contains("")) {
                String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
                throw wrongUsage(name + " is empty");
            }
        }
    }

    final RemCommand root() {
        return (RemCommand) spec.root().userObject();
    }

    final CommandSpec spec() {
        return spec;
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
