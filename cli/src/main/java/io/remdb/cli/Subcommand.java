package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.cli.output.Format;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        try {
            return run(invocation);
        } catch (RemException e) {
            throw asTyped(e);
        }
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

    /** The option that stands for a setting of the Java API whose name is another one. */
    Map<String, String> optionsOfSettings() {
        return Map.of();
    }

    /** An error about a setting names the option with which that was given. */
    private RemException asTyped(RemException error) {
        if (error.code() != ErrorCode.INVALID_ARGUMENT) {
            return error;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        error.details().forEach((key, value) -> details.put(option(key, value).orElse(key), value));
        if (details.equals(error.details())) {
            return error;
        }
        RemException typed = new RemException(error.code(), error.text(), error);
        details.forEach(typed::with);
        error.hint().ifPresent(typed::hint);
        return typed;
    }

    /** The option with which a setting was given this value: {@code --max-stages} for {@code maxStages}. */
    private Optional<String> option(String setting, Object value) {
        String usual =
                "--" + setting.replaceAll("([A-Z])", "_$1").replace('_', '-').toLowerCase(Locale.ROOT);
        String name = optionsOfSettings().getOrDefault(setting, usual);
        OptionSpec option = spec.commandLine().getParseResult().matchedOption(name);
        return option != null && isGiven(option, value.toString()) ? Optional.of(name) : Optional.empty();
    }

    private static boolean isGiven(OptionSpec option, String value) {
        return value.equals(String.valueOf(option.<Object>getValue()))
                || option.stringValues().contains(value);
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
