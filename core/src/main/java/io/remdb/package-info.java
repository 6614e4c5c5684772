/**
 * What a user of the database sees: open a database, register schemas, write, read, search, query.
 *
 * <p>Interfaces and records only; the implementation is found through {@link io.remdb.spi.DatabaseProvider}, so that the
 * same code runs in process or through the process that owns the database. Everything here is thread-safe unless it says
 * otherwise. Errors are {@link io.remdb.RemException} with an {@link io.remdb.ErrorCode}.
 */
@NullMarked
package io.remdb;

import org.jspecify.annotations.NullMarked;
