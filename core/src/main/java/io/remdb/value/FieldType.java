package io.remdb.value;

/** What a field of a table holds. */
public sealed interface FieldType {
    /** One value. */
    record Scalar(ScalarType type) implements FieldType {}

    /** Any number of values of one type. */
    record ArrayOf(ScalarType element) implements FieldType {}

    /** Anything else that JSON can say: objects, arrays of objects, unions. */
    record Json() implements FieldType {}
}
