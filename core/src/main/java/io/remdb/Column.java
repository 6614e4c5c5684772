package io.remdb;

/**
 * A column of a result.
 *
 * @param name as the query named it; an expression without a name by its text as it is written
 * @param type the SQL type, such as {@code CHARACTER VARYING} or {@code BIGINT}
 */
public record Column(String name, String type) {}
