package io.remdb.server.support;

import io.grpc.ManagedChannel;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.OwnerServiceGrpc.OwnerServiceBlockingStub;
import io.remdb.server.proto.StatusRequest;
import io.remdb.server.proto.StatusResponse;
import io.remdb.server.proto.StopRequest;
import io.remdb.server.socket.OwnerChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** What only processes of ours ask the owner of a database, each time through a connection of its own. */
public final class OwnerCalls {
    private OwnerCalls() {}

    /** What the owner says of itself. */
    public static StatusResponse status(Path folder) {
        return statusIfAny(folder).orElseThrow();
    }

    /** The same; empty where nobody listens. */
    public static Optional<StatusResponse> statusIfAny(Path folder) {
        return call(folder, owner -> owner.status(StatusRequest.getDefaultInstance()));
    }

    /** The same as soon as somebody listens. */
    public static StatusResponse awaitStatus(Path folder) {
        awaitListening(folder);
        return status(folder);
    }

    private static void awaitListening(Path folder) {
        Await.until("somebody listens", () -> listens(folder));
    }

    /** Whether somebody listens, who may be too busy to answer. */
    public static boolean listens(Path folder) {
        return call(folder, _ -> true).isPresent();
    }

    /**
     * Has the owner stop, as soon as it listens.
     *
     * @return its process
     */
    public static long stop(Path folder) {
        awaitListening(folder);
        StopRequest request = StopRequest.newBuilder().setReason("test").build();
        return call(folder, owner -> owner.stop(request).getPid()).orElseThrow();
    }

    private static <T> Optional<T> call(Path folder, Function<OwnerServiceBlockingStub, T> call) {
        Optional<ManagedChannel> channel;
        try {
            channel = OwnerChannel.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return channel.map(open -> {
            try {
                return call.apply(OwnerServiceGrpc.newBlockingStub(open));
            } finally {
                open.shutdownNow();
            }
        });
    }
}
