package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides from the words of a statement whether it may be given to H2 at all: one statement that reads, without what reaches
 * out of the database or outlives the statement.
 *
 * <p>This is the outer wall. The inner one is that sessions belong to a user who may only SELECT, and that
 * {@link SqlSession} refuses a prepared statement which is not a query.
 */
final class StatementCheck {
    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "(");

    /** Where writing will enter: {@link SqlEngine} will hand these to the one write path instead of refusing them here. */
    private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    /** Functions that show the machine or the session, or act on other sessions; and schemas that show H2 instead of us. */
    private static final Set<String> REFUSED_NAMES = Set.of("information_schema", "pg_catalog");

    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "file_read",
            "file_write",
            "csvread",
            "csvwrite",
            "link_schema",
            "set",
            "cancel_session",
            "abort_session",
            "database_path",
            "database",
            "disk_space_used",
            "memory_free",
            "memory_used",
            "lock_mode",
            "lock_timeout",
            "autocommit",
            "readonly",
            "session_id",
            "transaction_id",
            "user",
            "current_user",
            "trace",
            "signal",
            "nextval",
            "currval",
            "data_type_sql",
            "db_object_id",
            "db_object_sql",
            "db_object_size",
            "db_object_approximate_size",
            "estimated_envelope",
            "h2version");

    private StatementCheck() {}

    /**
     * The tokens of a statement that may run, without comments and a closing semicolon.
     *
     * @throws RemException {@link ErrorCode#UNSUPPORTED}, {@link ErrorCode#INVALID_QUERY}, {@link ErrorCode#TOO_LARGE}
     */
    static List<SqlToken> check(String sql, SqlLimits limits) {
        if (sql.length() > limits.longestStatement()) {
            throw new RemException(ErrorCode.TOO_LARGE, "The statement is longer than its limit")
                    .with("characters", sql.length())
                    .with("limit", limits.longestStatement());
        }
        List<SqlToken> tokens = SqlToken.tokenize(sql).stream()
                .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
                .collect(Collectors.toList());
        requireFinished(sql, tokens);
        while (!tokens.isEmpty() && tokens.getLast().is(";")) {
            tokens.removeLast();
        }
        if (tokens.isEmpty()) {
            throw new RemException(ErrorCode.INVALID_QUERY, "The statement is empty").with("position", 0);
        }
        requireReading(sql, tokens);
        requireHarmless(sql, tokens);
        return List.copyOf(tokens);
    }

    private static void requireFinished(String sql, List<SqlToken> tokens) {
        if (!tokens.isEmpty() && tokens.getLast().kind() == SqlToken.Kind.UNFINISHED) {
            int start = tokens.getLast().start();
            String rest = sql.substring(start);
            throw Place.mark(
                            new RemException(ErrorCode.INVALID_QUERY, "A string, quoted name or comment does not end"),
                            sql,
                            start,
                            rest.substring(0, Math.min(20, rest.length())))
                    .hint("Close it with the same quote; a quote inside is written twice");
        }
    }

    private static void requireReading(String sql, List<SqlToken> tokens) {
        int first = 0;
        if (tokens.getFirst().is("EXPLAIN")) {
            first = 1;
            if (is(tokens, first, "ANALYZE")) {
                first++;
            } else if (is(tokens, first, "PLAN") && is(tokens, first + 1, "FOR")) {
                first += 2;
            }
            if (first == tokens.size() || is(tokens, first, "EXPLAIN")) {
                throw Place.mark(
                        new RemException(ErrorCode.INVALID_QUERY, "EXPLAIN needs a query"),
                        sql,
                        tokens.getFirst().start(),
                        "EXPLAIN");
            }
        }
        SqlToken verb = tokens.get(first);
        if (READING.stream().noneMatch(verb::is)) {
            boolean writes = WRITING.stream().anyMatch(verb::is);
            String other = Suggestions.nearest(verb.text(), List.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN"))
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("Start with SELECT, WITH, VALUES, TABLE or EXPLAIN");
            throw refuse("SQL statements only read here", sql, verb)
                    .hint(writes ? "Use insert, update and delete of the API or of the command" : other);
        }
    }

    private static void requireHarmless(String sql, List<SqlToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is(";")) {
                throw refuse("Only one statement is run at a time", sql, token).hint("Send the statements one by one");
            }
            if (token.is("@")) {
                throw refuse("Session variables do not exist", sql, token).hint("Use parameters: ?");
            }
            if (token.is("FOR") && (is(tokens, i + 1, "UPDATE") || is(tokens, i + 1, "SHARE"))) {
                throw refuse("Rows cannot be locked", sql, token).hint("Leave out FOR UPDATE");
            }
            if (token.kind() == SqlToken.Kind.QUOTED_NAME && sql.startsWith("&", token.start() + 1)) {
                throw refuse("Names in U&\"...\" are not read", sql, token).hint("Write the name itself in quotes");
            }
            if (token.isName() && refusedName(tokens, i)) {
                throw refuse("This name is not available in SQL", sql, token)
                        .hint("SQL sees the tables of this database and nothing else");
            }
        }
    }

    private static boolean refusedName(List<SqlToken> tokens, int i) {
        String name = tokens.get(i).name();
        return REFUSED_NAMES.contains(name) || (REFUSED_FUNCTIONS.contains(name) && is(tokens, i + 1, "("));
    }

    static boolean is(List<SqlToken> tokens, int index, String text) {
        return index < tokens.size() && tokens.get(index).is(text);
    }

    static RemException refuse(String text, String sql, SqlToken token) {
        return Place.mark(new RemException(ErrorCode.UNSUPPORTED, text), sql, token.start(), token.text());
    }
}
