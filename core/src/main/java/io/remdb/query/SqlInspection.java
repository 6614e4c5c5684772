package io.remdb.query;

import io.remdb.sql.SqlToken;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be seen of a statement's text before anything is planned. */
public final class SqlInspection {
    /** With what SQL begins that gives rows. */
    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "TABLE", "(");

    private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    private SqlInspection() {}

    /**
     * Whether SQL is a query by its form. Functions that it calls may be more than that: run it read-only all the same.
     *
     * @param sql not empty, as {@link StatementParser} gives it
     */
    public static boolean isQuery(String sql) {
        List<SqlToken> tokens = SqlToken.tokenize(sql).stream()
                .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
                .toList();
        if (tokens.isEmpty()) {
            return false;
        }
        SqlToken first = tokens.getFirst();
        return READING.stream().anyMatch(first::is) && !(first.is("WITH") && writesAfterWith(tokens));
    }

    /** What WITH is for stands outside of its parentheses. */
    private static boolean writesAfterWith(List<SqlToken> tokens) {
        int depth = 0;
        for (SqlToken token : tokens) {
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (depth == 0 && WRITING.stream().anyMatch(token::is)) {
                return true;
            }
        }
        return false;
    }

    /** Whether SQL calls a function, as far as its words say. */
    public static boolean calls(String sql, String function) {
        List<SqlToken> tokens = SqlToken.tokenize(sql);
        for (int at = 0; at + 1 < tokens.size(); at++) {
            if (tokens.get(at).is(function) && tokens.get(at + 1).is("(")) {
                return true;
            }
        }
        return false;
    }

    /** The words and quoted names of SQL, each once, keywords among them; texts and comments are none. */
    public static Set<String> names(String sql) {
        return SqlToken.tokenize(sql).stream()
                .filter(SqlToken::isName)
                .map(SqlToken::text)
                .collect(Collectors.toUnmodifiableSet());
    }
}
