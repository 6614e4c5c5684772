package io.remdb.query;

import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.sql.Place;
import io.remdb.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses statements. What starts with LOOKUP, FUZZY, SEARCH, TRAVERSE, or EXPLAIN and one of these, is read here; everything
 * else is SQL and not looked at further than its first word, so that SQL pays nothing for the dialect. No recursion: the
 * length of a statement is bounded by memory alone, and the time grows with it linearly.
 */
public final class StatementParser {
    private StatementParser() {}

    /**
     * The plan of a statement.
     *
     * @throws RemException {@link ErrorCode#INVALID_QUERY}, or {@link ErrorCode#INVALID_ARGUMENT} for a value that is empty, out of its
     *     range or none of the words that may stand there; with {@code position} (from 0), {@code line} and {@code column} (from 1), and a
     *     hint
     */
    public static Statement parse(String text) {
        Optional<SqlToken> first = SqlToken.first(text, 0);
        if (first.isEmpty()) {
            throw Place.mark(new RemException(ErrorCode.INVALID_QUERY, "The statement is empty"), text, 0, "")
                    .hint("Write SQL, or a statement that starts with LOOKUP, FUZZY, SEARCH or TRAVERSE");
        }
        SqlToken verb = first.get();
        if (!verb.is("EXPLAIN")) {
            Statement.Rem rem = rem(text, verb);
            return rem == null ? new Statement.Sql(text) : rem;
        }
        Optional<SqlToken> second =
                SqlToken.first(text, verb.start() + verb.text().length());
        Statement.Rem explained = second.map(token -> rem(text, token)).orElse(null);
        if (explained != null) {
            return new Statement.Explain(explained);
        }
        if (second.isEmpty() || second.get().is("EXPLAIN") || second.get().is(";")) {
            throw Place.mark(
                            new RemException(ErrorCode.INVALID_QUERY, "EXPLAIN needs a statement"),
                            text,
                            second.map(SqlToken::start).orElse(verb.start()),
                            second.map(SqlToken::text).orElse(verb.text()))
                    .hint("Write EXPLAIN and one statement, such as EXPLAIN SELECT ...");
        }
        if (second.filter(token -> token.is("ANALYZE") || token.is("PLAN")).isPresent()) {
            rejectAnalyze(text, second.get());
        }
        return new Statement.Sql(text);
    }

    /** EXPLAIN ANALYZE and EXPLAIN PLAN FOR are SQL's. */
    private static void rejectAnalyze(String text, SqlToken word) {
        int after = word.start() + word.text().length();
        Optional<SqlToken> next = SqlToken.first(text, after);
        if (next.filter(token -> token.is("FOR")).isPresent()) {
            next = SqlToken.first(text, next.get().start() + 3);
        }
        if (next.filter(token -> formOf(token) != null).isPresent()) {
            throw Place.mark(
                            new RemException(ErrorCode.INVALID_QUERY, "This word belongs to EXPLAIN of SQL"),
                            text,
                            word.start(),
                            word.text())
                    .hint("Write EXPLAIN " + Dialect.upper(next.get().text()) + " ...");
        }
    }

    /** The statement that begins with a word; null when it is SQL. */
    private static Statement.@Nullable Rem rem(String text, SqlToken verb) {
        String form = formOf(verb);
        if (form == null) {
            rejectMisspelt(text, verb);
            return null;
        }
        TokenReader reader = new TokenReader(text, form);
        while (reader.position() < verb.start()) {
            reader.take();
        }
        reader.take();
        return switch (Dialect.upper(verb.text())) {
            case "LOOKUP" -> lookup(reader);
            case "FUZZY" -> fuzzy(reader);
            case "SEARCH" -> search(reader);
            default -> traverse(reader);
        };
    }

    private static @Nullable String formOf(SqlToken verb) {
        if (verb.kind() != SqlToken.Kind.WORD) {
            return null;
        }
        return switch (Dialect.upper(verb.text())) {
            case "LOOKUP" -> Dialect.LOOKUP;
            case "FUZZY" -> Dialect.FUZZY;
            case "SEARCH" -> Dialect.SEARCH;
            case "TRAVERSE" -> Dialect.TRAVERSE;
            default -> null;
        };
    }

