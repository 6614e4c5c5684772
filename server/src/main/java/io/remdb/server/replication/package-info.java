/** A replica: how it finds its primary, takes what that sends, and what it says of it. */
@NullMarked
package io.remdb.server.replication;

import org.jspecify.annotations.NullMarked;
