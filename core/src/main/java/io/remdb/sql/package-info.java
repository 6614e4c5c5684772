/**
 * SQL over the store: H2 parses, plans and runs; tables, indexes and types are ours, over {@link io.remdb.store.Store}.
 *
 * <p>No database file of H2's exists, and no table but ours can be created.
 */
@NullMarked
package io.remdb.sql;

import org.jspecify.annotations.NullMarked;
