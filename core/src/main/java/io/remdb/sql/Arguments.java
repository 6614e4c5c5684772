package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/**
 * The arguments of a table function in one execution.
 *
 * @param sql the statement that the call stands in
 * @param call of the function
 * @param parameters the values of the statement's {@code ?}
 */
record Arguments(String sql, FunctionCall call, List<Value> parameters) {
    private static final Set<ErrorCode> OF_VALUES =
            Set.of(ErrorCode.NOT_FOUND, ErrorCode.AMBIGUOUS_KEY, ErrorCode.INVALID_ARGUMENT);

    int count() {
        return call.arguments().size();
    }

    /** An argument that is a text. */
    String text(int index) {
        return switch (call.arguments().get(index)) {
            case FunctionCall.Literal literal -> literal.value();
            case FunctionCall.Parameter parameter -> {
                Value value = parameters.get(parameter.index());
                if (value instanceof ValueNull) {
                    throw invalid("An argument of a table function is NULL", index, "NULL");
                }
                yield String.valueOf(value.getString());
            }
        };
    }

    /** An argument that is a whole number in a range; {@code absent} when the call has not so many. */
    int whole(int index, int absent, int least, int most) {
        if (index >= count()) {
            return absent;
        }
        String text = text(index);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notWhole) {
            // Said below, as what is out of range is.
        }
        throw invalid("An argument of a table function is not a number in its range", index, text)
                .with("least", least)
                .with("most", most)
                .hint("Give a whole number from " + least + " to " + most + ": "
                        + call.function().usage());
    }

    /** An argument that is one of a few names, in any case; {@code absent} when the call has not so many. */
    <E extends Enum<E>> E oneOf(int index, Class<E> type, E absent) {
        if (index >= count()) {
            return absent;
        }
        String text = text(index);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        Optional<String> near = Suggestions.nearest(text, names);
        throw invalid("An argument of a table function is not one of its names", index, text)
                .hint(near.map(name -> "Did you mean " + name + "?").orElse("Use one of " + String.join(", ", names)));
    }

    /** An error about an argument, with its place. */
    RemException invalid(String text, int index, String value) {
        return placed(new RemException(ErrorCode.INVALID_ARGUMENT, text), index, value)
                .with("function", call.function().sqlName())
                .with("argument", index + 1);
    }

    /** The error of a verb about a value that it was given, with the place of the argument; others as they are. */
    RemException ofVerb(RemException error, int index) {
        boolean ofValue = OF_VALUES.contains(error.code()) && !error.details().containsKey("position");
        return ofValue
                ? placed(error, index, text(index))
                        .with("function", call.function().sqlName())
                : error;
    }

    /** The error with the place of an argument. */
    RemException placed(RemException error, int index, String value) {
        return Place.mark(error, sql, call.arguments().get(index).position(), value);
    }
}
