package io.remdb.ingest.table;

import io.remdb.text.Timestamps;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be said of every document and chunk of a run.
 *
 * @param category null for none
 * @param tags may be empty
 * @param metadata anything else; not to be modified
 * @param activeStart from when the content holds; null: not said
 * @param activeEnd until when; null: not said
 */
public record Description(
        @Nullable String category,
        List<String> tags,
        ObjectNode metadata,
        @Nullable Instant activeStart,
        @Nullable Instant activeEnd) {
    public Description {
        tags = List.copyOf(tags);
    }

    static String time(Instant instant) {
        return Timestamps.text(instant);
    }
}
