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
    /** Global options that the benchmarks, whose words are otherwise their own, have no other meaning for. */
    private static final List<String> FOR_BENCH_TOO = List.of("--verbose", "--no-daemon", "--version");

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
            case "bench" -> {
                return bench();
            }
            case "query" -> shielded.replaceAll(CommandWords::shieldedStatement);
            default -> {}
        }
        return shielded.toArray(String[]::new);
    }

    /** Everything after it but global options is for the benchmarks, --help and --db too, not for us. */
    private String[] bench() {
        List<String> global = new ArrayList<>(words.subList(0, command));
        List<String> own = new ArrayList<>();
        for (int i = command + 1; i < words.size(); i++) {
            String word = words.get(i);
            boolean format = word.equals("--format");
            if (format || word.startsWith("--format=") || FOR_BENCH_TOO.contains(word)) {
                global.add(word);
                if (format && i + 1 < words.size()) {
                    global.add(words.get(++i));
                }
            } else {
                own.add(word);
            }
        }
        global.add(name());
        global.add("--");
        global.addAll(own);
        return global.toArray(String[]::new);
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
