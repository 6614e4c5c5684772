package io.remdb.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/** A listening Unix socket as the {@link ServerSocket} that gRPC's OkHttp transport takes; lets in its own user alone. */
final class UnixServerSocket extends ServerSocket {
    private static final Logger LOGGER = System.getLogger(UnixServerSocket.class.getName());

    private static final long PAUSE_NANOS = 100_000_000;

    private final ServerSocketChannel channel;
    private final Callers callers;

    /**
     * Over a channel that is bound.
     *
     * @param callers who may connect
     */
    UnixServerSocket(ServerSocketChannel channel, Callers callers) throws IOException {
        this.channel = channel;
        this.callers = callers;
    }

    /** Does nothing: it is bound. */
    @Override
    public void bind(SocketAddress endpoint) {}

    @Override
    public Socket accept() throws IOException {
        while (true) {
            try {
                SocketChannel accepted = channel.accept();
                if (callers.include(accepted)) {
                    return new UnixSocket(accepted);
                }
                accepted.close();
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                // Too many open files, for one. The caller would never ask for a connection again.
                LOGGER.log(Level.WARNING, "A connection could not be accepted", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
