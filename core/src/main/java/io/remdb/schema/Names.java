package io.remdb.schema;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.h2.util.ParserUtil;

/** Names of tables: which are allowed, and which follow from the name of a class. */
final class Names {
    /** What a table's name looks like. */
    static final Pattern SHORT_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** Words that begin or structure a statement of the REM dialect, and SQL's statements that H2 does not reserve. */
    private static final Set<String> STATEMENT_WORDS = Set.of(
            "LOOKUP",
            "FUZZY",
            "SEARCH",
            "TRAVERSE",
            "EXPLAIN",
            "DEPTH",
            "DIRECTION",
            "MODE",
            "TYPE",
            "ASK",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CREATE",
            "ALTER",
            "DROP",
            "TRUNCATE",
            "BY",
            "ASC",
            "DESC",
            "KV",
            "ILIKE",
            "DUAL",
            "INFORMATION_SCHEMA");

    private Names() {}

    /** Whether SQL or the REM dialect gives the word a meaning of its own. */
    static boolean isKeyword(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return STATEMENT_WORDS.contains(upper) || ParserUtil.isKeyword(upper, false);
    }

    /** {@code PersonNote} to {@code person_note}, {@code HTTPServer} to {@code http_server}, {@code createdAt} to {@code created_at}. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9_]+", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** {@code person_notes} to {@code PersonNotes}. */
    static String pascalCase(String name) {
        StringBuilder pascal = new StringBuilder();
        for (String word : name.split("_")) {
            if (!word.isEmpty()) {
                pascal.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return pascal.toString();
    }

    /** The table of a class: {@code Article} to {@code articles}, {@code Category} to {@code categories}. */
    static String tableOf(String className) {
        String snake = snakeCase(className).replaceAll("^[^a-z]+|_+$", "");
        return plural(snake);
    }

    /** English plural of a noun in lower case; irregular nouns are not known. */
    private static String plural(String noun) {
        if (noun.matches(".*(s|x|z|ch|sh)")) {
            return noun + "es";
        }
        if (noun.matches(".*[^aeiou_]y")) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        return noun + "s";
    }
}
