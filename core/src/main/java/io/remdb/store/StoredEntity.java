package io.remdb.store;

import io.remdb.json.Json;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entity as the store keeps it.
 *
 * @param table the table's number
 * @param id the entity
 * @param version the sequence of the log entry that wrote it last; 0 in a value that is yet to be written
 * @param createdAtMicros microseconds since 1970, UTC
 * @param modifiedAtMicros microseconds since 1970, UTC
 * @param deletedAtMicros microseconds since 1970, UTC, or {@link #NOT_DELETED}
 * @param properties compact JSON, UTF-8; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a defensive copy of every row read would be waste
public record StoredEntity(
        int table,
        UUID id,
        long version,
        long createdAtMicros,
        long modifiedAtMicros,
        long deletedAtMicros,
        byte[] properties) {
    /** The {@link #deletedAtMicros} of a living entity. */
    public static final long NOT_DELETED = Long.MIN_VALUE;

    /** Whether it is soft-deleted. */
    public boolean deleted() {
        return deletedAtMicros != NOT_DELETED;
    }

    /** The properties, parsed anew at each call. */
    public ObjectNode parseProperties() {
        return Json.parseStored(properties, 0, properties.length);
    }
}
