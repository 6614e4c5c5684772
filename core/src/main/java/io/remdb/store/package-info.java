/**
 * Durable data in the domain's words: entities, keys, field ranges, edges, vectors, log entries. Never bytes, never column
 * families.
 *
 * <p>{@link io.remdb.store.Store} is the narrow interface; {@code io.remdb.store.rocks} is the one implementation today, and a
 * partitioned engine should be able to be another. So every read says what it wants, nothing iterates over everything except
 * through a cursor that can be resumed, and a write names the versions that it was computed from.
 */
@NullMarked
package io.remdb.store;

import org.jspecify.annotations.NullMarked;
