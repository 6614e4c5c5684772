package io.remdb.export;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.remdb.export.TableColumns.Column;
import io.remdb.json.Json;
import io.remdb.schema.FieldValues;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A column in Parquet: its type, and how the value of a row is written with its levels (Dremel): the repetition level is 0 where a row
 * begins and 1 where its list goes on, the definition level says how much of the path to the value is there. Lists have the three
 * levels of the format's specification: the list, its elements ({@code list}), the value ({@code element}). Thread-safe.
 */
record ParquetColumn(Column column) {
    private static final int UUID_BYTES = 16;
    private static final String ELEMENT = "element";
    /** The edges of most rows. */
    private static final Binary NO_ELEMENTS = Binary.fromString("[]");

    /** Its type. */
    Type type() {
        Repetition repetition = column.required() ? Repetition.REQUIRED : Repetition.OPTIONAL;
        return switch (column.type()) {
            case ColumnType.Scalar(ScalarType scalar) -> primitive(scalar, repetition, column.name());
            case ColumnType.Json() ->
                Types.primitive(BINARY, repetition)
                        .as(LogicalTypeAnnotation.jsonType())
                        .named(column.name());
            case ColumnType.ListOf(ScalarType element) ->
                list(repetition, primitive(element, Repetition.OPTIONAL, ELEMENT));
            case ColumnType.Vector() -> list(repetition, Types.required(FLOAT).named(ELEMENT));
        };
    }

    private Type list(Repetition repetition, Type element) {
        return Types.list(repetition).element(element).named(column.name());
    }

    private static PrimitiveType primitive(ScalarType type, Repetition repetition, String name) {
        return switch (type) {
            case TEXT ->
                Types.primitive(BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case INTEGER -> Types.primitive(INT64, repetition).named(name);
            case NUMBER -> Types.primitive(DOUBLE, repetition).named(name);
            case BOOLEAN -> Types.primitive(BOOLEAN, repetition).named(name);
            case TIMESTAMP ->
                Types.primitive(INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                        .named(name);
            case DATE ->
                Types.primitive(INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case UUID ->
                Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(UUID_BYTES)
                        .as(LogicalTypeAnnotation.uuidType())
                        .named(name);
        };
    }

    /** Whether a dictionary of its values can be worth its while. */
    boolean repeatsItself() {
        return switch (column.name()) {
            case "id", "created_at", "modified_at" -> false;
            default -> !(column.type() instanceof ColumnType.Vector);
        };
    }

    /** Writes the value of the next row: null, or of the class that {@link ColumnType} says. */
    void write(@Nullable Object value, ColumnWriter writer) {
        switch (value) {
            case null -> writer.writeNull(0, 0);
            case FieldValue scalar -> write(scalar, 0, column.required() ? 0 : 1, writer);
            case float[] vector -> writeVector(vector, writer);
            case JsonNode node ->
                // The columns say which of the two it is.
                writeNode(node, writer);
            default -> throw new IllegalStateException(value.getClass().getName());
        }
    }

    private void writeNode(JsonNode node, ColumnWriter writer) {
        if (column.type() instanceof ColumnType.ListOf(ScalarType element)) {
            writeList(element, node, writer);
        } else {
            Binary json =
                    node.isArray() && node.isEmpty() ? NO_ELEMENTS : Binary.fromConstantByteArray(Json.write(node));
            writer.write(json, 0, column.required() ? 0 : 1);
        }
    }

    private static void writeList(ScalarType element, JsonNode list, ColumnWriter writer) {
        if (list.isEmpty()) {
            writer.writeNull(0, 1);
        }
        int repetition = 0;
        for (JsonNode node : list) {
            FieldValue value = FieldValues.of(element, node);
            if (value instanceof FieldValue.Null) {
                writer.writeNull(repetition, 2);
            } else {
                write(value, repetition, 3, writer);
            }
            repetition = 1;
        }
    }

    private static void writeVector(float[] vector, ColumnWriter writer) {
        if (vector.length == 0) {
            writer.writeNull(0, 1);
        }
        int repetition = 0;
        for (float component : vector) {
            writer.write(component, repetition, 2);
            repetition = 1;
        }
    }

    private static void write(FieldValue value, int repetition, int definition, ColumnWriter writer) {
        switch (value) {
            case FieldValue.Null _ -> throw new IllegalStateException("no value");
            case FieldValue.Text(String text) -> writer.write(Binary.fromString(text), repetition, definition);
            case FieldValue.Whole(long number) -> writer.write(number, repetition, definition);
            case FieldValue.Decimal(double number) -> writer.write(number, repetition, definition);
            case FieldValue.Bool(boolean truth) -> writer.write(truth, repetition, definition);
            case FieldValue.Timestamp(long micros) -> writer.write(micros, repetition, definition);
            case FieldValue.Day(var day) -> writer.write(Math.toIntExact(day.toEpochDay()), repetition, definition);
            case FieldValue.Id(UUID id) ->
                writer.write(Binary.fromConstantByteArray(bytes(id)), repetition, definition);
        }
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(UUID_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
