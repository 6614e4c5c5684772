package io.remdb.schema;

import io.remdb.text.Uuids;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Typed values of a row's fields, for indexes, filters and SQL columns. Never throws: a value that does not fit its field (a
 * row may be older than its schema) reads as {@link FieldValue.Null}. Thread-safe.
 */
public final class FieldValues {
    private static final int LONGEST_NUMBER = 100;

    private FieldValues() {}

    /** The value of a scalar field; {@link FieldValue.Null} when it is missing, null, or the field is no scalar. */
    public static FieldValue scalar(Field field, @Nullable JsonNode value) {
        return field.type() instanceof FieldType.Scalar(ScalarType type) ? of(type, value) : FieldValue.Null.NULL;
    }

    /**
     * The values that a field contributes to an index: those of an array, each once, in order, without nulls; the one value
     * of a scalar field, which may be {@link FieldValue.Null}; none of a field that is neither.
     */
    public static List<FieldValue> elements(Field field, @Nullable JsonNode value) {
        return switch (field.type()) {
            case FieldType.Scalar(ScalarType type) -> List.of(of(type, value));
            case FieldType.ArrayOf(ScalarType element) -> distinct(element, value);
            case FieldType.Json() -> List.of();
        };
    }

    private static List<FieldValue> distinct(ScalarType type, @Nullable JsonNode array) {
        if (array == null || !array.isArray()) {
            return List.of();
        }
        Set<FieldValue> values = new LinkedHashSet<>();
        for (JsonNode element : array) {
            FieldValue value = of(type, element);
            if (!(value instanceof FieldValue.Null)) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** The JSON value as a value of that type. */
    public static FieldValue of(ScalarType type, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return FieldValue.Null.NULL;
        }
        return switch (type) {
            case TEXT -> value.isString() ? new FieldValue.Text(value.stringValue()) : FieldValue.Null.NULL;
            case INTEGER -> whole(value);
            case NUMBER -> decimal(value);
            case BOOLEAN -> value.isBoolean() ? new FieldValue.Bool(value.booleanValue()) : FieldValue.Null.NULL;
            case TIMESTAMP -> timestamp(value);
            case DATE ->
                orNull(
                        value.isString()
                                ? Timestamps.date(value.stringValue()).map(FieldValue.Day::new)
                                : Optional.empty());
            case UUID ->
                orNull(value.isString() ? Uuids.parse(value.stringValue()).map(FieldValue.Id::new) : Optional.empty());
        };
    }

    private static FieldValue orNull(Optional<? extends FieldValue> value) {
        return value.isPresent() ? value.get() : FieldValue.Null.NULL;
    }

    private static FieldValue timestamp(JsonNode value) {
        OptionalLong micros = value.isString() ? Timestamps.epochMicros(value.stringValue()) : OptionalLong.empty();
        return micros.isPresent() ? new FieldValue.Timestamp(micros.getAsLong()) : FieldValue.Null.NULL;
    }

    private static FieldValue whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? new FieldValue.Whole(value.longValue()) : FieldValue.Null.NULL;
        }
        return value.isNumber() ? whole(value.decimalValue()) : FieldValue.Null.NULL;
    }

    /**
     * A number that is written with a point or an exponent as a whole number: JSON Schema counts 1.0 as one. It is the number that
     * the digits say, not the nearest that a double can hold; {@link FieldValue.Null} when it is not whole or has more than 64 bits.
     */
    public static FieldValue whole(BigDecimal number) {
        try {
            return new FieldValue.Whole(number.longValueExact());
        } catch (ArithmeticException notWhole) { // reads as no value, as every value does that does not fit
            return FieldValue.Null.NULL;
        }
    }

    /** Text counts too: Pydantic writes a decimal as text. */
    private static FieldValue decimal(JsonNode value) {
        double number = Double.NaN;
        if (value.isNumber()) {
            number = value.isBigInteger() || value.isBigDecimal()
                    ? value.decimalValue().doubleValue()
                    : value.doubleValue();
        } else if (value.isString() && value.stringValue().length() <= LONGEST_NUMBER) {
            number = parse(value.stringValue());
        }
        return Double.isFinite(number) ? new FieldValue.Decimal(number) : FieldValue.Null.NULL;
    }

    private static double parse(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            // Not a number: it reads as no value, as every value does that does not fit.
            return Double.NaN;
        }
    }
}
