package io.remdb;

import org.jspecify.annotations.Nullable;

/**
 * A registered schema in a list.
 *
 * @param shortName the table
 * @param name the fully qualified name
 * @param version semantic version
 * @param category {@code system}, {@code agents}, {@code public} or {@code user}
 * @param description what a row is
 * @param rows live rows of the table
 * @param model the full name of the model that embeds the rows, such as {@code local:all-MiniLM-L6-v2}; null where nothing is embedded
 * @param building what is being built over them; null when everything is complete
 */
public record SchemaInfo(
        String shortName,
        String name,
        String version,
        String category,
        String description,
        long rows,
        @Nullable String model,
        @Nullable BuildProgress building) {}
