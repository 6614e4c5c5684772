package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemException;
import io.remdb.server.client.ConnectionLostException;
import io.remdb.server.client.Failures;
import io.remdb.server.client.OwnContext;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.OwnerServiceGrpc.OwnerServiceBlockingStub;
import io.remdb.server.proto.StatusRequest;
import io.remdb.server.proto.StatusResponse;
import io.remdb.server.proto.StopRequest;
import io.remdb.server.socket.OwnerChannel;
import io.remdb.server.wire.EntityWire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks for the owner of a database, and ends it.
 *
 * @param folder the database's
 * @param answerMs the time in which an owner has to answer
 */
public record OwnerControl(Path folder, long answerMs) {
    private static final long ANSWER_MS = 10_000;

    /** Over the database in a folder. */
    public static OwnerControl of(Path folder) {
        return new OwnerControl(folder, ANSWER_MS);
    }

    /**
     * What the owner is doing; empty when nobody serves the database.
     *
     * @throws RemException {@link ErrorCode#UNAVAILABLE} with its {@code pid} when it does not answer
     */
    public Optional<OwnerStatus> status() {
        return ask(stub -> stub.status(StatusRequest.getDefaultInstance())).map(this::status);
    }

    private OwnerStatus status(StatusResponse status) {
        return new OwnerStatus(
                status.getPid(),
                status.getBackground(),
                status.getRelease(),
                status.getDatabase(),
                OwnerChannel.socket(folder).map(Path::toString).orElse(""),
                EntityWire.instant(status.getStartedAt()),
                status.getClients(),
                status.getRunningCalls(),
                status.getCalls(),
                status.getIdleSeconds(),
                status.getHeapBytes());
    }

    /**
     * Ends an owner that runs in the background, and waits until it is gone.
     *
     * @param reason for its log
     * @return its process; empty when nobody serves the database
     * @throws RemException {@link ErrorCode#UNSUPPORTED} when the owner is a program, which only its user ends; as {@link #status}
     */
    public OptionalLong stop(String reason) {
        Optional<Long> pid = ask(stub ->
                stub.stop(StopRequest.newBuilder().setReason(reason).build()).getPid());
        if (pid.isEmpty()) {
            return OptionalLong.empty();
        }
        Patience patience = new Patience(Owner.GRACE_MILLISECONDS + ANSWER_MS);
        while (ProcessHandle.of(pid.get()).map(ProcessHandle::isAlive).orElse(false)) {
            if (patience.over()) {
                throw new RemException(ErrorCode.TIMEOUT, "The owner of the database has not ended yet")
                        .with("pid", pid.get());
            }
            patience.pause();
        }
        return OptionalLong.of(pid.get());
    }

    /**
     * Tells a database that nobody has open from a folder that is none.
     *
     * @throws RemException {@link ErrorCode#NOT_A_DATABASE}
     */
    public void requireDatabase() {
        if (!Files.isDirectory(folder.resolve("store"))) {
            // Whoever opens it says what is wrong with the folder.
            OwnerOrClient.inThisProcess(folder, OpenOptions.defaults().withCreation(OpenOptions.Creation.NEVER))
                    .close();
        }
    }

    private <T> Optional<T> ask(Function<OwnerServiceBlockingStub, T> question) {
        Optional<ManagedChannel> channel = Connecting.channel(folder);
        try {
            return channel.map(open -> OwnContext.call(() -> question.apply(
                    OwnerServiceGrpc.newBlockingStub(open).withDeadlineAfter(answerMs, TimeUnit.MILLISECONDS))));
        } catch (StatusRuntimeException e) {
            RemException failure = Failures.of(e);
            if (failure.code() == ErrorCode.TIMEOUT) {
                throw OwnerRemark.silent(folder, TimeUnit.MILLISECONDS.toSeconds(answerMs), e);
            }
            if (failure instanceof ConnectionLostException) {
                return Optional.empty(); // it is just ending
            }
            throw failure;
        } finally {
            channel.ifPresent(ManagedChannel::shutdownNow);
        }
    }
}
