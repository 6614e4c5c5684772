package io.remdb.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The socket on which an owner takes command lines: placed, kept to its user and removed as the one of its service is. */
public final class CommandSocket implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(CommandSocket.class.getName());
    private static final long PAUSE_NANOS = 100_000_000;

    private final SocketPlace place;
    private final SocketPlace.Bound bound;
    private final Callers callers;

    private CommandSocket(SocketPlace place, SocketPlace.Bound bound, Callers callers) {
        this.place = place;
        this.bound = bound;
        this.callers = callers;
    }

    /**
     * Begins to listen; the caller holds the lock of the database.
     *
     * @throws IOException where no socket can be had at all
     */
    public static CommandSocket open(Path folder) throws IOException {
        Callers callers = new Callers(CurrentUser.get());
        SocketPlace place = SocketPlace.of(folder, SocketPlace.COMMANDS);
        return new CommandSocket(place, place.bind(), callers);
    }

    /**
     * The next connection of a process that may connect.
     *
     * @throws ClosedChannelException when the socket is closed
     */
    public SocketChannel accept() throws ClosedChannelException {
        while (true) {
            try {
                SocketChannel accepted = bound.channel().accept();
                if (callers.include(accepted)) {
                    return accepted;
                }
                accepted.close();
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                // Too many open files, for one.
                LOGGER.log(Level.WARNING, "A connection could not be accepted", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Takes no more connections. */
    @Override
    public void close() {
        place.remove(bound);
        try {
            bound.channel().close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The socket for commands cannot be closed", e);
        }
    }
}
