package io.remdb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One token of an SQL text: enough to tell what kind of statement it is and where a name stands; H2 does the parsing.
 *
 * @param kind what it is
 * @param text as written; for a quoted name what is inside the quotes
 * @param start of its first character, from 0
 */
public record SqlToken(Kind kind, String text, int start) {
    public enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        COMMENT,
        /** A string, quoted name or comment that does not end. */
        UNFINISHED
    }

    /** Whether it is this keyword or symbol, unquoted, in any case. */
    public boolean is(String keyword) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(keyword);
    }

    /** Whether it names something, quoted or not. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    /** The name in lower case. */
    public String name() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The tokens of a text, comments included. Never fails. */
    public static List<SqlToken> tokenize(String sql) {
        List<SqlToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                at++;
                continue;
            }
            at = next(sql, at, c, tokens);
        }
        return tokens;
    }

    /** The first token from a place on that is no comment; empty when there is none. Never fails. */
    public static Optional<SqlToken> first(String sql, int from) {
        List<SqlToken> tokens = new ArrayList<>(1);
        int at = from;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                at++;
                continue;
            }
            at = next(sql, at, c, tokens);
            if (tokens.getLast().kind() != Kind.COMMENT) {
                return Optional.of(tokens.getLast());
            }
        }
        return Optional.empty();
    }

    private static int next(String sql, int at, char c, List<SqlToken> tokens) {
        return switch (c) {
            case '\'' -> quoted(sql, at, at, c, Kind.STRING, tokens);
            case '"', '`' -> quoted(sql, at, at, c, Kind.QUOTED_NAME, tokens);
            case '$' ->
                sql.startsWith("$$", at)
                        ? delimited(sql, at, at + 2, "$$", Kind.STRING, tokens)
                        : symbol(sql, at, tokens);
            case '-' -> sql.startsWith("--", at) ? lineComment(sql, at, tokens) : symbol(sql, at, tokens);
            case '/' -> comment(sql, at, tokens);
            default -> {
                if (Character.isJavaIdentifierStart(c)) {
                    yield word(sql, at, tokens);
                }
                yield Character.isDigit(c) ? number(sql, at, tokens) : symbol(sql, at, tokens);
            }
        };
    }

    private static int symbol(String sql, int at, List<SqlToken> tokens) {
        tokens.add(new SqlToken(Kind.SYMBOL, sql.substring(at, at + 1), at));
        return at + 1;
    }

    private static int word(String sql, int at, List<SqlToken> tokens) {
        int end = at + 1;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        String word = sql.substring(at, end);
        if (word.equalsIgnoreCase("U") && sql.startsWith("&\"", end)) {
            return quoted(sql, at, end + 1, '"', Kind.QUOTED_NAME, tokens);
        }
        if (word.equalsIgnoreCase("U") && sql.startsWith("&'", end)) {
            return quoted(sql, at, end + 1, '\'', Kind.STRING, tokens);
        }
        tokens.add(new SqlToken(Kind.WORD, word, at));
        return end;
    }

    private static int number(String sql, int at, List<SqlToken> tokens) {
        int end = at + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
            end++;
        }
        tokens.add(new SqlToken(Kind.NUMBER, sql.substring(at, end), at));
        return end;
    }

    private static int quoted(String sql, int start, int open, char quote, Kind kind, List<SqlToken> tokens) {
        StringBuilder text = new StringBuilder();
        for (int at = open + 1; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c != quote) {
                text.append(c);
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                text.append(c);
                at++;
            } else {
                tokens.add(new SqlToken(kind, text.toString(), start));
                return at + 1;
            }
        }
        tokens.add(new SqlToken(Kind.UNFINISHED, text.toString(), start));
        return sql.length();
    }

    private static int delimited(String sql, int start, int from, String end, Kind kind, List<SqlToken> tokens) {
        int at = sql.indexOf(end, from);
        if (at < 0) {
            tokens.add(new SqlToken(Kind.UNFINISHED, sql.substring(from), start));
            return sql.length();
        }
        tokens.add(new SqlToken(kind, sql.substring(from, at), start));
        return at + end.length();
    }

    private static int lineComment(String sql, int at, List<SqlToken> tokens) {
        int end = at;
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        tokens.add(new SqlToken(Kind.COMMENT, sql.substring(at, end), at));
        return end;
    }

    private static int comment(String sql, int at, List<SqlToken> tokens) {
        if (sql.startsWith("//", at)) {
            return lineComment(sql, at, tokens);
        }
        if (!sql.startsWith("/*", at)) {
            return symbol(sql, at, tokens);
        }
        int depth = 1;
        int end = at + 2;
        while (depth > 0 && end < sql.length()) {
            if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else {
                end++;
            }
        }
        tokens.add(new SqlToken(depth == 0 ? Kind.COMMENT : Kind.UNFINISHED, sql.substring(at, end), at));
        return end;
    }
}
