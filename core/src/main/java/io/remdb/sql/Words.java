package io.remdb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.util.ParserUtil;

/**
 * The tokens of a statement without its comments, with where each ends.
 *
 * @param sql the statement
 * @param tokens of it
 * @param ends behind each token
 */
record Words(String sql, List<SqlToken> tokens, List<Integer> ends) {
    private static final Set<String> FREE_WORDS = Set.of(SqlSessions.FREE_WORDS);

    /** Words that H2 allows as names, but that come before expressions. */
    private static final Set<String> MORE_KEYWORDS =
            Set.of("SELECT", "THEN", "BY", "ESCAPE", "ILIKE", "REGEXP", "RETURNING", "XOR");

    private static final List<String> CALLED_KEYWORDS = List.of("CAST", "LEFT", "RIGHT", "ARRAY", "ROW");

    static Words of(String sql) {
        List<SqlToken> all = SqlToken.tokenize(sql);
        List<SqlToken> tokens = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).kind() != SqlToken.Kind.COMMENT) {
                int next = i + 1 < all.size() ? all.get(i + 1).start() : sql.length();
                tokens.add(all.get(i));
                ends.add(endBefore(sql, next));
            }
        }
        return new Words(sql, List.copyOf(tokens), List.copyOf(ends));
    }

    private static int endBefore(String sql, int next) {
        int end = next;
        while (end > 0 && (Character.isWhitespace(sql.charAt(end - 1)) || Character.isSpaceChar(sql.charAt(end - 1)))) {
            end--;
        }
        return end;
    }

    /** Without the semicolons at its end. */
    Words withoutEnd() {
        int size = tokens.size();
        while (size > 0 && is(size - 1, ";")) {
            size--;
        }
        return new Words(sql, tokens.subList(0, size), ends.subList(0, size));
    }

    int size() {
        return tokens.size();
    }

    SqlToken at(int index) {
        return tokens.get(index);
    }

    /** Whether there is a token here, and it is this keyword or symbol. */
    boolean is(int index, String text) {
        return index >= 0 && StatementCheck.is(tokens, index, text);
    }

    boolean isKind(int index, SqlToken.Kind kind) {
        return index >= 0 && index < tokens.size() && tokens.get(index).kind() == kind;
    }

    int start(int index) {
        return tokens.get(index).start();
    }

    int end(int index) {
        return ends.get(index);
    }

    /** Whether a token can be a name: no keyword, unless it is quoted. */
    boolean isName(int index) {
        return isKind(index, SqlToken.Kind.QUOTED_NAME)
                || (isKind(index, SqlToken.Kind.WORD)
                        && !isKeyword(at(index).text().toUpperCase(Locale.ROOT)));
    }

    /** Whether a token in front of a parenthesis names a function. */
    boolean isFunction(int index) {
        return isName(index) || (index >= 0 && CALLED_KEYWORDS.stream().anyMatch(word -> is(index, word)));
    }

    /**
     * The first token of a plain operand that ends at a token: a name, a text, a parameter, something in parentheses, perhaps a
     * call. -1 when it is something else.
     */
    int operand(int last) {
        if (isKind(last, SqlToken.Kind.STRING) || is(last, "?")) {
            return last;
        }
        int first = last;
        if (is(last, ")")) {
            first = opening(last);
            if (!isFunction(first - 1)) {
                return first;
            }
            first--;
        } else if (!isName(last)) {
            return -1;
        }
        while (is(first - 1, ".") && isName(first - 2)) {
            first -= 2;
        }
        return first;
    }

    private static boolean isKeyword(String word) {
        return MORE_KEYWORDS.contains(word) || (!FREE_WORDS.contains(word) && ParserUtil.isKeyword(word, false));
    }

    /** Whether nothing stands between this token and the next. */
    boolean touchesNext(int index) {
        return index + 1 < tokens.size() && end(index) == start(index + 1);
    }

    /** The parenthesis that closes the one at {@code open}; the last token when none does. */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    /** The parenthesis that opens the one at {@code close}; -1 when none does. */
    int opening(int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            depth += is(i, ")") ? 1 : is(i, "(") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
