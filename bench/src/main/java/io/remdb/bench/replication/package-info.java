/** A primary and replicas in processes of their own: what following costs the writers, and how far behind it is. */
@NullMarked
package io.remdb.bench.replication;

import org.jspecify.annotations.NullMarked;
