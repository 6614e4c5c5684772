package io.remdb.server.owner;

import io.remdb.RemException;

/** Finds the way to a database, again when the former is lost. */
@FunctionalInterface
interface Opener {
    /** @throws RemException {@link io.remdb.ErrorCode#LOCKED} when there is none for too long, and why it cannot be opened */
    Delegate open();
}
