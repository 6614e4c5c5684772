/**
 * The graph: what is reached from an entity along edges, and how. Breadth first over {@link io.remdb.store.RecordStore}, without
 * recursion, reading edges only until the answer is known.
 *
 * <p>The engine enters through {@link io.remdb.graph.Graph}.
 */
@NullMarked
package io.remdb.graph;

import org.jspecify.annotations.NullMarked;
