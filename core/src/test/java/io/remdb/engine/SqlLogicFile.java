package io.remdb.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of sqllogictest, taken apart. The format: https://www.sqlite.org/sqllogictest/doc/trunk/about.wiki. What is only for a named
 * engine is left out, what skips a named engine is not: this engine has none of the names.
 *
 * @param entries in order
 */
record SqlLogicFile(List<Entry> entries) {
    /** A statement or query. */
    sealed interface Entry {
        int line();

        String sql();
    }

    /** Something that is done, and works or fails. */
    record Statement(int line, String sql, boolean works) implements Entry {}

    /**
     * Something that is asked.
     *
     * @param types a letter for each column: I, R or T
     * @param sort {@code nosort}, {@code rowsort} or {@code valuesort}
     * @param expected the values, or one line with their number and MD5
     */
    record Query(int line, String sql, String types, String sort, List<String> expected) implements Entry {}

    static SqlLogicFile read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static SqlLogicFile parse(List<String> lines) {
        List<Entry> records = new ArrayList<>();
        int at = 0;
        boolean skipped = false;
        while (at < lines.size()) {
            String line = lines.get(at).strip();
            String[] words = line.split("\\s+");
            switch (words[0]) {
                case "onlyif" -> {
                    skipped = true;
                    at++;
                }
                case "statement", "query" -> {
                    int end = endOf(lines, at);
                    if (!skipped) {
                        records.add(entry(words, lines.subList(at + 1, end), at + 1));
                    }
                    skipped = false;
                    at = end;
                }
                case "halt" -> {
                    if (!skipped) {
                        return new SqlLogicFile(List.copyOf(records));
                    }
                    skipped = false;
                    at++;
                }
                // The threshold says when a file gives a hash; the record itself shows whether it does.
                case "skipif", "hash-threshold", "" -> at++;
                default -> {
                    if (!line.startsWith("#")) {
                        throw new IllegalArgumentException("line " + (at + 1) + ": " + line);
                    }
                    at++;
                }
            }
        }
        return new SqlLogicFile(List.copyOf(records));
    }

    private static int endOf(List<String> lines, int start) {
        int end = start;
        while (end < lines.size() && !lines.get(end).isBlank()) {
            end++;
        }
        return end;
    }

    private static Entry entry(String[] words, List<String> body, int line) {
        if (words[0].equals("statement")) {
            return new Statement(line, String.join("\n", body), words[1].equals("ok"));
        }
        int separator = body.indexOf("----");
        int end = separator < 0 ? body.size() : separator;
        List<String> expected = separator < 0 ? List.of() : body.subList(separator + 1, body.size());
        String sort = words.length > 2 ? words[2] : "nosort";
        return new Query(line, String.join("\n", body.subList(0, end)), words[1], sort, List.copyOf(expected));
    }
}