    private static void rejectMisspelt(String text, SqlToken verb) {
        boolean known = Dialect.VERBS.contains(Dialect.upper(verb.text()));
        if (verb.kind() != SqlToken.Kind.WORD || known) {
            return;
        }
        Dialect.misspeltVerb(verb.text()).ifPresent(meant -> {
            throw Place.mark(
                            new RemException(ErrorCode.INVALID_QUERY, "No statement starts with this word"),
                            text,
                            verb.start(),
                            TokenReader.shortened(verb.text()))
                    .hint("Did you mean " + meant + "?");
        });
    }

    private static Statement.Lookup lookup(TokenReader reader) {
        List<Argument<String>> keys = list(reader, "A key", Statement.Lookup.MAX_KEYS);
        requireEnd(reader, List.of());
        return new Statement.Lookup(keys);
    }

    private static List<Argument<String>> list(TokenReader reader, String what, int most) {
        List<Argument<String>> values = new ArrayList<>();
        do {
            if (values.size() == most) {
                throw reader.tooMany(most);
            }
            values.add(reader.string(what));
        } while (reader.take(","));
        SqlToken next = reader.peek();
        if (next != null && (next.kind() == SqlToken.Kind.STRING || next.is("?"))) {
            throw reader.error("A comma is missing", next).hint("Write a comma between two of them");
        }
        return values;
    }

    private static Statement.Fuzzy fuzzy(TokenReader reader) {
        Argument<String> text = reader.string("A text");
        String table = null;
        Argument<Integer> limit = null;
        while (!reader.atEnd()) {
            if (reader.once("IN", table)) {
                table = reader.name("A table");
            } else if (reader.once("LIMIT", limit)) {
                limit = reader.number(Bounds.FUZZY_LIMIT);
            } else {
                requireEnd(reader, Dialect.FUZZY_CLAUSES);
            }
        }
        return new Statement.Fuzzy(text, table, orElse(limit, Statement.Fuzzy.DEFAULT_LIMIT));
    }

    private static Statement.Search search(TokenReader reader) {
        SqlToken first = reader.peek();
        SqlToken second = reader.peek(1);
        boolean tableFirst = first != null
                && first.isName()
                && !(first.kind() == SqlToken.Kind.WORD && Dialect.isReserved(first.text()))
                && second != null
                && (second.kind() == SqlToken.Kind.STRING || second.is("?"));
        if (tableFirst) {
            String table = reader.name("A table");
            return searchClauses(reader, reader.string("A text"), table);
        }
        Argument<String> text = reader.string("A text");
        if (!reader.take("IN")) {
            SqlToken next = reader.peek();
            throw next == null || Dialect.SEARCH_CLAUSES.stream().anyMatch(next::is)
                    ? reader.missing("The table to search")
                    : unexpected(reader, next, List.of("IN"));
        }
        return searchClauses(reader, text, reader.name("A table"));
    }

    private static Statement.Search searchClauses(TokenReader reader, Argument<String> text, String table) {
        Condition condition = null;
        List<Order> order = null;
        Argument<Integer> limit = null;
        SearchMode mode = null;
        while (!reader.atEnd()) {
            if (reader.once("WHERE", condition)) {
                condition = new ConditionReader(reader).read();
            } else if (reader.once("ORDER", order)) {
                order = order(reader);
            } else if (reader.once("LIMIT", limit)) {
                limit = reader.number(Bounds.SEARCH_LIMIT);
            } else if (reader.once("MODE", mode)) {
                mode = SearchMode.valueOf(Dialect.upper(reader.word("MODE", Dialect.MODES)));
            } else {
                requireEnd(reader, Dialect.SEARCH_CLAUSES);
            }
        }
        return new Statement.Search(
                text,
                table,
                condition,
                order == null ? List.of() : order,
                orElse(limit, Statement.Search.DEFAULT_LIMIT),
                mode == null ? SearchMode.HYBRID : mode);
    }

