/** Pieces of what stands between the store and RocksDB. */
@NullMarked
package io.remdb.store.rocks;

import org.jspecify.annotations.NullMarked;
