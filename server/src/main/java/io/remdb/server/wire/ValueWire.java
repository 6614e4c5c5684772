package io.remdb.server.wire;

import com.google.protobuf.ByteString;
import io.remdb.Column;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.json.Json;
import io.remdb.server.proto.Micros;
import io.remdb.server.proto.Value;
import io.remdb.server.proto.ValueList;
import io.remdb.sql.SqlRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values of statements: parameters one way, results the other. */
public final class ValueWire {
    private ValueWire() {}

    /**
     * A value as a message.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when it is of a type that statements do not take
     */
    public static Value value(@Nullable Object value) {
        Value.Builder message = Value.newBuilder();
        switch (value) {
            case null -> {}
            case String text -> message.setText(text);
            case Character text -> message.setText(text.toString());
            case Long number -> message.setWhole(number);
            case Integer number -> message.setWhole(number);
            case Short number -> message.setWhole(number);
            case Byte number -> message.setWhole(number);
            case Double number -> message.setReal(number);
            case Float number -> message.setReal(number);
            case BigDecimal number -> message.setDecimal(number.toString());
            case BigInteger number -> message.setDecimal(number.toString());
            case Number number -> message.setWhole(number.longValue()); // such as AtomicLong, as the database takes it
            case Boolean truth -> message.setTruth(truth);
            case Instant time -> message.setTime(Micros.newBuilder().setValue(EntityWire.micros(time)));
            case LocalDate day -> message.setDay(day.toEpochDay());
            case UUID id -> message.setUuid(EntityWire.id(id));
            case JsonNode json -> message.setJson(ByteString.copyFrom(Json.write(json)));
            case Collection<?> list -> message.setList(values(list));
            case Object[] array -> message.setList(values(Arrays.asList(array)));
            default ->
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "A parameter has a type that statements do not take")
                        .with("type", value.getClass().getName())
                        .hint("Give text, a number, a boolean, an Instant, a LocalDate, a UUID, a List of these, or"
                                + " null");
        }
        return message.build();
    }

    /** The value of a message, as {@link Row} says. */
    public static @Nullable Object value(Value message) {
        return switch (message.getKindCase()) {
            case TEXT -> message.getText();
            case WHOLE -> message.getWhole();
            case REAL -> message.getReal();
            case DECIMAL -> decimal(message.getDecimal());
            case TRUTH -> message.getTruth();
            case TIME -> EntityWire.instant(message.getTime().getValue());
            case DAY -> day(message.getDay());
            case UUID -> EntityWire.id(message.getUuid());
            case LIST -> Arrays.asList(values(message.getList()));
            case JSON -> Json.parse(message.getJson().toStringUtf8());
            case KIND_NOT_SET -> null;
        };
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "This is not a decimal number", e).with("value", text);
        }
    }

    private static LocalDate day(long sinceEpoch) {
        try {
            return LocalDate.ofEpochDay(sinceEpoch);
        } catch (DateTimeException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "There is no such day", e).with("value", sinceEpoch);
        }
    }

    /** Values as one message. */
    public static ValueList values(Collection<?> values) {
        ValueList.Builder list = ValueList.newBuilder();
        for (Object value : values) {
            list.addValues(value(value));
        }
        return list.build();
    }

    /** The values of a message. */
    public static @Nullable Object[] values(ValueList list) {
        return list.getValuesList().stream().map(ValueWire::value).toArray();
    }

    /** The values of a row. */
    public static ValueList row(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            values.add(row.value(i));
        }
        return values(values);
    }

    /** The row of values. */
    public static Row row(List<Column> columns, ValueList values) {
        return new SqlRow(columns, values(values));
    }

    /** Values for the question marks of a statement or condition. */
    @SuppressWarnings("NullAway") // a parameter may be null, which varargs of Object do not say
    public static Object[] parameters(List<Value> values) {
        List<@Nullable Object> parameters = new ArrayList<>();
        values.forEach(value -> parameters.add(value(value)));
        return parameters.toArray();
    }
}
