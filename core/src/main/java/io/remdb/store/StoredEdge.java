package io.remdb.store;

import java.util.UUID;

/**
 * An edge as the store keeps it. {@code src}, {@code relType} and {@code dst} identify it.
 *
 * @param properties compact JSON, UTF-8; empty array for none; not to be modified
 * @param createdAtMicros microseconds since 1970, UTC
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredEdge(UUID src, String relType, UUID dst, byte[] properties, long createdAtMicros) {}
