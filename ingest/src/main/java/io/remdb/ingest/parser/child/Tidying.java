package io.remdb.ingest.parser.child;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The white space of text that parsers give. */
final class Tidying {
    private static final Pattern BROKEN_WORD = Pattern.compile("(?<=\\p{Ll})-[ \\t]*\\R[ \\t]*(?=\\p{Ll})");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern SOFT_HYPHEN = Pattern.compile("\\u00ad");

    private Tidying() {}

    /** Lines of a paragraph as one; words that were broken at their ends put together again. */
    static String paragraph(CharSequence text, boolean hyphenated) {
        CharSequence whole = hyphenated ? BROKEN_WORD.matcher(text).replaceAll("") : text;
        Matcher soft = SOFT_HYPHEN.matcher(whole);
        return BLANKS.matcher(soft.replaceAll("")).replaceAll(" ").strip();
    }

    /** Rows, a line each, without those that are empty. */
    static String rows(CharSequence text) {
        StringBuilder rows = new StringBuilder();
        text.toString().lines().forEach(line -> {
            String row = BLANKS.matcher(line).replaceAll(" ").strip();
            if (!row.replace("|", "").isBlank()) {
                rows.append(rows.isEmpty() ? "" : "\n").append(row);
            }
        });
        return rows.toString();
    }
}
