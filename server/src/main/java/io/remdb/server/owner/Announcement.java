package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.remdb.config.RemConfig;
import io.remdb.server.proto.AnnounceRequest;
import io.remdb.server.proto.ReplicationServiceGrpc;
import io.remdb.server.replication.Backoff;
import io.remdb.server.tcp.ServerAddress;
import io.remdb.server.tcp.ServerChannel;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.replication.History;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Tells a former primary, when it can be reached again, that another has taken its place; for as long as this process lives.
 *
 * @param former where it was
 * @param databaseId of the database of both
 * @param epoch that has begun
 */
record Announcement(ServerAddress former, RemConfig config, UUID databaseId, History.Epoch epoch) {
    private static final Logger LOGGER = System.getLogger(Announcement.class.getName());
    private static final long ANSWER_SECONDS = 60;

    /** Begins, in a thread of its own. */
    void start() {
        Thread.ofPlatform().daemon().name("rem-announce").start(this::run);
    }

    private void run() {
        Backoff pauses = new Backoff();
        try {
            while (!isTold()) {
                TimeUnit.MILLISECONDS.sleep(pauses.nextMs());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTold() {
        try {
            ManagedChannel channel = ServerChannel.open(former, config);
            try {
                var _ = ReplicationServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .announce(AnnounceRequest.newBuilder()
                                .setDatabaseId(EntityWire.id(databaseId))
                                .setEpoch(epoch.number())
                                .setEpochId(EntityWire.id(epoch.id()))
                                .build());
                return true;
            } finally {
                channel.shutdownNow();
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.DEBUG, "The former primary cannot be told of the promotion", e);
            return false;
        }
    }
}
