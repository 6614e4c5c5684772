/** Where an owner listens. */
@NullMarked
package io.remdb.server.socket;

import org.jspecify.annotations.NullMarked;
