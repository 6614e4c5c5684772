package io.remdb.cli.output;

import io.remdb.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values as text. */
public final class Cells {
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Cells() {}

    /** ISO 8601, UTC, always six decimals, so that text sorts as time does. */
    public static String timestamp(Instant instant) {
        return MICROSECONDS.format(instant);
    }

    /** A JSON value: strings without quotes, nothing for null, JSON for what has parts. */
    public static String text(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return "";
        }
        return node.isString() ? node.stringValue() : Json.text(node);
    }

    /** A value of a query's row. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant instant -> timestamp(instant);
            case JsonNode node -> text(node);
            case Collection<?> list -> Json.mapper().writeValueAsString(list);
            default -> value.toString();
        };
    }
}
