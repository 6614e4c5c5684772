package io.remdb.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for the fish shell, from the commands as picocli knows them. */
final class FishCompletion {
    private FishCompletion() {}

    static String script(CommandSpec root) {
        StringBuilder script = new StringBuilder("complete -c " + root.name() + " -f\n");
        append(script, root, List.of());
        return script.toString();
    }

    private static void append(StringBuilder script, CommandSpec command, List<String> path) {
        String condition = condition(command, path);
        for (CommandLine subcommand : command.subcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            line(
                    script,
                    command,
                    condition,
                    "-a " + spec.name() + description(spec.usageMessage().description()));
        }
        for (OptionSpec option : command.options()) {
            // Global options are inherited by every command: saying so once is enough.
            if (!option.inherited() && !option.hidden()) {
                line(
                        script,
                        command,
                        path.isEmpty() ? "" : condition,
                        names(option) + argument(option) + description(option.description()));
            }
        }
        for (CommandLine subcommand : command.subcommands().values()) {
            CommandSpec spec = subcommand.getCommandSpec();
            append(script, spec, concatenated(path, spec.name()));
        }
    }

    private static String condition(CommandSpec command, List<String> path) {
        String seen =
                path.stream().map(name -> "__fish_seen_subcommand_from " + name).collect(Collectors.joining("; and "));
        String unseen = command.subcommands().isEmpty()
                ? ""
                : "not __fish_seen_subcommand_from "
                        + String.join(" ", command.subcommands().keySet());
        return seen + (seen.isEmpty() || unseen.isEmpty() ? "" : "; and ") + unseen;
    }

    private static void line(StringBuilder script, CommandSpec command, String condition, String what) {
        script.append("complete -c ").append(command.root().name());
        if (!condition.isEmpty()) {
            script.append(" -n '").append(condition).append('\'');
        }
        script.append(' ').append(what).append('\n');
    }

    private static String names(OptionSpec option) {
        return Arrays.stream(option.names())
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .collect(Collectors.joining(" "));
    }

    private static String argument(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        Class<?> type = option.type();
        if (type.isEnum()) {
            String values = Arrays.stream(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" "));
            return " -x -a '" + values + "'";
        }
        return type == java.nio.file.Path.class ? " -r -F" : " -x";
    }

    private static String description(String[] lines) {
        return lines.length == 0 ? "" : " -d '" + lines[0].replace("'", "\\'") + "'";
    }

    private static List<String> concatenated(List<String> path, String name) {
        return java.util.stream.Stream.concat(path.stream(), java.util.stream.Stream.of(name))
                .toList();
    }
}
