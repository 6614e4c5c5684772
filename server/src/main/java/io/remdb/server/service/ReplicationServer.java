package io.remdb.server.service;

import io.grpc.BindableService;
import io.remdb.server.proto.KnownReplica;
import io.remdb.spi.replication.Replication;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What a primary offers to its replicas. Thread-safe. */
public final class ReplicationServer implements AutoCloseable {
    private final Replication replication;
    private final ConnectedReplicas connected = new ConnectedReplicas();
    private final Calls calls = new Calls();
    private final Snapshots snapshots;
    private final boolean keepsLog;

    /**
     * What the primary of a database offers.
     *
     * @param folder of the database
     * @param keepsLog whether its log stays when everybody in this process has read it
     */
    public ReplicationServer(Path folder, Replication replication, boolean keepsLog) {
        this.replication = replication;
        this.keepsLog = keepsLog;
        this.snapshots = new Snapshots(folder, replication);
    }

    /** The service. */
    public BindableService service() {
        return new ReplicationServiceImpl(replication, calls, connected, snapshots, keepsLog);
    }

    /** Whether a replica follows just now. */
    public boolean isConnected(String replica) {
        return connected.bytes(replica).isPresent();
    }

    /** Those that follow, connected or not. */
    public List<KnownReplica> replicas() {
        return replication.replicas().stream()
                .map(replica -> {
                    OptionalLong bytes = connected.bytes(replica.replica());
                    return KnownReplica.newBuilder()
                            .setReplica(replica.replica())
                            .setSequence(replica.sequence())
                            .setSeenAt(replica.seenAtMicros())
                            .setConnected(bytes.isPresent())
                            .setBytes(bytes.orElse(0))
                            .build();
                })
                .toList();
    }

    /** Ends what is being sent. */
    @Override
    public void close() {
        calls.close();
        snapshots.close();
    }
}
