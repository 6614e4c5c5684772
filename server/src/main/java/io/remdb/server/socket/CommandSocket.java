package io.remdb.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** The socket on which an owner takes command lines: placed, kept to its user and removed as the one of its service is. */
public final class CommandSocket implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(CommandSocket.class.getName());
    private static final long PAUSE_NANOS = 100_000_000;

    private final SocketPlace place;
    private final Callers callers;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SocketPlace.Bound bound;
    private boolean closed;

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
            SocketPlace.Bound listening = bound;
            try {
                SocketChannel accepted = listening.channel().accept();
                if (callers.include(accepted)) {
                    return accepted;
                }
                accepted.close();
            } catch (ClosedChannelException e) {
                if (listening.equals(bound)) {
                    throw e;
                } // else another has taken its place
            } catch (IOException e) {
                // Too many open files, for one.
                LOGGER.log(Level.WARNING, "A connection could not be accepted", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Makes the file again where it is gone, such as for somebody who clears away old files. */
    public void lookAfter() {
        lock.lock();
        try {
            SocketPlace.Bound before = bound;
            if (!closed && !isInPlace(before)) {
                LOGGER.log(Level.WARNING, "The socket for commands is gone; another takes its place");
                bound = place.bind();
                end(before);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The socket for commands cannot be made anew", e);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isInPlace(SocketPlace.Bound bound) {
        try {
            return bound.isInPlace();
        } catch (IOException _) {
            return false;
        }
    }

    private void end(SocketPlace.Bound ended) {
        place.remove(ended);
        try {
            ended.channel().close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The socket for commands cannot be closed", e);
        }
    }

    /** Takes no more connections. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            end(bound);
        } finally {
            lock.unlock();
        }
    }
}
