/**
 * The data service for other machines: the server that {@code rem serve} runs, who may use it, and the way of a client to it.
 */
@NullMarked
package io.remdb.server.tcp;

import org.jspecify.annotations.NullMarked;
