package io.remdb.server.client;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.jspecify.annotations.Nullable;

/**
 * The process that has the database open did not answer, or not to the end: it is not known whether what was asked took place.
 * Whoever knows another way to the database may ask again.
 */
public final class ConnectionLostException extends RemException {
    private static final long serialVersionUID = 1L;

    private transient @Nullable RemoteDatabase lost;

    ConnectionLostException(Throwable cause) {
        super(ErrorCode.UNAVAILABLE, "The process that has the database open has gone away", cause);
        hint("Try again");
    }

    /** Says through which connection it was. */
    ConnectionLostException through(RemoteDatabase database) {
        lost = database;
        return this;
    }

    /** Whether it was this one: rows that a user reads from another database may fail in the middle of a call to this one. */
    public boolean isOf(RemoteDatabase database) {
        return lost == database;
    }
}
