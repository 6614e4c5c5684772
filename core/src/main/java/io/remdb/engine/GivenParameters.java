package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.query.Argument;
import io.remdb.query.Bounds;
import io.remdb.query.Condition;
import io.remdb.query.Statement;
import io.remdb.query.StatementPlaces;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of a statement's {@code ?}. */
final class GivenParameters {
    private final String statement;
    private final List<?> values;

    /** @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when there are more or fewer values than {@code ?} */
    GivenParameters(String statement, Statement.Rem parsed, List<?> values) {
        this.statement = statement;
        this.values = values;
        if (parsed.parameters() != values.size()) {
            RemException error = new RemException(
                            ErrorCode.INVALID_ARGUMENT, "The statement has another number of parameters")
                    .with("parameters", parsed.parameters())
                    .with("given", values.size())
                    .hint("Give one value for each ?");
            throw StatementPlaces.atParameter(error, statement, values.size());
        }
    }

    String string(Argument<String> argument) {
        return switch (argument) {
            case Argument.Given<String>(String value) -> value;
            case Argument.Parameter<String>(int number) ->
                switch (values.get(number)) {
                    case String text when !text.isBlank() -> text;
                    case UUID id -> id.toString();
                    case Object other -> throw wrong(number, other, "Give a String that is not blank, or a UUID");
                    case null -> throw wrong(number, null, "Give a String that is not blank, or a UUID");
                };
        };
    }

    List<String> strings(List<Argument<String>> arguments) {
        return arguments.stream().map(this::string).toList();
    }

    int number(Argument<Integer> argument, Bounds bounds) {
        return switch (argument) {
            case Argument.Given<Integer>(Integer value) -> value;
            case Argument.Parameter<Integer>(int number) ->
                switch (values.get(number)) {
                    case Integer value when bounds.contain(value) -> value;
                    case Long value when bounds.contain(value) -> value.intValue();
                    case Short value when bounds.contain(value) -> value.intValue();
                    case Number value ->
                        throw StatementPlaces.atParameter(
                                bounds.broken(ErrorCode.INVALID_ARGUMENT, value), statement, number);
                    case Object other -> throw wrong(number, other, "Give an Integer or a Long");
                    case null -> throw wrong(number, null, "Give an Integer or a Long");
                };
        };
    }

    /** The values of the {@code ?} in a condition. */
    Object[] of(Condition condition) {
        int first = condition.firstParameter();
        return values.subList(first, first + condition.parameters()).toArray();
    }

    private RemException wrong(int number, @Nullable Object value, String hint) {
        RemException error = new RemException(ErrorCode.INVALID_ARGUMENT, "A parameter does not fit where it stands")
                .with("parameter", number + 1)
                .with("type", value == null ? "null" : value.getClass().getSimpleName())
                .hint(hint);
        return StatementPlaces.atParameter(error, statement, number);
    }
}
