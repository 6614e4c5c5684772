package io.remdb.server.command;

import java.io.InputStream;
import java.io.OutputStream;

/** Who has typed a command, at the other end of a connection. Thread-safe. */
public interface Caller {
    /** Its stdin, read as far as the command reads it. */
    InputStream in();

    /** Its stdout; what is written is there when the write returns, or the write fails as it does there. */
    OutputStream out();

    /** Its stderr; likewise. */
    OutputStream err();

    /** What to do, once, in another thread, when the caller wants the command to stop or is gone; at once if it is already. */
    void onInterrupt(Runnable reaction);
}
