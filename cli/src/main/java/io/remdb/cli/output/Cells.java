package io.remdb.cli.output;

import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values as text. */
public final class Cells {
    private Cells() {}

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
            case Instant instant -> Timestamps.text(instant);
            case JsonNode node -> text(node);
            case Collection<?> list -> Json.mapper().writeValueAsString(list);
            default -> value.toString();
        };
    }
}
