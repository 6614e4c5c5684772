package io.remdb.cli.output;

import java.io.IOException;

/** Nobody reads stdout any more, as in {@code rem list articles | head}: a reason to stop, not an error. */
public final class ClosedPipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedPipeException(IOException cause) {
        super("stdout is closed", cause);
    }
}
