/** The Unix socket in a database's folder, and gRPC over it. */
@NullMarked
package io.remdb.server.socket;

import org.jspecify.annotations.NullMarked;
