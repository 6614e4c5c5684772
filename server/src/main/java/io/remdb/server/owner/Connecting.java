package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.Build;
import io.remdb.server.Release;
import io.remdb.server.Settings;
import io.remdb.server.client.Failures;
import io.remdb.server.client.OwnContext;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.HelloRequest;
import io.remdb.server.proto.HelloResponse;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.StopRequest;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Becoming a client of the owner of a database, if there is one. */
final class Connecting {
    private static final Logger LOGGER = System.getLogger(Connecting.class.getName());

    /** Whoever does not say who it is in this time is not one to work with. */
    private static final long HELLO_MS = 10_000;

    private final Path folder;
    private final RemConfig config;
    private final long helloMs;
    private boolean warned;
    private @Nullable RemException silence;

    Connecting(Path folder, RemConfig config) {
        this(folder, config, HELLO_MS);
    }

    /** @param helloMs the time in which an owner has to answer */
    Connecting(Path folder, RemConfig config, long helloMs) {
        this.helloMs = helloMs;
        this.folder = folder;
        this.config = config;
    }

    /**
     * A connection to the owner. One that runs in the background and is older than this release is asked to stop: its place is
     * free in a moment, or, where it works for others, it goes on until it has done that, and is used until then.
     *
     * @return empty when there is none
     */
    Optional<Delegate> connect() {
        silence = null;
        return channel(folder).flatMap(this::greet);
    }

    /** A channel to whoever listens; empty when nobody does. */
    static Optional<ManagedChannel> channel(Path folder) {
        try {
            return OwnerChannel.open(folder);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The owner of the database cannot be reached", e)
                    .with("path", folder)
                    .with("problem", IoProblem.of(e))
                    .hint("The folder of a database belongs to the user who uses it, and no other may write there");
        }
    }

    private Optional<Delegate> greet(ManagedChannel channel) {
        boolean kept = false;
        try {
            HelloResponse hello = hello(
                    channel,
                    HelloRequest.newBuilder()
                            .setRelease(Release.current())
                            .setSettings(Settings.digest(config))
                            .build());
            Build theirs = new Build(hello.getRelease(), hello.getBuiltAt());
            if (hello.getBackground() && theirs.isOlderThan(Release.build()) && stops(channel, theirs)) {
                return Optional.empty();
            }
            warnOfOtherSettings(channel, hello);
            kept = true;
            return Optional.of(Delegate.Foreign.over(channel, Side.OWNER));
        } catch (StatusRuntimeException e) {
            RemException failure = Failures.of(e);
            if (failure.code() == ErrorCode.UNSUPPORTED) {
                throw failure;
            }
            if (failure.code() == ErrorCode.TIMEOUT) {
                silence = OwnerRemark.silent(folder, TimeUnit.MILLISECONDS.toSeconds(helloMs), e);
            }
            LOGGER.log(Level.DEBUG, "The owner of the database did not answer", e);
            return Optional.empty();
        } finally {
            if (!kept) {
                channel.shutdownNow();
            }
        }
    }

    /** Why the last connection was of no use, where somebody listens who says nothing. */
    Optional<RemException> silence() {
        return Optional.ofNullable(silence);
    }

    /** Asks an older one to stop; whether it does so now. */
    private static boolean stops(ManagedChannel channel, Build theirs) {
        StopRequest request = StopRequest.newBuilder()
                .setReason("release " + Release.current() + " takes the place of " + theirs.release())
                .setWhenIdle(true)
                .build();
        return !OwnContext.call(() -> OwnerServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(HELLO_MS, TimeUnit.MILLISECONDS)
                        .stop(request))
                .getLater();
    }

    private void warnOfOtherSettings(ManagedChannel channel, HelloResponse hello) {
        if (!warned && !hello.getSettings().equals(Settings.digest(config))) {
            warned = true;
            HelloResponse which = hello(
                    channel,
                    HelloRequest.newBuilder()
                            .setRelease(Release.current())
                            .setSettings(Settings.digest(config))
                            .addAllEachSetting(Settings.each(config))
                            .build());
            LOGGER.log(
                    Level.WARNING,
                    "Process {0} has the database open with other settings ({1}), and those hold"
                            + " (rem daemon stop ends one in the background)",
                    Long.toString(hello.getPid()),
                    String.join(", ", which.getOtherSettingsList()));
        }
    }

    private HelloResponse hello(ManagedChannel channel, HelloRequest request) {
        return OwnContext.call(() -> DataServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(helloMs, TimeUnit.MILLISECONDS)
                .hello(request));
    }
}
