package io.remdb.engine;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row as the oracle knows it: plain Java values by field, null where there is none. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TestRow(
        UUID id,
        Map<String, @Nullable Object> values,
        @Nullable String content,
        float @Nullable [] vector,
        Instant createdAt,
        Instant modifiedAt) {
    @Nullable
    Object value(String field) {
        return values.get(field);
    }
}
