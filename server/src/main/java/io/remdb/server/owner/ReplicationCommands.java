package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.client.Failures;
import io.remdb.server.client.OwnContext;
import io.remdb.server.proto.ForgetReplicaRequest;
import io.remdb.server.proto.ForgetReplicaResponse;
import io.remdb.server.proto.PromoteRequest;
import io.remdb.server.proto.ReplicationControlServiceGrpc;
import io.remdb.server.proto.ReplicationControlServiceGrpc.ReplicationControlServiceBlockingStub;
import io.remdb.server.proto.ReplicationStatusRequest;
import io.remdb.spi.replication.ReplicatedDatabase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks the process that has a database open for replication, and opens it where there is none.
 *
 * @param folder the database's
 * @param options for opening it
 */
public record ReplicationCommands(Path folder, OpenOptions options) {
    private static final long ANSWER_SECONDS = 90;

    /** The state of replication. */
    public ReplicationReport status() {
        return ask(
                stub -> ReplicationReport.of(stub.replicationStatus(ReplicationStatusRequest.getDefaultInstance())),
                database -> ReplicationReport.of(ReplicationControl.of(database)));
    }

    /**
     * Makes a replica a primary.
     *
     * @return the epoch that has begun
     * @throws RemException {@link ErrorCode#UNSUPPORTED} when it is no replica
     */
    public long promote() {
        return ask(
                stub -> stub.promote(PromoteRequest.getDefaultInstance()).getEpoch(),
                database -> ReplicationControl.promote(database, folder));
    }

    /**
     * Forgets a replica that does not come back: nothing is kept for it any more.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}
     */
    public void forget(String replica) {
        ForgetReplicaRequest request =
                ForgetReplicaRequest.newBuilder().setReplica(replica).build();
        var _ = ask(stub -> stub.forgetReplica(request), database -> {
            ReplicationControl.forget(database, replica);
            return ForgetReplicaResponse.getDefaultInstance();
        });
    }

    private <T> T ask(Function<ReplicationControlServiceBlockingStub, T> owner, Function<ReplicatedDatabase, T> here) {
        Optional<ManagedChannel> channel = Connecting.channel(folder);
        if (channel.isPresent()) {
            try {
                return OwnContext.call(() -> owner.apply(ReplicationControlServiceGrpc.newBlockingStub(channel.get())
                        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)));
            } catch (StatusRuntimeException e) {
                throw Failures.of(e);
            } finally {
                channel.get().shutdownNow();
            }
        }
        try (RemDatabase database = OwnerOrClient.inThisProcess(folder, options)) {
            return here.apply((ReplicatedDatabase) database);
        }
    }
}
