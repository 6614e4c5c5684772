/**
 * The store on RocksDB: column families, key encoding, the commit path, the log and its trimming.
 *
 * <p>Enter through {@link io.remdb.store.rocks.RocksStore}; everything else is an inner matter, and bytes never leave this room.
 * {@code docs/storage-format.md} describes what is written. Native memory is touched only between {@code CallGate.enter} and
 * {@code leave}, so that a call that races with {@code close} fails instead of crashing the process.
 */
@NullMarked
package io.remdb.store.rocks;

import org.jspecify.annotations.NullMarked;
