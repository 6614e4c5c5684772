package io.remdb.sql;

import io.remdb.value.FieldValue;
import io.remdb.value.Predicate;
import io.remdb.value.Predicate.Column;
import io.remdb.value.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a comparison of a column with a constant means, in the column's own type. Empty wherever H2 converts in a way that is
 * not known here to the last bit.
 */
final class Comparisons {
    /** How two values are compared. */
    enum Operator {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** What holds when the sides change places. */
        Operator reversed() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    /** Below, a double has every whole number, and its shortest decimal is on the right side of each. */
    private static final BigDecimal EXACT_WHOLE = BigDecimal.valueOf(1L << 53);

    private static final char FIRST_SURROGATE = Character.MIN_SURROGATE;

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MOMENT =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,6})?)"
                    + "(Z|[+-][0-9]{2}:[0-9]{2})?)?");
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Comparisons() {}

    /** The comparison; empty when H2 must say. */
    static Optional<Predicate> of(Column column, ScalarType type, Operator operator, Operand operand) {
        if (operand instanceof Operand.None) {
            return Optional.of(Predicate.Constant.UNKNOWN);
        }
        return switch (type) {
            case TEXT -> text(column, operator, operand);
            case INTEGER ->
                operand instanceof Operand.Numeric number ? whole(column, operator, number) : Optional.empty();
            case NUMBER ->
                operand instanceof Operand.Numeric number
                        ? decimal(column, operator, number.value())
                        : Optional.empty();
            case BOOLEAN, UUID ->
                operator == Operator.EQUAL
                        ? typed(type, operand).map(value -> new Predicate.OneOf(column, List.of(value)))
                        : Optional.empty();
            case TIMESTAMP, DATE -> typed(type, operand).map(value -> compare(column, operator, value));
        };
    }

    /** The value that equals the operand; empty when H2 must say; an empty list when none does. */
    static Optional<List<FieldValue>> equalTo(ScalarType type, Operand operand) {
        return of(new Column.Id(), type, Operator.EQUAL, operand)
                .filter(Predicate.OneOf.class::isInstance)
                .map(oneOf -> ((Predicate.OneOf) oneOf).values());
    }

    private static Predicate compare(Column column, Operator operator, FieldValue value) {
        return switch (operator) {
            case EQUAL -> new Predicate.OneOf(column, List.of(value));
            case LESS -> new Predicate.Range(column, null, true, value, false);
            case LESS_OR_EQUAL -> new Predicate.Range(column, null, true, value, true);
            case GREATER -> new Predicate.Range(column, value, false, null, true);
            case GREATER_OR_EQUAL -> new Predicate.Range(column, value, true, null, true);
        };
    }

    /** SQL orders text by UTF-16, indexes by UTF-8: the two agree around a text without surrogates. */
    private static Optional<Predicate> text(Column column, Operator operator, Operand operand) {
        if (!(operand instanceof Operand.Text(String text)) || !Predicate.isExact(text)) {
            return Optional.empty();
        }
        boolean ordered = operator == Operator.EQUAL || text.chars().allMatch(unit -> unit < FIRST_SURROGATE);
        return ordered ? Optional.of(compare(column, operator, new FieldValue.Text(text))) : Optional.empty();
    }

    private static Optional<Predicate> whole(Column column, Operator operator, Operand.Numeric number) {
        BigDecimal value = number.value();
        if (number.approximate() && value.abs().compareTo(EXACT_WHOLE) >= 0) {
            return Optional.empty();
        }
        BigDecimal floor = value.setScale(0, RoundingMode.FLOOR);
        BigDecimal ceiling = value.setScale(0, RoundingMode.CEILING);
        return Optional.of(
                switch (operator) {
                    case EQUAL ->
                        floor.compareTo(ceiling) == 0 && isLong(floor)
                                ? new Predicate.OneOf(column, List.of(new FieldValue.Whole(floor.longValueExact())))
                                : new Predicate.OneOf(column, List.of());
                    case LESS -> atMost(column, ceiling.subtract(BigDecimal.ONE));
                    case LESS_OR_EQUAL -> atMost(column, floor);
                    case GREATER -> atLeast(column, floor.add(BigDecimal.ONE));
                    case GREATER_OR_EQUAL -> atLeast(column, ceiling);
                });
    }

    private static boolean isLong(BigDecimal whole) {
        return whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0;
    }

    private static Predicate atMost(Column column, BigDecimal bound) {
        if (bound.compareTo(LEAST) < 0) {
            return new Predicate.OneOf(column, List.of());
        }
        return compare(
                column,
                Operator.LESS_OR_EQUAL,
                new FieldValue.Whole(bound.min(MOST).longValueExact()));
    }

    private static Predicate atLeast(Column column, BigDecimal bound) {
        if (bound.compareTo(MOST) > 0) {
            return new Predicate.OneOf(column, List.of());
        }
        return compare(
                column,
                Operator.GREATER_OR_EQUAL,
                new FieldValue.Whole(bound.max(LEAST).longValueExact()));
    }

    /**
     * H2 compares a double with a decimal as decimals, the double as its shortest one. That keeps the order of doubles, so all
     * but the nearest double lie on their own side.
     */
    private static Optional<Predicate> decimal(Column column, Operator operator, BigDecimal value) {
        double nearest = value.doubleValue() + 0.0;
        if (!Double.isFinite(nearest)) {
            return Optional.empty();
        }
        int side = BigDecimal.valueOf(nearest).compareTo(value);
        FieldValue at = new FieldValue.Decimal(nearest);
        return Optional.of(
                switch (operator) {
                    case EQUAL -> new Predicate.OneOf(column, side == 0 ? List.of(at) : List.of());
                    case LESS -> new Predicate.Range(column, null, true, at, side < 0);
                    case LESS_OR_EQUAL -> new Predicate.Range(column, null, true, at, side <= 0);
                    case GREATER -> new Predicate.Range(column, at, side > 0, null, true);
                    case GREATER_OR_EQUAL -> new Predicate.Range(column, at, side >= 0, null, true);
                });
    }

    private static Optional<FieldValue> typed(ScalarType type, Operand operand) {
        return switch (operand) {
            case Operand.None _, Operand.Numeric _ -> Optional.empty();
            case Operand.Bool(boolean value) ->
                type == ScalarType.BOOLEAN ? Optional.of(new FieldValue.Bool(value)) : Optional.empty();
            case Operand.Text(String text) -> parsed(type, text);
            case Operand.Typed(FieldValue value) -> isOf(value, type) ? Optional.of(value) : Optional.empty();
        };
    }

    private static boolean isOf(FieldValue value, ScalarType type) {
        return switch (value) {
            case FieldValue.Timestamp _ -> type == ScalarType.TIMESTAMP;
            case FieldValue.Day _ -> type == ScalarType.DATE;
            case FieldValue.Id _ -> type == ScalarType.UUID;
            case FieldValue.Null _, FieldValue.Text _, FieldValue.Whole _, FieldValue.Decimal _, FieldValue.Bool _ ->
                false;
        };
    }

    /** What a text says as a value of a type; empty when H2 must say. */
    static Optional<FieldValue> parsed(ScalarType type, String text) {
        try {
            return switch (type) {
                case DATE ->
                    DAY.matcher(text).matches()
                            ? Optional.of(new FieldValue.Day(LocalDate.parse(text)))
                            : Optional.empty();
                case TIMESTAMP -> moment(text);
                case UUID ->
                    ID.matcher(text).matches()
                            ? Optional.of(new FieldValue.Id(UUID.fromString(text)))
                            : Optional.empty();
                case TEXT, INTEGER, NUMBER, BOOLEAN -> Optional.empty();
            };
        } catch (DateTimeException notADay) { // the 30th of February: H2 says what is wrong with it
            return Optional.empty();
        }
    }

    private static Optional<FieldValue> moment(String text) {
        Matcher matcher = MOMENT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String time = matcher.group(2) == null ? "00:00:00" : matcher.group(2);
        LocalDateTime local = LocalDateTime.parse(matcher.group(1) + "T" + time);
        ZoneOffset offset = matcher.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(matcher.group(3));
        return Optional.of(new FieldValue.Timestamp(
                local.toEpochSecond(offset) * 1_000_000 + local.get(ChronoField.MICRO_OF_SECOND)));
    }
}
