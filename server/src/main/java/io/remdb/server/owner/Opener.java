package io.remdb.server.owner;

import io.remdb.RemException;
import java.util.function.BooleanSupplier;

/** Finds the way to a database, again when the former is lost. */
@FunctionalInterface
interface Opener {
    /**
     * @param closed whether nobody wants it any more: looked at before what takes a while and between attempts; an owner that is
     *     being started is waited for
     * @throws RemException {@link io.remdb.ErrorCode#LOCKED} when there is none for too long, CLOSED when it is not wanted any
     *     more, and why it cannot be opened
     */
    Delegate open(BooleanSupplier closed);
}
