package io.remdb.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** A listening Unix socket as the {@link ServerSocket} that gRPC's OkHttp transport takes; lets in its own user alone. */
final class UnixServerSocket extends ServerSocket {
    private static final Logger LOGGER = System.getLogger(UnixServerSocket.class.getName());

    private final ServerSocketChannel channel;
    private final UserPrincipal user;

    /**
     * Over a channel that is bound.
     *
     * @param user who may connect
     */
    UnixServerSocket(ServerSocketChannel channel, UserPrincipal user) throws IOException {
        this.channel = channel;
        this.user = user;
    }

    /** Does nothing: it is bound. */
    @Override
    public void bind(SocketAddress endpoint) {}

    @Override
    public Socket accept() throws IOException {
        while (true) {
            SocketChannel accepted = channel.accept();
            if (isOwn(accepted)) {
                return new UnixSocket(accepted);
            }
            accepted.close();
        }
    }

    /** The folder and the socket's mode keep others out; where the system says who calls, it is looked at too. */
    private boolean isOwn(SocketChannel accepted) {
        if (!accepted.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        try {
            UnixDomainPrincipal caller = accepted.getOption(ExtendedSocketOptions.SO_PEERCRED);
            if (caller.user().equals(user) || caller.user().getName().equals("root")) {
                return true;
            }
            LOGGER.log(
                    Level.WARNING,
                    "A process of another user was refused (user={0})",
                    caller.user().getName());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "It cannot be found out who has connected; the connection was refused", e);
        }
        return false;
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
