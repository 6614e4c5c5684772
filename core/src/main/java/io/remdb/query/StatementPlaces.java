package io.remdb.query;

import io.remdb.RemException;
import io.remdb.sql.Place;
import io.remdb.sql.SqlToken;
import java.util.List;

/** Says where in a statement something stands that was found to be wrong only when it was run. */
public final class StatementPlaces {
    private StatementPlaces() {}

    /** Points to the first mention of a table or field after the statement's first word. */
    public static RemException atName(RemException error, String statement, String name) {
        return tokens(statement).stream()
                .skip(1)
                .filter(token -> token.isName() && token.text().equals(name))
                .findFirst()
                .map(token -> mark(error, statement, token))
                .orElse(error);
    }

    /** Points to a string or a {@code ?}. */
    public static RemException at(RemException error, String statement, Argument<String> argument) {
        return switch (argument) {
            case Argument.Given<String>(String value) ->
                tokens(statement).stream()
                        .filter(token -> token.kind() == SqlToken.Kind.STRING
                                && token.text().equals(value))
                        .findFirst()
                        .map(token -> mark(error, statement, token))
                        .orElse(error);
            case Argument.Parameter<String>(int number) -> atParameter(error, statement, number);
        };
    }

    /** Points to a {@code ?}, by its number from 0. */
    public static RemException atParameter(RemException error, String statement, int number) {
        return tokens(statement).stream()
                .filter(token -> token.is("?"))
                .skip(number)
                .findFirst()
                .map(token -> mark(error, statement, token))
                .orElse(error);
    }

    /** Moves the place of an error in a condition to where the condition stands in the statement. */
    public static RemException inCondition(RemException error, String statement, Condition condition) {
        Object position = error.details().get("position");
        if (position == null) {
            return error;
        }
        int moved = condition.position() + Integer.parseInt(position.toString());
        return Place.mark(error, statement, Math.min(moved, statement.length()), "");
    }

    private static List<SqlToken> tokens(String statement) {
        return SqlToken.tokenize(statement).stream()
                .filter(token -> token.kind() != SqlToken.Kind.COMMENT)
                .toList();
    }

    private static RemException mark(RemException error, String statement, SqlToken token) {
        return Place.mark(error, statement, token.start(), TokenReader.shortened(token.text()));
    }
}
