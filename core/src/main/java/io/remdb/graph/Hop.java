package io.remdb.graph;

import io.remdb.store.StoredEdge;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entity met on the search for a path, by its id alone: a search holds many of them.
 *
 * @param before the one that is nearer to where this side of the search began; null there
 * @param edge between the two; null there
 */
record Hop(UUID id, @Nullable Hop before, @Nullable StoredEdge edge) {}
