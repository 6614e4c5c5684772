package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.Release;
import io.remdb.server.Settings;
import io.remdb.server.client.Failures;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.HelloRequest;
import io.remdb.server.proto.HelloResponse;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.StopRequest;
import io.remdb.server.socket.OwnerChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Becoming a client of the owner of a database, if there is one. */
final class Connecting {
    private static final Logger LOGGER = System.getLogger(Connecting.class.getName());

    /** Whoever does not say who it is in this time is not one to work with. */
    private static final long HELLO_SECONDS = 10;

    private final Path folder;
    private final RemConfig config;
    private boolean warned;

    Connecting(Path folder, RemConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * A connection to the owner. One that runs in the background and is of another release is asked to stop, and its place is
     * free in a moment.
     *
     * @return empty when there is none
     */
    Optional<Delegate> connect() {
        Optional<ManagedChannel> channel;
        try {
            channel = OwnerChannel.open(folder);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The owner of the database cannot be reached", e)
                    .with("path", folder)
                    .with("problem", e.getMessage());
        }
        return channel.flatMap(this::greet);
    }

    private Optional<Delegate> greet(ManagedChannel channel) {
        boolean kept = false;
        try {
            HelloResponse hello = DataServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(HELLO_SECONDS, TimeUnit.SECONDS)
                    .hello(HelloRequest.newBuilder()
                            .setRelease(Release.current())
                            .setSettings(Settings.digest(config))
                            .build());
            if (hello.getBackground() && !hello.getRelease().equals(Release.current())) {
                OwnerServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(HELLO_SECONDS, TimeUnit.SECONDS)
                        .stop(StopRequest.newBuilder()
                                .setReason("release " + Release.current() + " takes the place of " + hello.getRelease())
                                .build());
                return Optional.empty();
            }
            warnOfOtherSettings(hello);
            kept = true;
            return Optional.of(Delegate.Foreign.over(channel));
        } catch (StatusRuntimeException e) {
            RemException failure = Failures.of(e);
            if (failure.code() == ErrorCode.UNSUPPORTED) {
                throw failure;
            }
            LOGGER.log(Level.DEBUG, "The owner of the database did not answer", e);
            return Optional.empty();
        } finally {
            if (!kept) {
                channel.shutdownNow();
            }
        }
    }

    private void warnOfOtherSettings(HelloResponse hello) {
        if (!warned && !hello.getSettings().equals(Settings.digest(config))) {
            warned = true;
            LOGGER.log(
                    Level.WARNING,
                    "Process {0} has the database open with other settings, and those hold"
                            + " (rem daemon stop ends one in the background)",
                    Long.toString(hello.getPid()));
        }
    }
}
