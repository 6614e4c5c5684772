package io.remdb.ingest.text;

import java.util.Optional;

/**
 * What one line of Markdown may be, told by looking at each character once or twice: regular expressions for the same take hours for lines
 * that are made for it. Lines have their line breaks.
 */
final class MarkdownLine {
    private static final int DEEPEST_INDENT = 3;
    private static final int DEEPEST_HEADING = 6;
    private static final int SHORTEST_FENCE = 3;

    /** A heading that begins with number signs. */
    record Heading(int level, String title) {}

    /** What begins fenced code: the same sign as often, or more often, ends it. */
    record Fence(char sign, int length) {
        boolean isClosedBy(String line) {
            String candidate = line.strip();
            return candidate.length() >= length
                    && run(candidate, 0) == candidate.length()
                    && candidate.charAt(0) == sign;
        }
    }

    private MarkdownLine() {}

    /** The heading that a line is. */
    static Optional<Heading> heading(String line) {
        String content = content(line);
        int level = content.startsWith("#") ? run(content, 0) : 0;
        if (level == 0 || level > DEEPEST_HEADING || (content.length() > level && !isBlank(content.charAt(level)))) {
            return Optional.empty();
        }
        String title = content.substring(level).strip();
        int end = title.length();
        while (end > 0 && title.charAt(end - 1) == '#') {
            end--;
        }
        boolean closed = end < title.length() && (end == 0 || isBlank(title.charAt(end - 1)));
        return Optional.of(new Heading(level, closed ? title.substring(0, end).strip() : title));
    }

    /** The fence that a line is. */
    static Optional<Fence> fence(String line) {
        String content = content(line);
        if (!content.startsWith("`") && !content.startsWith("~")) {
            return Optional.empty();
        }
        int length = run(content, 0);
        return length < SHORTEST_FENCE || content.indexOf('`', length) >= 0
                ? Optional.empty()
                : Optional.of(new Fence(content.charAt(0), length));
    }

    /** The level of the heading that the line above is because of this one; 0 where it is none. */
    static int underline(String line) {
        String content = content(line);
        if (content.isEmpty() || run(content, 0) < content.length()) {
            return 0;
        }
        return switch (content.charAt(0)) {
            case '=' -> 1;
            case '-' -> 2;
            default -> 0;
        };
    }

    /** Whether a line separates the header of a table from its rows. */
    static boolean isTableRule(String line) {
        String rule = line.strip();
        int at = rule.startsWith("|") ? 1 : 0;
        int end = rule.length() - (rule.endsWith("|") ? 1 : 0);
        if (rule.indexOf('|') < 0 || at > end) {
            return false;
        }
        while (at <= end) {
            int bar = rule.indexOf('|', at);
            int cellEnd = bar < 0 || bar > end ? end : bar;
            if (!isRuleOfColumn(rule.substring(at, Math.max(at, cellEnd)).strip())) {
                return false;
            }
            at = cellEnd + 1;
        }
        return true;
    }

    private static boolean isRuleOfColumn(String cell) {
        int start = cell.startsWith(":") ? 1 : 0;
        int end = cell.length() - (cell.endsWith(":") ? 1 : 0);
        return start < end && cell.charAt(start) == '-' && run(cell, start) == end;
    }

    /** A heading as it is shown: of links their texts, without marks of emphasis and code. */
    static String plain(String heading) {
        return withoutMarks(withoutLinks(heading)).strip();
    }

    private static String withoutLinks(String text) {
        StringBuilder shown = new StringBuilder();
        int done = 0;
        int open = -1;
        int at = 0;
        int lastClose = text.lastIndexOf(')');
        while (at < text.length()) {
            char sign = text.charAt(at);
            if (sign == '[') {
                open = at;
            } else if (sign == ']') {
                if (open >= 0 && text.startsWith("](", at) && lastClose > at) {
                    int start = open > done && text.charAt(open - 1) == '!' ? open - 1 : open;
                    shown.append(text, done, start).append(text, open + 1, at);
                    at = text.indexOf(')', at);
                    done = at + 1;
                }
                open = -1;
            }
            at++;
        }
        return shown.append(text, done, text.length()).toString();
    }

    private static String withoutMarks(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char sign = text.charAt(at);
            int end = at + 1;
            if (sign == '_') {
                end = run(text, at);
                boolean inWord = at > 0 && end < text.length() && isOfWord(text, at - 1) && isOfWord(text, end);
                shown.append(inWord ? text.substring(at, end) : "");
            } else if (sign != '*' && sign != '`') {
                shown.append(sign);
            }
            at = end;
        }
        return shown.toString();
    }

    private static boolean isOfWord(String text, int at) {
        return Character.isLetterOrDigit(text.charAt(at));
    }

    /** A line without its line break and the blanks around it; empty where it is indented as code is, or is broken by something else. */
    private static String content(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        String content = line.substring(start).stripTrailing();
        return start > DEEPEST_INDENT || content.indexOf('\r') >= 0 ? "" : content;
    }

    /** Where the signs end that are like the one that is here. */
    private static int run(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) == text.charAt(start)) {
            end++;
        }
        return end;
    }

    private static boolean isBlank(char sign) {
        return sign == ' ' || sign == '\t';
    }
}
