package io.remdb.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What was typed, before it is read as options and arguments: some of it looks like an option and is none.
 *
 * @param words of the command line
 * @param command the place of the command's name; the number of words where there is none
 */
record CommandWords(List<String> words, int command) {
    private static final String COMMENT = "--";
    private static final List<String> WITH_VALUE = List.of("--db", "--format");

    static CommandWords of(List<String> words) {
        int command = 0;
        while (command < words.size() && words.get(command).startsWith("-")) {
            command += WITH_VALUE.contains(words.get(command)) ? 2 : 1;
        }
        return new CommandWords(words, Math.min(command, words.size()));
    }

    /** The word where the name of a command stands; empty where there is none. */
    String name() {
        return command < words.size() ? words.get(command) : "";
    }

    /** The words for picocli, with what is no option made to look like none. */
    String[] shielded() {
        List<String> shielded = new ArrayList<>(words);
        switch (name()) {
            // Everything after it is for the benchmarks, --help too, not for us.
            case "bench" -> shielded.add(command + 1, "--");
            case "query" -> shielded.replaceAll(CommandWords::shieldedStatement);
            default -> {}
        }
        return shielded.toArray(String[]::new);
    }

    /** A statement may begin with a comment; the blank before it is stripped when it is run. */
    private static String shieldedStatement(String word) {
        return isCommented(word) ? ' ' + word : word;
    }

    private static boolean isCommented(String word) {
        if (!word.startsWith(COMMENT) || word.length() == COMMENT.length()) {
            return false;
        }
        // An unknown option is to be said to be one, so a comment is known by its blank or by the line after it.
        boolean option = WITH_VALUE.stream().anyMatch(name -> word.startsWith(name + "="));
        return Character.isWhitespace(word.charAt(COMMENT.length())) || (!option && word.contains("\n"));
    }
}
