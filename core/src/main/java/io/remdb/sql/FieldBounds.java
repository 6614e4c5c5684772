package io.remdb.sql;

import io.remdb.store.FieldRange;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.h2.engine.CastDataProvider;
import org.h2.message.DbException;
import org.h2.util.DateTimeUtils;
import org.h2.util.JSR310Utils;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.h2.value.ValueTimestampTimeZone;
import org.h2.value.ValueUuid;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bounds that H2 gives into a range of one of our indexes. The range may be too wide, never too narrow: H2 checks
 * every row against the whole condition again.
 */
final class FieldBounds {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Up to here each whole number is a double of its own. */
    private static final long MOST_OF_ONE_DOUBLE = 1L << 53;

    private static final int LONGEST_BOUND = 1_000;

    private FieldBounds() {}

    /**
     * The range from one value to another, both included.
     *
     * @param lower null for no bound; NULL together with {@code upper} NULL asks for the rows without a value
     * @param upper null for no bound
     */
    static FieldRange range(@Nullable Value lower, @Nullable Value upper, ScalarType type, CastDataProvider provider) {
        if (lower == null && upper == null) {
            return FieldRange.ALL;
        }
        if (isNull(lower) && isNull(upper)) {
            return FieldRange.equalTo(FieldValue.Null.NULL);
        }
        FieldValue first = lower == null ? null : value(lower, type, RoundingMode.FLOOR, provider);
        FieldValue last = upper == null ? null : value(upper, type, RoundingMode.CEILING, provider);
        // A comparison never holds for NULL, so the rows without a value, which come first, need not be read.
        return first == null
                ? new FieldRange(FieldValue.Null.NULL, false, last, true)
                : new FieldRange(first, true, last, true);
    }

    /**
     * The value of a field that equals a value of SQL; empty where it may be several, or none: H2 compares values of two types in one
     * that both can be converted to.
     */
    static Optional<FieldValue> only(Value value, ScalarType type, CastDataProvider provider) {
        int of = value.getValueType();
        boolean small = of == Value.TINYINT || of == Value.SMALLINT || of == Value.INTEGER;
        if (type == ScalarType.NUMBER && (small || of == Value.BIGINT)) {
            long number = value.getLong();
            return Math.abs(number) <= MOST_OF_ONE_DOUBLE
                    ? Optional.of(new FieldValue.Decimal(number))
                    : Optional.empty();
        }
        boolean alike = switch (type) {
            case TEXT -> of == Value.VARCHAR;
            case INTEGER -> small || of == Value.BIGINT;
            case NUMBER -> of == Value.DOUBLE;
            case BOOLEAN -> of == Value.BOOLEAN;
            case TIMESTAMP -> of == Value.TIMESTAMP_TZ;
            case DATE -> of == Value.DATE;
            case UUID -> of == Value.UUID;
        };
        FieldRange range = alike ? range(value, value, type, provider) : FieldRange.ALL;
        return range.isOneValue() ? Optional.ofNullable(range.lower()) : Optional.empty();
    }

    /** Whether a bound is there and is NULL. */
    static boolean isNull(@Nullable Value value) {
        return value instanceof ValueNull;
    }

    /** The value in the field's type, rounded where it lies between two; null when there is none. */
    static @Nullable FieldValue value(Value value, ScalarType type, RoundingMode rounding, CastDataProvider provider) {
        if (isNull(value)) {
            return null;
        }
        try {
            return switch (type) {
                case TEXT -> text(String.valueOf(value.getString()), rounding);
                case INTEGER -> new FieldValue.Whole(whole(value, rounding));
                case NUMBER -> new FieldValue.Decimal(decimal(value, rounding));
                case BOOLEAN -> new FieldValue.Bool(value.convertToBoolean().getBoolean());
                case TIMESTAMP ->
                    new FieldValue.Timestamp(
                            micros((ValueTimestampTimeZone) value.convertTo(TableShape.UNROUNDED, provider), rounding));
                case DATE -> new FieldValue.Day(JSR310Utils.valueToLocalDate(value, provider));
                case UUID -> new FieldValue.Id(((ValueUuid) value.convertTo(Value.UUID)).getUuid());
            };
        } catch (DbException | ArithmeticException notOfTheType) { // no bound then: the condition itself will speak
            return null;
        }
    }

    /** Text longer than an index takes: what it begins with is a lower bound, and there is no upper one. */
    private static @Nullable FieldValue text(String text, RoundingMode rounding) {
        if (text.length() <= LONGEST_BOUND) {
            return new FieldValue.Text(text);
        }
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST_BOUND - 1));
        return rounding == RoundingMode.FLOOR
                ? new FieldValue.Text(text.substring(0, splits ? LONGEST_BOUND - 1 : LONGEST_BOUND))
                : null;
    }

    private static long whole(Value value, RoundingMode rounding) {
        return switch (value.getValueType()) {
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER, Value.BIGINT -> value.getLong();
            default ->
                value.getBigDecimal().setScale(0, rounding).max(LEAST).min(MOST).longValueExact();
        };
    }

    private static double decimal(Value value, RoundingMode rounding) {
        double number = value.getDouble() + 0.0;
        if (value.getValueType() == Value.DOUBLE) {
            return number;
        }
        return rounding == RoundingMode.FLOOR ? Math.nextDown(number) : Math.nextUp(number);
    }

    private static long micros(ValueTimestampTimeZone value, RoundingMode rounding) {
        long day = DateTimeUtils.absoluteDayFromDateValue(value.getDateValue());
        long nanos = value.getTimeNanos() - value.getTimeZoneOffsetSeconds() * 1_000_000_000L;
        long micros = rounding == RoundingMode.FLOOR ? Math.floorDiv(nanos, 1_000L) : Math.ceilDiv(nanos, 1_000L);
        return Math.addExact(Math.multiplyExact(day, 86_400_000_000L), micros);
    }
}
