package io.remdb.server.owner;

import io.remdb.Statistics;
import io.remdb.server.service.DataServer;
import io.remdb.spi.OwnerFigures;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an owner adds to the statistics of its database. */
record OwnerStatistics(Owner owner, DataServer server, ReplicationControl control) implements OwnerFigures {
    @Override
    public Optional<Statistics.Replication> replication() {
        return Optional.of(replication(ReplicationReport.of(control.status())));
    }

    private static Statistics.Replication replication(ReplicationReport report) {
        // A replica has the list of its primary, for the day on which it is promoted.
        List<ReplicationReport.Replica> replicas = report.role().equals("replica") ? List.of() : report.replicas();
        return new Statistics.Replication(
                report.role(),
                report.primary(),
                report.epoch(),
                following(report),
                replicas.stream()
                        .map(replica -> new Statistics.Replica(
                                replica.name(),
                                replica.sequence(),
                                Math.max(0, report.lastSequence() - replica.sequence()),
                                replica.seenAt(),
                                replica.connected(),
                                replica.bytes()))
                        .toList());
    }

    private static Statistics.@Nullable Following following(ReplicationReport report) {
        ReplicationReport.Progress progress = report.following();
        return progress == null
                ? null
                : new Statistics.Following(
                        progress.state(),
                        progress.primarySequence(),
                        Math.max(0, progress.primarySequence() - report.lastSequence()),
                        progress.lagMs(),
                        progress.bytes(),
                        progress.reconnects(),
                        progress.catchupEntries(),
                        progress.catchupMs(),
                        progress.snapshotBytes(),
                        progress.snapshotTotal());
    }

    @Override
    public Statistics.Serving serving() {
        return new Statistics.Serving(owner.clients(), server.runningCalls(), server.calls());
    }
}
