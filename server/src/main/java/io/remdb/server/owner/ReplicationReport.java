package io.remdb.server.owner;

import io.remdb.Statistics;
import io.remdb.server.proto.Following;
import io.remdb.server.proto.KnownReplica;
import io.remdb.server.proto.LogArchiving;
import io.remdb.server.proto.ReplicationStatusResponse;
import io.remdb.server.wire.EntityWire;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of replication of a database.
 *
 * @param role {@code alone}, {@code primary}, {@code replica} or {@code fenced}: a former primary, whose place another has taken
 * @param primary what a replica follows; null for none
 * @param epoch of its history
 * @param lastSequence the last entry of the log
 * @param oldestSequence the oldest that the log has
 * @param logBytes of the log
 * @param following how a replica is getting on; null where this process does not follow
 * @param replicas of a primary
 * @param archiving of the log; null where this process archives nothing
 * @param sealed whether it is a replica of an encrypted database without a key, which stores what it cannot read
 */
public record ReplicationReport(
        String role,
        @Nullable String primary,
        long epoch,
        long lastSequence,
        long oldestSequence,
        long logBytes,
        @Nullable Progress following,
        List<Replica> replicas,
        Statistics.@Nullable Archiving archiving,
        boolean sealed) {
    public ReplicationReport {
        replicas = List.copyOf(replicas);
    }

    /**
     * How a replica is getting on.
     *
     * @param state {@code disconnected}, {@code snapshot}, {@code catching up}, {@code synced} or {@code stopped}
     * @param primarySequence the primary's last entry, as far as known
     * @param lagMs from the commit of the newest entry until it was here; null where it is not known
     * @param heardAt when the primary was last heard of; null for never
     * @param catchupEntries of the last catching up
     * @param catchupMs how long it took; null while it goes on
     * @param bytes received
     * @param reconnects since the start
     * @param snapshotBytes of a copy that are here
     * @param snapshotTotal that it has
     * @param problem why it is not connected; null where all is well
     */
    public record Progress(
            String state,
            long primarySequence,
            @Nullable Double lagMs,
            @Nullable Instant heardAt,
            long catchupEntries,
            @Nullable Double catchupMs,
            long bytes,
            long reconnects,
            long snapshotBytes,
            long snapshotTotal,
            @Nullable String problem) {}

    /**
     * Somebody who follows.
     *
     * @param name what it calls itself
     * @param sequence the last entry that is durable there
     * @param seenAt when it said so
     * @param connected whether it is connected now
     * @param bytes sent since then
     */
    public record Replica(String name, long sequence, Instant seenAt, boolean connected, long bytes) {}

    static ReplicationReport of(ReplicationStatusResponse status) {
        return new ReplicationReport(
                word(status.getRole(), "ROLE_"),
                status.getPrimary().isEmpty() ? null : status.getPrimary(),
                status.getEpoch(),
                status.getLastSequence(),
                status.getOldestSequence(),
                status.getLogBytes(),
                status.hasFollowing() ? progress(status.getFollowing()) : null,
                status.getReplicasList().stream()
                        .map(ReplicationReport::replica)
                        .toList(),
                status.hasArchiving() ? archiving(status.getArchiving()) : null,
                status.getSealed());
    }

    private static Statistics.Archiving archiving(LogArchiving archiving) {
        return archiving.getFailingSince() == 0
                ? new Statistics.Archiving(archiving.getSequence(), null, null)
                : new Statistics.Archiving(
                        archiving.getSequence(),
                        EntityWire.instant(archiving.getFailingSince()),
                        archiving.getProblem());
    }

    static Progress progress(Following following) {
        return new Progress(
                word(following.getState(), "STATE_"),
                following.getPrimarySequence(),
                following.getLagMs() < 0 ? null : following.getLagMs(),
                following.getHeardAt() == 0 ? null : EntityWire.instant(following.getHeardAt()),
                following.getCatchupEntries(),
                following.getCatchupMs() < 0 ? null : following.getCatchupMs(),
                following.getBytes(),
                following.getReconnects(),
                following.getSnapshotBytes(),
                following.getSnapshotTotal(),
                following.getProblem().isEmpty() ? null : following.getProblem());
    }

    private static Replica replica(KnownReplica replica) {
        return new Replica(
                replica.getReplica(),
                replica.getSequence(),
                EntityWire.instant(replica.getSeenAt()),
                replica.getConnected(),
                replica.getBytes());
    }

    /** The name of a constant as people write it. */
    private static String word(Enum<?> constant, String prefix) {
        return constant.name()
                .substring(prefix.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }
}
