package io.remdb.schema;

import io.remdb.ValidationProblem;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What JSON Schema does not say, but storage needs: numbers that fit, text that can be written, keys of bearable length. */
final class RowLimits {
    private final TableSchema table;
    private final List<Field> limited;

    RowLimits(TableSchema table) {
        this.table = table;
        this.limited = table.fields().stream().filter(RowLimits::isLimited).toList();
    }

    private static boolean isLimited(Field field) {
        return switch (field.type()) {
            case FieldType.Scalar(ScalarType type) -> isNumber(type) || field.indexed();
            case FieldType.ArrayOf(ScalarType type) -> isNumber(type) || field.indexed();
            case FieldType.Json() -> false;
        };
    }

    private static boolean isNumber(ScalarType type) {
        return type == ScalarType.INTEGER || type == ScalarType.NUMBER;
    }

    /** Adds what breaks a limit. */
    void check(ObjectNode row, List<ValidationProblem> problems) {
        checkTexts(row, problems);
        for (Field field : limited) {
            JsonNode value = row.get(field.name());
            if (value != null) {
                checkField(field, value, problems);
            }
        }
        for (String name : RowKeys.keyFields(table)) {
            checkKey(name, row.get(name), problems);
        }
    }

    /** Adds what cannot be written as JSON, whatever its field. */
    void checkTexts(ObjectNode row, List<ValidationProblem> problems) {
        for (Map.Entry<String, JsonNode> member : row.properties()) {
            checkValue(member.getKey(), member.getKey(), member.getValue(), problems);
        }
    }

    private void checkValue(String name, String path, JsonNode value, List<ValidationProblem> problems) {
        if (!TextChecks.isWellFormed(name) || name.indexOf('\0') >= 0) {
            add(problems, "a property's name holds broken Unicode or a NUL character", printable(path), value);
        }
        checkValue(path, value, problems);
    }

    private void checkValue(String path, JsonNode value, List<ValidationProblem> problems) {
        if (value.isString()) {
            if (!TextChecks.isWellFormed(value.stringValue())) {
                add(
                        problems,
                        printable(path) + " holds broken Unicode: half of a surrogate pair",
                        printable(path),
                        value);
            }
        } else if (value.isFloat() || value.isDouble()) {
            // JSON has no infinity: it would be written as text.
            if (!Double.isFinite(value.doubleValue())) {
                add(
                        problems,
                        printable(path) + " must fit into a 64-bit floating-point number",
                        printable(path),
                        value);
            }
        } else if (value.isArray()) {
            int index = 0;
            for (JsonNode element : value) {
                if (element.isString() || element.isContainer() || element.isDouble()) {
                    checkValue(path + "[" + index + "]", element, problems);
                }
                index++;
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                checkValue(member.getKey(), path + "." + member.getKey(), member.getValue(), problems);
            }
        }
    }

    private static String printable(String path) {
        return path.replaceAll("[\\ud800-\\udfff\\x00]", "?");
    }

    private void checkField(Field field, JsonNode value, List<ValidationProblem> problems) {
        switch (field.type()) {
            case FieldType.Scalar(ScalarType type) -> checkElement(field, type, field.name(), value, problems);
            case FieldType.ArrayOf(ScalarType type) -> {
                int index = 0;
                for (JsonNode element : value) {
                    checkElement(field, type, field.name() + "[" + index++ + "]", element, problems);
                }
            }
            case FieldType.Json() -> {
                // Anything goes.
            }
        }
    }

    private void checkElement(
            Field field, ScalarType type, String path, JsonNode value, List<ValidationProblem> problems) {
        if (value.isNumber() && isNumber(type)) {
            boolean infinite = value.isDouble() && !Double.isFinite(value.doubleValue());
            if (!infinite
                    && FieldValues.of(type, value) instanceof FieldValue.Null
                    && isWholeWhereItMust(type, value)) {
                String limit = type == ScalarType.INTEGER ? "64 bits" : "a 64-bit floating-point number";
                add(problems, path + " must fit into " + limit, path, value);
            }
        } else if (value.isString() && field.indexed() && TextChecks.isTooLongToIndex(value.stringValue())) {
            add(problems, path + tooLong("is indexed", value), path, value);
        }
    }

    /** A fraction in a whole-number field is a problem that the schema has already named. */
    private static boolean isWholeWhereItMust(ScalarType type, JsonNode value) {
        return type != ScalarType.INTEGER || value.isIntegralNumber() || value.canConvertToExactIntegral();
    }

    private void checkKey(String name, @Nullable JsonNode value, List<ValidationProblem> problems) {
        if (value == null || !value.isString()) {
            return;
        }
        String text = value.stringValue();
        if (text.isEmpty() && name.equals(table.keyField())) {
            add(problems, name + " is the key and must not be empty", name, value);
        } else if (text.indexOf('\0') >= 0) {
            add(problems, name + " is a key and must not hold a NUL character", name, value);
        } else if (TextChecks.isTooLongToIndex(text)
                && table.field(name).filter(Field::indexed).isEmpty()) {
            add(problems, name + tooLong("is a key", value), name, value);
        }
    }

    private static String tooLong(String role, JsonNode value) {
        return " " + role + " and must have at most " + TextChecks.LONGEST_INDEXED_BYTES + " bytes in UTF-8, but has "
                + TextChecks.utf8Length(value.stringValue());
    }

    private void add(List<ValidationProblem> problems, String message, String path, JsonNode value) {
        problems.add(new ValidationProblem(message, path, RowProblems.shown(value), table.shortName()));
    }
}
