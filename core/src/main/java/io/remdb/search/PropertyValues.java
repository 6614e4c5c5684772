package io.remdb.search;

import io.remdb.schema.Field;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the typed values of a row. */
final class PropertyValues {
    private PropertyValues() {}

    /** The values of a scalar or an array field; none for null, for what has another type, and for JSON fields. */
    static List<FieldValue> of(Field field, ObjectNode properties) {
        JsonNode node = properties.get(field.name());
        if (node == null || node.isNull()) {
            return List.of();
        }
        return switch (field.type()) {
            case FieldType.Scalar scalar -> scalar(scalar.type(), node).stream().toList();
            case FieldType.ArrayOf array -> elements(array.element(), node);
            case FieldType.Json _ -> List.of();
        };
    }

    private static List<FieldValue> elements(ScalarType type, JsonNode array) {
        List<FieldValue> values = new ArrayList<>();
        if (array.isArray()) {
            for (JsonNode element : array) {
                scalar(type, element).ifPresent(values::add);
            }
        }
        return values;
    }

    private static Optional<FieldValue> scalar(ScalarType type, JsonNode node) {
        return switch (type) {
            case TEXT -> node.isString() ? Optional.of(new FieldValue.Text(node.stringValue())) : Optional.empty();
            case INTEGER ->
                node.isNumber() && node.canConvertToLong()
                        ? Optional.of(new FieldValue.Whole(node.longValue()))
                        : Optional.empty();
            case NUMBER -> node.isNumber() ? Optional.of(new FieldValue.Decimal(node.doubleValue())) : Optional.empty();
            case BOOLEAN -> node.isBoolean() ? Optional.of(new FieldValue.Bool(node.booleanValue())) : Optional.empty();
            case TIMESTAMP, DATE, UUID -> node.isString() ? parsed(type, node.stringValue()) : Optional.empty();
        };
    }

    /** A text that is not of the type has no value: such a row is found by its other fields. */
    private static Optional<FieldValue> parsed(ScalarType type, String text) {
        try {
            return switch (type) {
                case TIMESTAMP -> Optional.of(new FieldValue.Timestamp(micros(text)));
                case DATE -> Optional.of(new FieldValue.Day(LocalDate.parse(text)));
                case UUID -> Optional.of(new FieldValue.Id(UUID.fromString(text)));
                case TEXT, INTEGER, NUMBER, BOOLEAN -> Optional.empty();
            };
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static long micros(String text) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
    }
}
