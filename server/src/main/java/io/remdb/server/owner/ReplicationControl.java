package io.remdb.server.owner;

import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.server.proto.ForgetReplicaRequest;
import io.remdb.server.proto.ForgetReplicaResponse;
import io.remdb.server.proto.LogArchiving;
import io.remdb.server.proto.PromoteRequest;
import io.remdb.server.proto.PromoteResponse;
import io.remdb.server.proto.ReplicationControlServiceGrpc.ReplicationControlServiceImplBase;
import io.remdb.server.proto.ReplicationStatusRequest;
import io.remdb.server.proto.ReplicationStatusResponse;
import io.remdb.server.proto.ReplicationStatusResponse.Role;
import io.remdb.server.service.DataServer;
import io.remdb.server.service.ReplicationServer;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Replication.LogExtent;
import io.remdb.spi.replication.Replication.ReplicaOf;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What an owner says of replication, and its promotion. Thread-safe. */
final class ReplicationControl extends ReplicationControlServiceImplBase {
    private final ReplicatedDatabase database;
    private final DataServer server;
    private volatile @Nullable ReplicaNode node;
    private volatile @Nullable ReplicationServer replicas;

    ReplicationControl(ReplicatedDatabase database, DataServer server) {
        this.database = database;
        this.server = server;
    }

    /** Its process follows a primary. */
    void following(ReplicaNode follower) {
        node = follower;
    }

    /** Its process serves replicas. */
    void serving(ReplicationServer to) {
        replicas = to;
    }

    @Override
    public void replicationStatus(
            ReplicationStatusRequest request, StreamObserver<ReplicationStatusResponse> observer) {
        server.answer(observer, this::status);
    }

    ReplicationStatusResponse status() {
        ReplicationStatusResponse.Builder status = ReplicationStatusResponse.newBuilder(of(database));
        ReplicaNode follower = node;
        if (follower != null && !follower.stopped()) { // not of one that was promoted
            status.setFollowing(follower.state()).setSealed(follower.sealed());
        }
        ReplicationServer to = replicas;
        if (to != null) {
            status.clearReplicas().addAllReplicas(to.replicas());
            if (status.getRole() == Role.ROLE_ALONE) {
                status.setRole(Role.ROLE_PRIMARY);
            }
        }
        return status.build();
    }

    /** What a database says of itself that nobody serves. */
    static ReplicationStatusResponse of(ReplicatedDatabase database) {
        Replication replication = database.replication();
        LogExtent log = replication.log();
        Role role = replication.replicaOf().isPresent()
                ? Role.ROLE_REPLICA
                : replication.fencedBy().isPresent()
                        ? Role.ROLE_FENCED
                        : replication.replicas().isEmpty() ? Role.ROLE_ALONE : Role.ROLE_PRIMARY;
        ReplicationStatusResponse.Builder status = ReplicationStatusResponse.newBuilder()
                .setRole(role)
                .setPrimary(replication.replicaOf().map(ReplicaOf::address).orElse(""))
                .setEpoch(replication.history().epoch())
                .setLastSequence(log.lastSequence())
                .setOldestSequence(log.oldestSequence())
                .setLogBytes(log.bytes());
        replication
                .replicas()
                .forEach(replica -> status.addReplicasBuilder()
                        .setReplica(replica.replica())
                        .setSequence(replica.sequence())
                        .setSeenAt(replica.seenAtMicros()));
        database.archiving().ifPresent(archiving -> status.setArchiving(archiving(archiving)));
        return status.build();
    }

    private static LogArchiving archiving(Statistics.Archiving archiving) {
        LogArchiving.Builder built = LogArchiving.newBuilder().setSequence(archiving.sequence());
        if (archiving.failingSince() != null && archiving.problem() != null) {
            built.setFailingSince(EntityWire.micros(archiving.failingSince())).setProblem(archiving.problem());
        }
        return built.build();
    }

    @Override
    public void forgetReplica(ForgetReplicaRequest request, StreamObserver<ForgetReplicaResponse> observer) {
        server.answer(observer, () -> {
            ReplicationServer to = replicas;
            if (to != null && to.isConnected(request.getReplica())) {
                throw new RemException(ErrorCode.CONFLICT, "The replica is connected")
                        .with("replica", request.getReplica())
                        .hint("Stop it first: a replica that follows is known again at once");
            }
            forget(database, request.getReplica());
            return ForgetReplicaResponse.getDefaultInstance();
        });
    }

    /** @throws RemException {@link ErrorCode#NOT_FOUND} */
    static void forget(ReplicatedDatabase database, String replica) {
        Replication replication = database.replication();
        if (replication.replicas().stream().noneMatch(known -> known.replica().equals(replica))) {
            throw new RemException(ErrorCode.NOT_FOUND, "No replica of this name is known here")
                    .with("replica", replica)
                    .hint("rem replication status names them");
        }
        replication.forget(replica);
    }

    /**
     * Makes a replica a primary.
     *
     * @param folder the database's
     */
    static long promote(ReplicatedDatabase database, Path folder) {
        long epoch = database.promote();
        // Among the replicas that it knows of its primary is itself.
        database.replication().forget(ReplicaName.of(folder));
        return epoch;
    }

    @Override
    public void promote(PromoteRequest request, StreamObserver<PromoteResponse> observer) {
        server.answer(observer, () -> {
            ReplicaNode follower = node;
            long epoch = follower != null
                    ? follower.promote()
                    : promote(database, database.info().path());
            return PromoteResponse.newBuilder()
                    .setEpoch(epoch)
                    .setLastSequence(database.replication().log().lastSequence())
                    .build();
        });
    }
}
