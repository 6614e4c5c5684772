package io.remdb.store;

import io.remdb.value.FieldValue;
import java.util.UUID;

/**
 * An entity found through an ordered index.
 *
 * @param id the entity
 * @param value the value under which it stands there
 * @param deleted whether it is soft-deleted
 */
public record IndexHit(UUID id, FieldValue value, boolean deleted) {}
