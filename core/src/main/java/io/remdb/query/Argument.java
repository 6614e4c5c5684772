package io.remdb.query;

import java.util.List;

/**
 * A string or a number of a statement, or the {@code ?} that stands for one.
 *
 * @param <T> String or Integer
 */
public sealed interface Argument<T> {
    /** Written in the statement. */
    record Given<T>(T value) implements Argument<T> {}

    /**
     * Given with the statement.
     *
     * @param number of the {@code ?} in the order of the text, from 0
     */
    record Parameter<T>(int number) implements Argument<T> {}

    /** How many of these are {@code ?}. */
    static int parametersIn(List<? extends Argument<?>> arguments) {
        return Math.toIntExact(
                arguments.stream().filter(Parameter.class::isInstance).count());
    }
}
