/**
 * The data service: the calls of other processes, each handed to a {@link io.remdb.RemDatabase}. Nothing is decided here but how
 * a call is run, how its answer flows, and what of an error travels.
 */
@NullMarked
package io.remdb.server.service;

import org.jspecify.annotations.NullMarked;
