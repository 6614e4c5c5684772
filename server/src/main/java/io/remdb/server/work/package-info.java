/**
 * What the owner of a database does by itself, beside what it is asked for. {@link io.remdb.server.work.OwnerTask} is who knows of such work, found through
 * {@link java.util.ServiceLoader}; {@link io.remdb.server.work.OwnWork} does it.
 */
@NullMarked
package io.remdb.server.work;

import org.jspecify.annotations.NullMarked;
