package io.remdb.graph;

import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import org.jspecify.annotations.Nullable;

/**
 * An entity on a path.
 *
 * @param entity living
 * @param from the one before it; null for the start
 * @param edge that led from there to here, in either direction; null for the start
 */
public record Reached(
        StoredEntity entity,
        @Nullable Reached from,
        @Nullable StoredEdge edge) {}
