package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.h2.value.Value;

/** What to write instead of a constant that does not suit a column; nothing for one that does. */
final class TypeHints {
    private static final List<String> TRUE = List.of("true", "t", "yes", "y", "on", "1");
    private static final List<String> FALSE = List.of("false", "f", "no", "n", "off", "0");
    private static final String DATE = "A date is written '2026-12-31'";
    private static final String TIMESTAMP = "A moment is written '2026-12-31 23:59:59Z', or '2026-12-31'";

    static final String CONVERTIBLE = "Give a value that can be converted to the type that is wanted";

    private TypeHints() {}

    /** The type of a column, for people. */
    static String name(ShapeColumn column) {
        return switch (column.type().getValueType()) {
            case Value.ARRAY -> "list";
            case Value.BIGINT -> "whole number";
            case Value.DOUBLE -> "number";
            case Value.VARCHAR -> "text";
            case Value.TIMESTAMP_TZ -> "moment";
            default -> Value.getTypeName(column.type().getValueType()).toLowerCase(Locale.ROOT);
        };
    }

    static Optional<String> of(ShapeColumn column, Words words, TypeMistakes.Constant constant) {
        String name = column.name();
        boolean isText = words.isKind(constant.last(), SqlToken.Kind.STRING);
        boolean isNumber = words.isKind(constant.last(), SqlToken.Kind.NUMBER);
        String value = words.at(constant.last()).text();
        String written = words.sql().substring(words.start(constant.first()), words.end(constant.last()));
        return Optional.ofNullable(
                switch (column.type().getValueType()) {
                    case Value.VARCHAR -> isText ? null : text(name, written, calculates(words, constant));
                    case Value.ARRAY ->
                        "A list has elements: write " + written + (isNegated(words, constant) ? " <> ALL(" : " = ANY(")
                                + name + ")";
                    case Value.BOOLEAN -> isText || isNumber ? bool(name, value) : null;
                    case Value.DATE -> isText && isDate(value) ? null : DATE;
                    case Value.TIMESTAMP_TZ -> isText && startsWithDate(value) ? null : TIMESTAMP;
                    case Value.BIGINT, Value.DOUBLE ->
                        isText && !isNumeric(value) ? "Compare " + name + " with a number, without quotes" : null;
                    case Value.UUID ->
                        isText && isUuid(value) ? null : "An id is written '01234567-89ab-8def-8123-456789abcdef'";
                    case Value.JSON ->
                        "Take a value out of it: CAST(" + name + " ->> 'member' AS "
                                + (isNumber ? "INTEGER" : "VARCHAR") + ") = " + written;
                    default -> null;
                });
    }

    /** Whether NOT IN stands between a constant and what it is compared with. */
    private static boolean isNegated(Words words, TypeMistakes.Constant constant) {
        int first = constant.first();
        return words.is(constant.last() + 1, "NOT")
                || (words.is(first - 1, "(") && words.is(first - 2, "IN") && words.is(first - 3, "NOT"));
    }

    private static boolean calculates(Words words, TypeMistakes.Constant constant) {
        return List.of("+", "-", "*", "/").stream()
                .anyMatch(symbol -> words.is(constant.first() - 1, symbol) || words.is(constant.last() + 1, symbol));
    }

    private static String text(String name, String written, boolean calculates) {
        return calculates
                ? "Texts are put together with ||; a number is made with CAST(" + name + " AS INTEGER)"
                : "A text is compared with a text: write '" + written + "'";
    }

    private static String bool(String name, String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (TRUE.contains(lower) || FALSE.contains(lower)) {
            return "Write " + name + " = " + (TRUE.contains(lower) ? "TRUE" : "FALSE");
        }
        return "Write " + name + " = TRUE or " + name + " = FALSE";
    }

    /** For a constant that H2 says more about than the words do. */
    static String ofMessage(String message) {
        return message.contains("\"DATE\"") ? DATE : message.contains("TIMESTAMP") ? TIMESTAMP : CONVERTIBLE;
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException notOne) {
            return false;
        }
    }

    private static boolean startsWithDate(String text) {
        return text.length() >= 10 && isDate(text.substring(0, 10));
    }

    private static boolean isNumeric(String text) {
        return text.matches("\\s*[+-]?[0-9.]+([eE][+-]?[0-9]+)?\\s*");
    }

    private static boolean isUuid(String text) {
        try {
            UUID.fromString(text);
            return true;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }
}
