package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides from the words of a statement whether it may be given to H2 at all: one statement that reads, or changes rows, without
 * what reaches out of the database or outlives the statement.
 *
 * <p>This is the outer wall. The inner one is that sessions belong to a user who may only use rows, that {@link SqlSession}
 * refuses a prepared statement of any other type, and that only a {@link WriteTarget} takes rows.
 */
final class StatementCheck {
    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "(");

    /** What H2 would do to rows is collected by a {@link WriteTarget} and handed to the write path. */
    private static final Set<String> WRITING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    private static final List<String> VERBS =
            List.of("SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE", "EXPLAIN");

    /** What cannot follow SELECT when something is selected. */
    private static final Set<String> CLAUSES = Set.of(
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            ")");

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
            "h2version",
            // work or memory without a bound that anybody could watch
            "compress",
            "expand",
            "hash",
            "secure_rand");

    /** How other databases begin to ask for their tables. */
    private static final List<String> CATALOG_WORDS = List.of("SHOW", "DESCRIBE", "DESC", "PRAGMA", "HELP");

    private static final String TABLES_HINT =
            "SELECT short_name FROM schemas gives the tables, as rem schema list does";

    /** The most parentheses that may be open at once. */
    private static final int DEEPEST = 200;

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
        requireShallow(sql, tokens);
        requireKnownVerb(sql, tokens);
        requireSelection(sql, tokens);
        requireHarmless(sql, tokens);
        return List.copyOf(tokens);
    }

    private static void requireFinished(String sql, List<SqlToken> tokens) {
        if (!tokens.isEmpty() && tokens.getLast().kind() == SqlToken.Kind.UNFINISHED) {
            throw Place.unfinished(sql, tokens.getLast());
        }
    }

    /** H2 parses and plans by recursion: what is nested too deeply would exhaust the thread's stack. */
    static void requireShallow(String sql, List<SqlToken> tokens) {
        int depth = 0;
        for (SqlToken token : tokens) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth > DEEPEST) {
                throw tooDeep(Place.mark(
                        new RemException(ErrorCode.TOO_LARGE, "Parentheses are nested too deeply"),
                        sql,
                        token.start(),
                        token.text()));
            }
        }
    }

    /** For what is nested in another way, and has used up the stack. */
    static RemException tooDeep(Throwable cause) {
        return tooDeep(new RemException(ErrorCode.TOO_LARGE, "The statement is nested too deeply", cause));
    }

    private static RemException tooDeep(RemException error) {
        return error.with("limit", DEEPEST).hint("Write it in fewer levels: IN (...) or WITH often do");
    }

    /** The word that says what the statement does, behind EXPLAIN. */
    static SqlToken verb(List<SqlToken> tokens) {
        return tokens.get(verbIndex(tokens));
    }

    /** Whether the statement changes rows, or explains one that does. */
    static boolean writes(List<SqlToken> tokens) {
        SqlToken verb = verb(tokens);
        return WRITING.stream().anyMatch(verb::is);
    }

    private static int verbIndex(List<SqlToken> tokens) {
        int first = 0;
        if (tokens.getFirst().is("EXPLAIN")) {
            first = 1;
            if (is(tokens, first, "ANALYZE")) {
                first++;
            } else if (is(tokens, first, "PLAN") && is(tokens, first + 1, "FOR")) {
                first += 2;
            }
        }
        return Math.min(first, tokens.size() - 1);
    }

    private static void requireKnownVerb(String sql, List<SqlToken> tokens) {
        int place = verbIndex(tokens);
        SqlToken verb = tokens.get(place);
        boolean explains = tokens.getFirst().is("EXPLAIN");
        boolean nothing = verb.is("EXPLAIN") || (explains && (verb.is("ANALYZE") || verb.is("FOR")));
        if (nothing) {
            throw Place.mark(
                    new RemException(ErrorCode.INVALID_QUERY, "EXPLAIN needs a query"),
                    sql,
                    tokens.getFirst().start(),
                    "EXPLAIN");
        }
        if (WRITING.stream().anyMatch(verb::is)) {
            if (explains && is(tokens, 1, "ANALYZE")) {
                throw refuse("EXPLAIN ANALYZE would run the statement", sql, tokens.get(1))
                        .hint("EXPLAIN shows the plan of a statement that writes without running it");
            }
            requireUsing(sql, tokens, place);
        } else if (READING.stream().noneMatch(verb::is)) {
            String hint = Suggestions.nearest(verb.text(), VERBS)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("Start with SELECT, WITH, VALUES, TABLE, INSERT, UPDATE, DELETE, MERGE or EXPLAIN");
            throw refuse("SQL has no such statement here", sql, verb)
                    .hint(catalogHint(tokens, verbIndex(tokens)).orElse(hint));
        }
    }

    /** The other MERGE, of rows by a key, is what INSERT does here. */
    private static void requireUsing(String sql, List<SqlToken> tokens, int verb) {
        if (!tokens.get(verb).is("MERGE")) {
            return;
        }
        for (int i = verb + 1; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is("USING")) {
                return;
            }
            if (token.is("(") || token.is("KEY") || token.is("VALUES") || token.is("SELECT")) {
                throw refuse("MERGE needs USING", sql, token)
                        .hint("INSERT replaces a row that has the same key: no MERGE is needed for that");
            }
        }
    }

    private static void requireSelection(String sql, List<SqlToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("SELECT")) {
                int next = is(tokens, i + 1, "DISTINCT") || is(tokens, i + 1, "ALL") ? i + 2 : i + 1;
                boolean nothing = next == tokens.size() || CLAUSES.stream().anyMatch(tokens.get(next)::is);
                if (nothing) {
                    throw Place.mark(
                                    new RemException(ErrorCode.INVALID_QUERY, "SELECT names nothing to select"),
                                    sql,
                                    tokens.get(i).start(),
                                    "SELECT")
                            .hint("Name columns or expressions, or * for all columns");
                }
            }
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
            boolean changeTable = token.is("FINAL") || token.is("OLD") || token.is("NEW");
            if (changeTable && is(tokens, i + 1, "TABLE") && is(tokens, i + 2, "(")) {
                throw refuse("A query does not write", sql, token).hint("Write first, then select");
            }
            if (token.kind() == SqlToken.Kind.QUOTED_NAME && sql.startsWith("&", token.start() + 1)) {
                throw refuse("Names in U&\"...\" are not read", sql, token).hint("Write the name itself in quotes");
            }
            if (token.isName() && refusedName(tokens, i)) {
                throw refuse("This name is not available in SQL", sql, token)
                        .hint(
                                REFUSED_NAMES.contains(token.name())
                                        ? TABLES_HINT
                                        : "SQL sees the tables of this database and nothing else");
            }
        }
    }

    /** Other databases show their tables in ways of their own; here they are rows of a table. */
    private static Optional<String> catalogHint(List<SqlToken> tokens, int first) {
        SqlToken word = tokens.get(first);
        boolean meta = word.is("\\") || word.is(".");
        if (!meta && CATALOG_WORDS.stream().noneMatch(word::is)) {
            return Optional.empty();
        }
        boolean tables = meta || is(tokens, first + 1, "TABLES") || is(tokens, first + 1, "SCHEMAS");
        SqlToken last = tokens.getLast();
        return Optional.of(
                tables || tokens.size() == first + 1 || last.kind() != SqlToken.Kind.WORD
                        ? TABLES_HINT
                        : "SELECT * FROM " + last.text() + " LIMIT 1 shows the columns of a table; rem schema show "
                                + last.text() + " shows their types");
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
