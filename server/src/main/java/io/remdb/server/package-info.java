/**
 * One database for many processes: whoever opens it first owns it and serves it to the others on a socket in its folder; over TCP
 * where {@code rem serve} runs.
 */
@NullMarked
package io.remdb.server;

import org.jspecify.annotations.NullMarked;
