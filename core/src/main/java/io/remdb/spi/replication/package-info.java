/** Copies of a database that follow it: what an engine offers for them, and what the server is built on. */
@NullMarked
package io.remdb.spi.replication;

import org.jspecify.annotations.NullMarked;
