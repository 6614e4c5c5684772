package io.remdb.cli;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What was typed and is no command, option or argument of ours.
 *
 * @param message what is wrong
 * @param suggestion what was meant, where something is near
 */
record Unmatched(String message, Optional<String> suggestion) {
    private static final int FARTHEST = 3;

    static Unmatched of(UnmatchedArgumentException error) {
        CommandLine command = error.getCommandLine();
        String typed = error.getUnmatched().getFirst();
        if (typed.startsWith("-")) {
            String name = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
            Stream<String> options =
                    command.getCommandSpec().options().stream().flatMap(option -> Stream.of(option.names()));
            return new Unmatched("Unknown option '" + name + "'", nearest(name, options));
        }
        if (!command.getSubcommands().isEmpty()) {
            return ofCommand(command, typed);
        }
        // As in: rem ask how many books
        String quotes = command.getCommandSpec().positionalParameters().isEmpty()
                ? ""
                : ": words that belong together stand in quotes";
        return new Unmatched("Unexpected argument '" + typed + "'" + quotes, Optional.empty());
    }

    /** A word that is no subcommand of a command. */
    static Unmatched ofCommand(CommandLine command, String typed) {
        return new Unmatched(
                "Unknown command '" + typed + "'", nearest(typed, command.getSubcommands().keySet().stream()));
    }

    private static Optional<String> nearest(String typed, Stream<String> names) {
        return names.filter(name -> distance(typed, name) <= Math.min(FARTHEST, typed.length() / 2))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** Levenshtein's distance, row by row. */
    private static int distance(String from, String to) {
        int[] before = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            before[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = before[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(before[column], current[column - 1]));
            }
            before = current;
        }
        return before[to.length()];
    }
}
