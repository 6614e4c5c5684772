package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.value.FieldValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.h2.engine.CastDataProvider;
import org.h2.engine.Constants;
import org.h2.util.DateTimeUtils;
import org.h2.util.JSR310Utils;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueClob;
import org.h2.value.ValueDate;
import org.h2.value.ValueDouble;
import org.h2.value.ValueJson;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueTimestampTimeZone;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Converts between Java, stored values and H2's values. */
final class SqlValues {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private SqlValues() {}

    static Value of(FieldValue value) {
        return switch (value) {
            case FieldValue.Null none -> ValueNull.INSTANCE;
            case FieldValue.Text text -> text(text.value());
            case FieldValue.Whole whole -> ValueBigint.get(whole.value());
            case FieldValue.Decimal decimal -> decimal(decimal.value());
            case FieldValue.Bool bool -> ValueBoolean.get(bool.value());
            case FieldValue.Timestamp timestamp -> timestamp(timestamp.epochMicros());
            case FieldValue.Day day -> day(day.value());
            case FieldValue.Id id -> ValueUuid.get(id.value());
        };
    }

    /** Text of any length: H2's VARCHAR ends at a million characters, its in-memory CLOB does not. */
    static Value text(String text) {
        return text.length() <= Constants.MAX_STRING_LENGTH
                ? ValueVarchar.get(text)
                : ValueClob.createSmall(text.getBytes(StandardCharsets.UTF_8), text.length());
    }

    /** A double; the two zeros are one value in SQL. */
    static Value decimal(double value) {
        return ValueDouble.get(value + 0.0);
    }

    static Value timestamp(long epochMicros) {
        long day = Math.floorDiv(epochMicros, MICROS_PER_DAY);
        long nanos = Math.floorMod(epochMicros, MICROS_PER_DAY) * 1_000;
        return ValueTimestampTimeZone.fromDateValueAndNanos(DateTimeUtils.dateValueFromAbsoluteDay(day), nanos, 0);
    }

    /** A moment in microseconds: what is finer is cut off. */
    static Value timestamp(Instant instant) {
        return timestamp(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    /** Compact JSON in UTF-8 as this database writes it; NULL where it is longer than H2 takes. */
    static Value json(byte[] compact) {
        return compact.length <= Constants.MAX_STRING_LENGTH ? ValueJson.getInternal(compact) : ValueNull.INSTANCE;
    }

    static Value day(LocalDate day) {
        return ValueDate.fromDateValue(
                DateTimeUtils.dateValue(day.getYear(), day.getMonthValue(), day.getDayOfMonth()));
    }

    /**
     * A parameter of a statement: String, Number, Boolean, Instant, LocalDate, UUID, JsonNode, a collection of those, or null.
     */
    static Value parameter(@Nullable Object value, int place, CastDataProvider provider) {
        return switch (value) {
            case null -> ValueNull.INSTANCE;
            case String text -> text(text);
            case Boolean bool -> ValueBoolean.get(bool);
            case Double number -> ValueDouble.get(number);
            case Float number -> ValueDouble.get(number.doubleValue());
            case BigDecimal number -> ValueNumeric.get(number);
            case BigInteger number -> ValueNumeric.get(number);
            case Number number -> ValueBigint.get(number.longValue());
            case Instant instant -> JSR310Utils.instantToValue(instant);
            case LocalDate day -> day(day);
            case UUID id -> ValueUuid.get(id);
            case JsonNode node -> ValueJson.fromJson(Json.write(node));
            case Collection<?> list -> array(list, place, provider);
            case Object[] list -> array(Arrays.asList(list), place, provider);
            default ->
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "A parameter has a type that SQL does not take")
                        .with("parameter", place)
                        .with("type", value.getClass().getSimpleName())
                        .hint("Use String, Number, Boolean, Instant, LocalDate, UUID, List or null");
        };
    }

    private static Value array(Collection<?> list, int place, CastDataProvider provider) {
        Value[] values = new Value[list.size()];
        int i = 0;
        for (Object element : list) {
            values[i++] = parameter(element, place, provider);
        }
        return ValueArray.get(values, provider);
    }

    /** A value of a result as {@link io.remdb.Row} shows it. */
    static @Nullable Object toJava(Value value) {
        return switch (value.getValueType()) {
            case Value.NULL -> null;
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER, Value.BIGINT -> value.getLong();
            case Value.REAL, Value.DOUBLE -> value.getDouble();
            case Value.NUMERIC, Value.DECFLOAT -> number(value);
            case Value.BOOLEAN -> value.getBoolean();
            case Value.TIMESTAMP_TZ -> instant((ValueTimestampTimeZone) value);
            case Value.TIMESTAMP ->
                JSR310Utils.valueToLocalDateTime(value, null).toInstant(java.time.ZoneOffset.UTC);
            case Value.DATE -> JSR310Utils.valueToLocalDate(value, null);
            case Value.UUID -> ((ValueUuid) value).getUuid();
            case Value.ARRAY, Value.ROW -> list(value);
            case Value.JSON -> Json.parse(value.getString());
            default -> value.getString();
        };
    }

    private static Object number(Value value) {
        try {
            return value.getBigDecimal();
        } catch (RuntimeException notFinite) { // DECFLOAT has infinities, which no BigDecimal is
            return value.getDouble();
        }
    }

    private static Instant instant(ValueTimestampTimeZone value) {
        OffsetDateTime time = JSR310Utils.valueToOffsetDateTime(value, null);
        return time.toInstant();
    }

    private static List<@Nullable Object> list(Value value) {
        Value[] elements = ((org.h2.value.ValueCollectionBase) value).getList();
        List<@Nullable Object> list = new ArrayList<>(elements.length);
        for (Value element : elements) {
            list.add(toJava(element));
        }
        return list;
    }
}
