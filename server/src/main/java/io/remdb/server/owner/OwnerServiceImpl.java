package io.remdb.server.owner;

import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.Release;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.StatusRequest;
import io.remdb.server.proto.StatusResponse;
import io.remdb.server.proto.StopRequest;
import io.remdb.server.proto.StopResponse;
import io.remdb.server.service.DataServer;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.ErrorWire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an owner says of itself, and how it is stopped. */
final class OwnerServiceImpl extends OwnerServiceGrpc.OwnerServiceImplBase {
    private static final Logger LOGGER = System.getLogger(OwnerServiceImpl.class.getName());

    private final Owner owner;
    private final DataServer server;
    private final RemConfig config;
    private final Instant startedAt;
    private final @Nullable Consumer<StopMoment> stopping;

    OwnerServiceImpl(
            Owner owner,
            DataServer server,
            RemConfig config,
            Instant startedAt,
            @Nullable Consumer<StopMoment> stopping) {
        this.owner = owner;
        this.server = server;
        this.config = config;
        this.startedAt = startedAt;
        this.stopping = stopping;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        Runtime runtime = Runtime.getRuntime();
        observer.onNext(StatusResponse.newBuilder()
                .setRelease(Release.current())
                .setPid(ProcessHandle.current().pid())
                .setDatabase(owner.folder().toAbsolutePath().toString())
                .setBackground(stopping != null)
                .setStartedAt(EntityWire.micros(startedAt))
                .setRunningCalls(server.runningCalls())
                .setCalls(server.calls())
                .setClients(owner.clients())
                .setIdleSeconds(stopping == null ? 0 : config.sharing().idleSeconds())
                .setHeapBytes(runtime.totalMemory() - runtime.freeMemory())
                .build());
        observer.onCompleted();
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopResponse> observer) {
        if (stopping == null) {
            observer.onError(ErrorWire.status(new RemException(
                            ErrorCode.UNSUPPORTED, "The database is open in a program that was not started for it")
                    .with("pid", ProcessHandle.current().pid())
                    .hint("End that program; until then it serves the database to every command")));
            return;
        }
        boolean later = request.getWhenIdle() && owner.busyCalls() > 0;
        LOGGER.log(Level.INFO, "Asked to stop {0} (reason={1})", later ? "when idle" : "now", request.getReason());
        observer.onNext(StopResponse.newBuilder()
                .setPid(ProcessHandle.current().pid())
                .setLater(later)
                .build());
        observer.onCompleted();
        stopping.accept(later ? StopMoment.IDLE : StopMoment.NOW);
    }
}
