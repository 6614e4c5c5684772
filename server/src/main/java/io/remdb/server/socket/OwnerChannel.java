package io.remdb.server.socket;

import io.grpc.EquivalentAddressGroup;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.remdb.server.service.MessageLimits;
import io.remdb.server.wire.ErrorWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The way from a client to the owner of a database. */
public final class OwnerChannel {
    private static final String SCHEME = "remdb-owner";

    /** Silence after which an owner is asked whether it is there, and the time that it has to say so. */
    static final long KEEP_ALIVE_SECONDS = 20;

    /** Tells of each cursor that is closed before its end, as if something were wrong. */
    private static final Logger CHATTY = Logger.getLogger("io.grpc.internal.AbstractClientStream");

    private OwnerChannel() {}

    /**
     * A channel to the process that has this database open.
     *
     * @return empty when nobody listens
     * @throws IOException when whoever listens is another user
     */
    public static Optional<ManagedChannel> open(Path folder) throws IOException {
        Optional<Path> socket = find(folder);
        if (socket.isEmpty()) {
            return Optional.empty();
        }
        SocketChannel first = connect(socket.get());
        if (first == null) {
            return Optional.empty();
        }
        boolean kept = false;
        try {
            requireOwn(first, socket.get(), folder);
            kept = true;
            return Optional.of(over(new Factory(socket.get(), folder, first)));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // the owner is closing, and has just removed it
        } finally {
            if (!kept) {
                first.close();
            }
        }
    }

    /** None where no database can be: whoever opens it says what is wrong with the folder. */
    private static Optional<Path> find(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            return SocketPlace.of(folder, SocketPlace.SERVICE).find();
        } catch (AccessDeniedException _) {
            return Optional.empty();
        }
    }

    /**
     * Loads what a channel needs, which takes longer than a call: for a process that knows that it is going to open one, in a
     * thread beside what else it does.
     *
     * @throws IOException when this system has no such sockets
     */
    public static void load() throws IOException {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
        over(SocketFactory.getDefault()).shutdownNow();
    }

    private static ManagedChannel over(SocketFactory sockets) {
        LateTls.loadTransport();
        Resolver.register();
        CHATTY.setLevel(Level.WARNING);
        return OkHttpChannelBuilder.forTarget(SCHEME + ":///", InsecureChannelCredentials.create())
                .socketFactory(sockets)
                .overrideAuthority("localhost")
                .disableRetry()
                .maxInboundMessageSize(MessageLimits.MOST_BYTES)
                .maxInboundMetadataSize(ErrorWire.MOST_METADATA_BYTES)
                .flowControlWindow(MessageLimits.WINDOW_BYTES)
                // Nothing else tells of an owner that is stopped (kill -STOP) or hangs.
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .directExecutor()
                .build();
    }

    /** Where the owner of a database listens, if there is one: an absolute path. */
    public static Optional<Path> socket(Path folder) {
        try {
            return SocketPlace.of(folder, SocketPlace.SERVICE).find();
        } catch (IOException _) {
            return Optional.empty(); // gone at this moment
        }
    }

    private static @Nullable SocketChannel connect(Path socket) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException _) {
            return null; // left behind by a process that is gone, or not there any more
        }
    }

    /**
     * A folder that others may write to is no place to trust what lies in it. Where the system says who listens, it is asked: the
     * file may be another by now.
     */
    private static void requireOwn(SocketChannel channel, Path socket, Path folder) throws IOException {
        UserPrincipal owner = channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                ? channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user()
                : Files.getOwner(socket);
        if (!owner.equals(CurrentUser.get()) && !owner.equals(Files.getOwner(folder))) {
            throw new IOException("The socket belongs to another user (" + owner.getName() + ")");
        }
    }

    /** Connects to the one place that there is, first through the connection that is there already. */
    private static final class Factory extends SocketFactory {
        private final Path path;
        private final Path folder;
        private @Nullable SocketChannel first;

        Factory(Path path, Path folder, SocketChannel first) {
            this.path = path;
            this.folder = folder;
            this.first = first;
        }

        @Override
        public synchronized Socket createSocket() throws IOException {
            SocketChannel channel = first;
            first = null;
            return new UnixSocket(channel != null ? channel : again());
        }

        private SocketChannel again() throws IOException {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
            boolean own = false;
            try {
                requireOwn(channel, path, folder);
                own = true;
                return channel;
            } finally {
                if (!own) {
                    channel.close();
                }
            }
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return createSocket();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return createSocket();
        }
    }

    /** gRPC asks for addresses; the socket factory does not need one. */
    private static final class Resolver extends NameResolverProvider {
        private static final Resolver ONLY = new Resolver();
        private static boolean registered;

        static synchronized void register() {
            if (!registered) {
                NameResolverRegistry.getDefaultRegistry().register(ONLY);
                registered = true;
            }
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 0;
        }

        @Override
        public String getDefaultScheme() {
            return SCHEME;
        }

        @Override
        public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
            return List.of(InetSocketAddress.class);
        }

        @Override
        public NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
            return new NameResolver() {
                @Override
                public String getServiceAuthority() {
                    return "localhost";
                }

                @Override
                public void start(Listener2 listener) {
                    SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
                    listener.onResult(ResolutionResult.newBuilder()
                            .setAddressesOrError(StatusOr.fromValue(List.of(new EquivalentAddressGroup(address))))
                            .build());
                }

                @Override
                public void shutdown() {}
            };
        }
    }
}
