package io.remdb.server.client;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * The process that has the database open did not answer, or not to the end: it is not known whether what was asked took place.
 * Whoever knows another way to the database may ask again.
 */
public final class ConnectionLostException extends RemException {
    private static final long serialVersionUID = 1L;

    ConnectionLostException(Throwable cause) {
        super(ErrorCode.UNAVAILABLE, "The process that has the database open has gone away", cause);
        hint("Try again");
    }
}
