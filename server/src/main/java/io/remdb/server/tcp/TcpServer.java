package io.remdb.server.tcp;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.service.CallSlots;
import io.remdb.server.service.MessageLimits;
import io.remdb.server.wire.ErrorWire;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The data service on a port, with health and reflection beside it. Who comes from this machine needs no token where the address
 * is a loopback one; at every other address the token is asked for, of everybody. Thread-safe.
 */
public final class TcpServer implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(TcpServer.class.getName());
    private static final int MOST_EVENT_THREADS = 4;
    private static final long LOOK_MS = 100;

    private final Server server;
    private final HealthStatusManager health;
    private final AccessToken token;
    private final ServerAddress address;
    private final boolean tokenRequired;
    private final EventLoopGroup accepting;
    private final EventLoopGroup reading;
    private final ScheduledExecutorService clock;

    /**
     * Begins to serve.
     *
     * @param services what is served
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for an address or files of TLS that cannot be used, {@link
     *     ErrorCode#INVALID_CONFIG} for a token that others may read where one is needed, {@link ErrorCode#IO_ERROR} when the port is taken
     */
    public static TcpServer start(TcpOptions options, List<BindableService> services, RemConfig config) {
        return start(options, services, config, TcpLimits.DEFAULTS);
    }

    static TcpServer start(TcpOptions options, List<BindableService> services, RemConfig config, TcpLimits limits) {
        return new TcpServer(options, options.address(), services, config, limits);
    }

    private TcpServer(
            TcpOptions options, InetAddress host, List<BindableService> services, RemConfig config, TcpLimits limits) {
        tokenRequired = !host.isLoopbackAddress();
        token = AccessToken.ofServer(config, tokenRequired);
        TlsFiles tls = options.tls();
        health = new HealthStatusManager();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(host, options.port()));
        if (tls != null) {
            builder.sslContext(tls.context());
        } else if (tokenRequired) {
            LOGGER.log(
                    Level.WARNING,
                    "Serving in plain text at {0}: whoever can listen in on the network reads the token and all data."
                            + " Give --tls-cert and --tls-key, or --host 127.0.0.1 behind something that speaks TLS",
                    options.host());
        }
        clock = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("rem-tcp-clock", true));
        Newcomers newcomers = new Newcomers(limits.newcomers(), clock);
        accepting = new NioEventLoopGroup(1, new DefaultThreadFactory("rem-tcp-accept", true));
        reading = new NioEventLoopGroup(
                Math.min(MOST_EVENT_THREADS, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("rem-tcp", true));
        limit(builder, limits);
        server = builder.channelFactory(() -> new LimitedServerChannel(limits, newcomers))
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(reading)
                .directExecutor()
                .addServices(services.stream().map(BindableService::bindService).toList())
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .intercept(new ReadDeadline(limits.reads(), clock))
                .intercept(new CallSlots())
                .intercept(new TokenCheck(token, tokenRequired, newcomers)) // the last one added is asked first
                .build();
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw taken(options, e);
        }
        address = new ServerAddress(options.host(), server.getPort(), tls != null);
        health.setStatus(DataServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    }

    private static void limit(NettyServerBuilder builder, TcpLimits limits) {
        builder.maxInboundMessageSize(MessageLimits.MOST_BYTES)
                .maxInboundMetadataSize(ErrorWire.MOST_METADATA_BYTES)
                .flowControlWindow(MessageLimits.WINDOW_BYTES)
                .maxConcurrentCallsPerConnection(limits.callsPerConnection())
                .maxRstFramesPerWindow(limits.cancelledCalls(), TcpLimits.CANCELLED_WINDOW_SECONDS)
                .handshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(limits.age().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(limits.keepAliveAnswer().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(limits.leastKeepAlive().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    private static RemException taken(TcpOptions options, IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The server cannot listen at this address", e)
                .with("host", options.host())
                .with("port", options.port())
                .with("problem", IoProblem.of(e))
                .hint("Another program may have the port: --port 0 takes a free one");
    }

    /** Where it listens, with the port that it has. */
    public ServerAddress address() {
        return address;
    }

    /** Whether a call needs the token. */
    public boolean tokenRequired() {
        return tokenRequired;
    }

    /** Where the token is: a file, the name of a variable, or {@code none}. */
    public String tokenOrigin() {
        return token.origin();
    }

    /** Takes no new calls, and waits for those that run, but not longer than this; then ends them. */
    public void close(long milliseconds) {
        close(milliseconds, () -> true);
    }

    /**
     * The same.
     *
     * @param waitWorthwhile asked now and then; what is left is ended when it says no
     */
    public void close(long milliseconds, BooleanSupplier waitWorthwhile) {
        health.enterTerminalState();
        server.shutdown();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        try {
            boolean ended = server.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS);
            while (!ended && System.nanoTime() - deadline < 0 && waitWorthwhile.getAsBoolean()) {
                ended = server.awaitTermination(LOOK_MS, TimeUnit.MILLISECONDS);
            }
            if (!ended) {
                LOGGER.log(Level.WARNING, "Calls were ended that had not finished");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Ends it with the calls that run. */
    @Override
    public void close() {
        server.shutdownNow();
        clock.shutdownNow();
        accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        reading.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
