package io.remdb.export;

import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;

/** What a column of a file holds. */
sealed interface ColumnType {
    /** One value: a {@link io.remdb.value.FieldValue}. */
    record Scalar(ScalarType type) implements ColumnType {}

    /** A list of values: a JSON array whose elements are of the type or null. */
    record ListOf(ScalarType element) implements ColumnType {}

    /** Any JSON: a node. */
    record Json() implements ColumnType {}

    /** Numbers of 32 bits, in every row as many: a {@code float[]}. */
    record Vector() implements ColumnType {}

    /** The column of a field. */
    static ColumnType of(FieldType type) {
        return switch (type) {
            case FieldType.Scalar(ScalarType scalar) -> new Scalar(scalar);
            case FieldType.ArrayOf(ScalarType element) -> new ListOf(element);
            case FieldType.Json() -> new Json();
        };
    }
}
