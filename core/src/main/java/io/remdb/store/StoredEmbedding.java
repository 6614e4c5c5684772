package io.remdb.store;

import java.util.UUID;

/** A vector of an entity; not to be modified. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredEmbedding(UUID id, float[] vector) {}
