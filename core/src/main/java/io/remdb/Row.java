package io.remdb;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One row of a {@link QueryResult}. Immutable. */
public interface Row {
    /** The columns, those of the result. */
    List<Column> columns();

    /**
     * The value of a column, by its name in any case: String, Long, Double, {@link java.math.BigDecimal}, Boolean,
     * {@link Instant}, {@link java.time.LocalDate}, {@link UUID}, List, {@link tools.jackson.databind.JsonNode}, or null.
     *
     * @throws RemException {@link ErrorCode#UNKNOWN_FIELD}
     */
    @Nullable
    Object value(String column);

    /** The value at a place, from 0. */
    @Nullable
    Object value(int column);

    /** A value as text; null stays null. */
    default @Nullable String string(String column) {
        Object value = value(column);
        return value == null ? null : value.toString();
    }

    /**
     * A value as a whole number.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when it is not a number
     */
    default long number(String column) {
        Object value = value(column);
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new RemException(ErrorCode.INVALID_ARGUMENT, "The column does not hold a number").with("column", column);
    }

    /** The row as a JSON object, columns in order. */
    ObjectNode json();
}
