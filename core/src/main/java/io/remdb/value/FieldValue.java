package io.remdb.value;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A typed value of a field. Values of one type are ordered as SQL orders them: text by UTF-16 code units, null before
 * everything.
 */
public sealed interface FieldValue {
    /** No value: the field is missing or null. */
    record Null() implements FieldValue {
        /** The one null. */
        public static final Null NULL = new Null();
    }

    /** A string. */
    record Text(String value) implements FieldValue {}

    /** A whole number. */
    record Whole(long value) implements FieldValue {}

    /** A number; never NaN. */
    record Decimal(double value) implements FieldValue {}

    /** True or false. */
    record Bool(boolean value) implements FieldValue {}

    /** A moment: microseconds since 1970-01-01T00:00:00Z. */
    record Timestamp(long epochMicros) implements FieldValue {}

    /** A day. */
    record Day(LocalDate value) implements FieldValue {}

    /** A UUID. */
    record Id(UUID value) implements FieldValue {}
}
