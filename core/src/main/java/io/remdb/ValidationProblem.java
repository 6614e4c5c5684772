package io.remdb;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a row.
 *
 * @param message what is wrong, as a sentence for the person who wrote the row
 * @param field the field, as a path such as {@code tags[2]} or {@code address.city}; empty for the row as a whole
 * @param value the offending value as JSON, shortened; null when the field is missing
 * @param schema the table
 */
public record ValidationProblem(
        String message, String field, @Nullable String value, String schema) {}
