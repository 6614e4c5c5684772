/** A database that another process has open, through its data service. */
@NullMarked
package io.remdb.server.client;

import org.jspecify.annotations.NullMarked;
