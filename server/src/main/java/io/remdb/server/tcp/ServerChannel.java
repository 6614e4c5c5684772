package io.remdb.server.tcp;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.Release;
import io.remdb.server.Settings;
import io.remdb.server.client.OwnContext;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.HelloRequest;
import io.remdb.server.service.MessageLimits;
import io.remdb.server.socket.LateTls;
import io.remdb.server.wire.ErrorWire;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way from a client to a server. */
public final class ServerChannel {
    /** Whoever has not said who it is in this time is not one to work with. */
    private static final long HELLO_SECONDS = 10;

    private static final long KEEP_ALIVE_SECONDS = 60;
    private static final long KEEP_ALIVE_ANSWER_SECONDS = 20;

    private ServerChannel() {}

    /**
     * A channel to a server that has answered.
     *
     * @throws RemException {@link ErrorCode#UNAVAILABLE} when there is no server of ours, {@link ErrorCode#UNAUTHORIZED} when it
     *     refuses this client, {@link ErrorCode#INVALID_CONFIG} for files of TLS that cannot be used
     */
    public static ManagedChannel open(ServerAddress address, RemConfig config) {
        Optional<AccessToken> set = AccessToken.ofVariable(config);
        if (set.isPresent()) {
            return greeted(address, config, set);
        }
        try {
            return greeted(address, config, Optional.empty());
        } catch (RemException refusal) {
            if (refusal.code() != ErrorCode.UNAUTHORIZED) {
                throw refusal;
            }
            // Only now: whoever has an account here may listen at a port, and the server may be one that has another
            // token and asks for none.
            Optional<AccessToken> own = AccessToken.ofFile(config, address.host());
            if (own.isEmpty()) {
                throw refusal;
            }
            return greeted(address, config, own);
        }
    }

    private static ManagedChannel greeted(ServerAddress address, RemConfig config, Optional<AccessToken> token) {
        ManagedChannel channel = build(address, config, token);
        boolean kept = false;
        try {
            var _ = OwnContext.call(() -> DataServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(HELLO_SECONDS, TimeUnit.SECONDS)
                    .hello(HelloRequest.newBuilder()
                            .setRelease(Release.current())
                            .setSettings(Settings.digest(config))
                            .build()));
            kept = true;
            return channel;
        } catch (StatusRuntimeException e) {
            throw Diagnosis.of(address, e);
        } finally {
            if (!kept) {
                channel.shutdownNow();
            }
        }
    }

    private static ManagedChannel build(ServerAddress address, RemConfig config, Optional<AccessToken> token) {
        LateTls.loadTransport();
        try {
            OkHttpChannelBuilder builder = OkHttpChannelBuilder.forAddress(
                            address.host(),
                            address.port(),
                            address.tls() ? tls(config.sharing().tls()) : InsecureChannelCredentials.create())
                    .disableRetry()
                    .maxInboundMessageSize(MessageLimits.MOST_BYTES)
                    .maxInboundMetadataSize(ErrorWire.MOST_METADATA_BYTES)
                    .flowControlWindow(MessageLimits.WINDOW_BYTES)
                    .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .keepAliveTimeout(KEEP_ALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
                    .directExecutor();
            if (token.isPresent()) {
                Metadata headers = new Metadata();
                headers.put(
                        TokenCheck.AUTHORIZATION,
                        TokenCheck.SCHEME + token.get().value());
                builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "The files for TLS cannot be used", e)
                    .with("problem", IoProblem.of(e))
                    .hint("They are those that P8_TLS_CA, P8_TLS_CERT and P8_TLS_KEY name, in PEM");
        }
    }

    private static ChannelCredentials tls(RemConfig.Tls files) throws IOException {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        Path authorities = files.authorities();
        if (authorities != null) {
            var _ = file("P8_TLS_CA", authorities).certificates();
            credentials.trustManager(authorities.toFile());
        }
        @Nullable Path certificate = files.certificate();
        @Nullable Path key = files.key();
        if ((certificate == null) != (key == null)) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "A certificate and its private key go together")
                    .with("missing", certificate == null ? "P8_TLS_CERT" : "P8_TLS_KEY")
                    .hint("Set both, or neither where the server wants no certificate of its clients");
        }
        if (certificate != null && key != null) {
            PemFile own = file("P8_TLS_CERT", certificate);
            var _ = file("P8_TLS_KEY", key).keyOf(own.certificates()[0], own);
            credentials.keyManager(certificate.toFile(), key.toFile());
        }
        return credentials.build();
    }

    private static PemFile file(String variable, Path path) {
        return new PemFile(ErrorCode.INVALID_CONFIG, variable, path);
    }
}
