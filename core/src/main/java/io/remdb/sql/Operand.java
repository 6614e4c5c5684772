package io.remdb.sql;

import io.remdb.value.FieldValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A constant in a predicate: a literal, or the value of a parameter. */
sealed interface Operand {
    /** NULL. */
    record None() implements Operand {}

    /** A text, also one that stands for a date, a moment or an id. */
    record Text(String value) implements Operand {}

    /**
     * A number.
     *
     * @param approximate whether it is a double
     */
    record Numeric(BigDecimal value, boolean approximate) implements Operand {}

    /** A boolean. */
    record Bool(boolean value) implements Operand {}

    /** A value whose type is that of the column, or else it is not compared here. */
    record Typed(FieldValue value) implements Operand {}

    /** Digits of a number, and places of its point, beyond which H2 may decide. */
    int LONGEST_NUMBER = 300;

    /** The value of a parameter; empty when its type is one whose comparison is left to H2. */
    static Optional<Operand> ofParameter(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.of(new None());
            case String text -> Optional.of(new Text(text));
            case Boolean bool -> Optional.of(new Bool(bool));
            case Byte number -> Optional.of(whole(number));
            case Short number -> Optional.of(whole(number));
            case Integer number -> Optional.of(whole(number));
            case Long number -> Optional.of(whole(number));
            case Float number -> decimal(number.doubleValue());
            case Double number -> decimal(number);
            case BigDecimal number -> ofNumber(number);
            case UUID id -> Optional.of(new Typed(new FieldValue.Id(id)));
            case LocalDate day -> Optional.of(new Typed(new FieldValue.Day(day)));
            case Instant instant -> moment(instant);
            default -> Optional.empty();
        };
    }

    private static Operand whole(long number) {
        return new Numeric(BigDecimal.valueOf(number), false);
    }

    /** H2 tells the two zeros of a double parameter apart. */
    private static Optional<Operand> decimal(double number) {
        boolean plain = Double.isFinite(number) && !(number == 0 && 1 / number < 0);
        return plain ? Optional.of(new Numeric(BigDecimal.valueOf(number), true)) : Optional.empty();
    }

    /** An exact number of reasonable length. */
    static Optional<Operand> ofNumber(BigDecimal number) {
        boolean isShort = number.precision() <= LONGEST_NUMBER && Math.abs((long) number.scale()) <= LONGEST_NUMBER;
        return isShort ? Optional.of(new Numeric(number, false)) : Optional.empty();
    }

    private static Optional<Operand> moment(Instant instant) {
        boolean exact = instant.getNano() % 1_000 == 0 && Math.abs(instant.getEpochSecond()) < 1L << 40;
        return exact
                ? Optional.of(new Typed(
                        new FieldValue.Timestamp(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000)))
                : Optional.empty();
    }
}
