package io.remdb.schema;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The values under which a row is found by {@code LOOKUP}. Thread-safe. */
public final class RowKeys {
    private static final List<String> GENERAL = List.of("uri", "key", "name");

    private RowKeys() {}

    /**
     * The distinct values of {@code uri}, the key field, {@code key} and {@code name}, each where present: text as given,
     * numbers in plain decimal form. Empty text is no key.
     */
    public static List<String> keys(TableSchema table, ObjectNode row) {
        return keys(keyFields(table), row);
    }

    /** The distinct values of these fields, as {@link #keys(TableSchema, ObjectNode)} gives them for {@link #keyFields}. */
    public static List<String> keys(List<String> keyFields, ObjectNode row) {
        Set<String> keys = new LinkedHashSet<>();
        for (String name : keyFields) {
            text(row, name).ifPresent(keys::add);
        }
        return List.copyOf(keys);
    }

    /** The value of one field as a key, whatever the schema says of it; empty for none. */
    public static Optional<String> key(ObjectNode row, String field) {
        return text(row, field);
    }

    /** The fields whose values are keys, in the order in which they make ids where the schema does not say otherwise. */
    public static List<String> keyFields(TableSchema table) {
        String keyField = table.keyField();
        return keyField == null || GENERAL.contains(keyField) ? GENERAL : List.of("uri", keyField, "key", "name");
    }

    /** A value as a key: text that is not empty, or a number. */
    static Optional<String> text(ObjectNode row, String name) {
        JsonNode value = row.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isString()) {
            return value.stringValue().isEmpty() ? Optional.empty() : Optional.of(value.stringValue());
        }
        return value.isNumber() ? Optional.of(number(value)) : Optional.empty();
    }

    /** 7, 7.0 and 70e-1 are one number and one key. */
    private static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asString();
        }
        BigDecimal decimal = value.decimalValue().stripTrailingZeros();
        // Huge exponents stay exponents: a key is no place for a thousand zeros.
        return Math.abs(decimal.scale()) > 40 ? decimal.toString() : decimal.toPlainString();
    }
}
