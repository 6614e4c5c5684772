package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.sql.FunctionCall.Argument;
import io.remdb.sql.FunctionCall.Function;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the table functions of a statement. They stand where a table may: behind FROM, JOIN, a comma between these, or the USING of a MERGE. */
final class FunctionCalls {
    /** Words that end the FROM of a query. */
    private static final Set<String> BEHIND_FROM = Set.of(
            "select",
            "where",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "fetch",
            "union",
            "intersect",
            "except",
            "minus",
            "window",
            "qualify",
            "set",
            "values");

    private final Words words;
    private final List<FunctionCall> calls = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int parameters;

    /** What is known of one pair of parentheses. */
    private static final class Level {
        private boolean inFrom;
        private boolean expectsTable;

        Level(boolean table) {
            inFrom = table;
            expectsTable = table;
        }
    }

    private FunctionCalls(Words words) {
        this.words = words;
    }

    static List<FunctionCall> find(Words words) {
        FunctionCalls finder = new FunctionCalls(words);
        finder.findAll();
        return List.copyOf(finder.calls);
    }

    private void findAll() {
        levels.push(new Level(false));
        int i = 0;
        while (i < words.size()) {
            Optional<Function> function = functionAt(i);
            if (function.isPresent()) {
                i = call(function.get(), i);
            } else {
                step(i);
                i++;
            }
        }
    }

    private Optional<Function> functionAt(int i) {
        if (!words.isKind(i, SqlToken.Kind.WORD) || !words.is(i + 1, "(") || words.is(i - 1, ".")) {
            return Optional.empty();
        }
        for (Function function : Function.values()) {
            if (words.is(i, function.name())) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    private void step(int i) {
        Level level = levels.getFirst();
        SqlToken token = words.at(i);
        if (token.is("(")) {
            levels.push(new Level(level.expectsTable));
            level.expectsTable = false;
        } else if (token.is(")")) {
            if (levels.size() > 1) {
                levels.pop();
            }
        } else if (token.is("?")) {
            parameters++;
        } else if (token.is("FROM")) {
            level.inFrom = true;
            level.expectsTable = true;
        } else if (token.is("JOIN") || token.is(",")) {
            level.expectsTable = level.inFrom;
        } else if (token.is("USING")) { // of a MERGE; the columns of a join are not calls
            level.expectsTable = true;
        } else if (!token.is("LATERAL")) {
            level.expectsTable = false;
            if (token.kind() == SqlToken.Kind.WORD && BEHIND_FROM.contains(token.name())) {
                level.inFrom = false;
            }
        }
    }

    /** Reads the call at a token; gives the token behind it. */
    private int call(Function function, int first) {
        Level level = levels.getFirst();
        if (!level.expectsTable) {
            throw StatementCheck.refuse("A table function gives rows, not a value", words.sql(), words.at(first))
                    .hint("Use it in FROM: SELECT ... FROM " + function.usage());
        }
        level.expectsTable = false;
        int close = words.closing(first + 1);
        List<Argument> arguments = new ArrayList<>();
        for (int i = first + 2; i < close; i += 2) {
            arguments.add(argument(function, i));
            if (i + 1 < close && !words.is(i + 1, ",")) {
                throw invalid("The arguments of a table function are texts, numbers or ?", function, i + 1);
            }
        }
        if (!words.is(close, ")") || words.is(close - 1, ",") || !function.takes(arguments.size())) {
            throw invalid("A table function does not have this number of arguments", function, first)
                    .with("arguments", arguments.size());
        }
        int start = words.start(first);
        calls.add(new FunctionCall(
                function,
                List.copyOf(arguments),
                start,
                words.end(close),
                words.sql().substring(start, words.end(close))));
        return close + 1;
    }

    private Argument argument(Function function, int i) {
        SqlToken token = words.at(i);
        if (token.is("?")) {
            if (words.touchesNext(i) && words.isKind(i + 1, SqlToken.Kind.NUMBER)) {
                throw invalid("The parameters of a table function have no numbers", function, i);
            }
            return new FunctionCall.Parameter(parameters++, token.start());
        }
        if (token.kind() != SqlToken.Kind.STRING && token.kind() != SqlToken.Kind.NUMBER) {
            throw invalid("The arguments of a table function are texts, numbers or ?", function, i);
        }
        return new FunctionCall.Literal(token.text(), token.start());
    }

    private RemException invalid(String text, Function function, int token) {
        SqlToken at = words.at(token);
        return Place.mark(new RemException(ErrorCode.INVALID_QUERY, text), words.sql(), at.start(), at.text())
                .with("function", function.sqlName())
                .hint("Write " + function.usage());
    }
}
