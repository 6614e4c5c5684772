package io.remdb.search;

import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The typed values of a field of a row, as SQL reads them.
 *
 * @param values without nulls; one at most of a scalar field, none of a JSON field
 * @param absent whether the field is null
 * @param holes whether an element of the array is null
 */
record PropertyValues(List<FieldValue> values, boolean absent, boolean holes) {
    /** A longer array is null in SQL. */
    private static final int LONGEST_ARRAY = 65_536;

    private static final PropertyValues ABSENT = new PropertyValues(List.of(), true, false);

    static PropertyValues of(Field field, @Nullable JsonNode json) {
        return switch (field.type()) {
            case FieldType.Scalar(ScalarType type) -> scalar(FieldValues.of(type, json));
            case FieldType.ArrayOf(ScalarType element) -> elements(element, json);
            case FieldType.Json _ -> ABSENT;
        };
    }

    private static PropertyValues scalar(FieldValue value) {
        return value instanceof FieldValue.Null ? ABSENT : new PropertyValues(List.of(value), false, false);
    }

    private static PropertyValues elements(ScalarType type, @Nullable JsonNode array) {
        if (array == null || !array.isArray() || array.size() > LONGEST_ARRAY) {
            return ABSENT;
        }
        List<FieldValue> values = new ArrayList<>(array.size());
        boolean holes = false;
        for (JsonNode element : array) {
            FieldValue value = FieldValues.of(type, element);
            if (value instanceof FieldValue.Null) {
                holes = true;
            } else {
                values.add(value);
            }
        }
        return new PropertyValues(values, false, holes);
    }
}
