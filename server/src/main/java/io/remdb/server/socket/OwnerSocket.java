package io.remdb.server.socket;

import io.grpc.Attributes;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.remdb.server.service.CallSlots;
import io.remdb.server.service.MessageLimits;
import io.remdb.server.wire.ErrorWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** The socket on which an owner serves its database. Thread-safe. */
public final class OwnerSocket {
    private static final long LOOK_MS = 100;

    private static final Attributes.Key<Boolean> COUNTED = Attributes.Key.create("counted");

    private final SocketPlace place;
    private final SocketPlace.Bound bound;
    private final Server server;
    private final AtomicInteger clients;

    private OwnerSocket(SocketPlace place, SocketPlace.Bound bound, Server server, AtomicInteger clients) {
        this.place = place;
        this.bound = bound;
        this.server = server;
        this.clients = clients;
    }

    /**
     * Begins to serve; the caller holds the lock of the database.
     *
     * @throws IOException where no socket can be had at all
     */
    public static OwnerSocket open(Path folder, List<BindableService> services) throws IOException {
        SocketPlace place = SocketPlace.of(folder, SocketPlace.SERVICE);
        SocketPlace.Bound bound = place.bind();
        try {
            AtomicInteger clients = new AtomicInteger();
            LateTls.loadTransport();
            OkHttpServerBuilder builder = OkHttpServerBuilder.forPort(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            InsecureServerCredentials.create())
                    .socketFactory(new Factory(new UnixServerSocket(bound.channel(), new Callers(CurrentUser.get()))))
                    .maxInboundMessageSize(MessageLimits.MOST_BYTES)
                    .maxInboundMetadataSize(ErrorWire.MOST_METADATA_BYTES)
                    .flowControlWindow(MessageLimits.WINDOW_BYTES)
                    .permitKeepAliveTime(OwnerChannel.KEEP_ALIVE_SECONDS / 2, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .directExecutor()
                    .intercept(new CallSlots())
                    .addTransportFilter(counting(clients));
            services.forEach(builder::addService);
            return new OwnerSocket(place, bound, builder.build().start(), clients);
        } catch (IOException | RuntimeException | Error e) {
            bound.channel().close();
            place.remove(bound);
            throw e;
        }
    }

    private static ServerTransportFilter counting(AtomicInteger clients) {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                clients.incrementAndGet();
                return attributes.toBuilder().set(COUNTED, true).build();
            }

            // Also of a connection that never spoke the protocol; it has no attributes then.
            @Override
            public void transportTerminated(@Nullable Attributes attributes) {
                if (attributes != null && attributes.get(COUNTED) != null) {
                    clients.decrementAndGet();
                }
            }
        };
    }

    /** Where it is. */
    public Path path() {
        return bound.path();
    }

    /** Connections that are open. */
    public int clients() {
        return clients.get();
    }

    /** Takes no new calls. */
    public void shutdown() {
        place.remove(bound);
        server.shutdown(); // closes the channel, and knows then why it gives no more connections
    }

    /**
     * Takes no new calls, and waits for those that run, but not longer than this.
     *
     * @param waitWorthwhile asked now and then; what is left is ended when it says no
     */
    public void close(long milliseconds, BooleanSupplier waitWorthwhile) {
        shutdown();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        try {
            boolean ended = server.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS);
            while (!ended && System.nanoTime() - deadline < 0 && waitWorthwhile.getAsBoolean()) {
                ended = server.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
    }

    /** The same however little is done. */
    public void close(long milliseconds) {
        close(milliseconds, () -> true);
    }

    /** Whether others find it: whoever clears away files may take a socket for one. */
    public boolean isInPlace() {
        try {
            return bound.isInPlace();
        } catch (IOException _) {
            return false;
        }
    }

    /** Gives the one socket that there is. */
    private static final class Factory extends ServerSocketFactory {
        private final ServerSocket socket;

        Factory(ServerSocket socket) {
            this.socket = socket;
        }

        @Override
        public ServerSocket createServerSocket() {
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
            return socket;
        }
    }
}