    private static List<Order> order(TokenReader reader) {
        if (!reader.take("BY")) {
            throw reader.missing("BY after ORDER");
        }
        List<Order> terms = new ArrayList<>();
        do {
            if (terms.size() == Order.MAX_TERMS) {
                throw reader.tooMany(Order.MAX_TERMS);
            }
            terms.add(orderTerm(reader));
        } while (reader.take(","));
        return terms;
    }

    private static Order orderTerm(TokenReader reader) {
        String field = reader.name("A field");
        if (reader.at("(") || reader.at(".")) {
            SqlToken token = reader.take();
            throw reader.error("ORDER BY of SEARCH takes fields and scores, not expressions", token)
                    .hint("Order by an expression in SQL, which joins search(...) to the table");
        }
        Order.Direction direction = Order.Direction.ASC;
        if (reader.take("DESC")) {
            direction = Order.Direction.DESC;
        } else {
            reader.take("ASC");
        }
        Order.Nulls nulls = Order.Nulls.SMALLEST;
        if (reader.take("NULLS")) {
            nulls = Order.Nulls.valueOf(Dialect.upper(reader.word("NULLS", List.of("first", "last"))));
        }
        return new Order(field, direction, nulls);
    }

    private static Statement.Traverse traverse(TokenReader reader) {
        if (!reader.take("FROM")) {
            SqlToken next = reader.peek();
            throw next == null || next.kind() == SqlToken.Kind.STRING || next.is("?")
                    ? reader.missing("FROM after TRAVERSE")
                    : unexpected(reader, next, List.of("FROM"));
        }
        Argument<String> start = reader.string("An id or key");
        Argument<Integer> depth = null;
        EdgeDirection direction = null;
        List<Argument<String>> types = null;
        Argument<Integer> limit = null;
        while (!reader.atEnd()) {
            if (reader.once("DEPTH", depth)) {
                depth = reader.number(Bounds.DEPTH);
            } else if (reader.once("DIRECTION", direction)) {
                direction = EdgeDirection.valueOf(Dialect.upper(reader.word("DIRECTION", Dialect.DIRECTIONS)));
            } else if (reader.once("TYPE", types)) {
                types = list(reader, "A type of link", Statement.Traverse.MAX_TYPES);
            } else if (reader.once("LIMIT", limit)) {
                limit = reader.number(Bounds.TRAVERSE_LIMIT);
            } else {
                requireEnd(reader, Dialect.TRAVERSE_CLAUSES);
            }
        }
        return new Statement.Traverse(
                start,
                orElse(depth, Statement.Traverse.DEFAULT_DEPTH),
                direction == null ? EdgeDirection.OUT : direction,
                types == null ? List.of() : types,
                orElse(limit, Statement.Traverse.DEFAULT_LIMIT));
    }

    private static Argument<Integer> orElse(@Nullable Argument<Integer> given, int otherwise) {
        return given == null ? new Argument.Given<>(otherwise) : given;
    }

    private static void requireEnd(TokenReader reader, List<String> clauses) {
        SqlToken next = reader.peek();
        if (next != null) {
            throw next.is(";") ? secondStatement(reader, next) : unexpected(reader, next, clauses);
        }
    }

    static RemException secondStatement(TokenReader reader, SqlToken semicolon) {
        return reader.error("Only one statement is run at a time", semicolon).hint("Send the statements one by one");
    }

    /** The error for a word that has no place there, with the clause that was probably meant. */
    static RemException unexpected(TokenReader reader, SqlToken token, List<String> clauses) {
        RemException error = reader.error("The statement does not go on like this", token);
        Optional<String> meant =
                token.kind() == SqlToken.Kind.WORD ? Dialect.misspeltClause(token.text(), clauses) : Optional.empty();
        return error.hint(meant.map(clause -> "Did you mean " + clause + "?").orElse("Write " + reader.form()));
    }
}
