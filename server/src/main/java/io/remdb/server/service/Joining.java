package io.remdb.server.service;

import io.remdb.server.proto.SubscribeAnswer;
import io.remdb.server.proto.SubscribeAnswer.Kind;
import io.remdb.server.proto.SubscribeBegin;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import java.util.OptionalLong;
import java.util.UUID;

/** Whether a replica can go on from where it stands. */
final class Joining {
    private final Replication replication;

    Joining(Replication replication) {
        this.replication = replication;
    }

    /** An answer, without the test whether what the replica lacks is still kept. */
    SubscribeAnswer judge(SubscribeBegin replica) {
        History history = replication.history();
        SubscribeAnswer.Builder answer = answer(history);
        if (replica.getFormatVersion() != replication.formatVersion()) {
            return answer.setKind(Kind.KIND_OTHER_FORMAT).build();
        }
        if (!EntityWire.id(replica.getDatabaseId()).equals(history.databaseId())) {
            return answer.setKind(Kind.KIND_OTHER_DATABASE).build();
        }
        UUID epochId = EntityWire.id(replica.getEpochId());
        if (history.isOvertakenBy(replica.getEpoch(), epochId)
                && replication.replicaOf().isEmpty()) {
            // Another copy was promoted without this one knowing.
            replication.fence(replica.getEpoch());
        }
        if (!isPrimary()) {
            return noPrimary();
        }
        long agrees = history.agreesUpTo(replica.getEpoch(), epochId, replica.getSequence());
        if (agrees < replica.getSequence() || replica.getSequence() > history.lastSequence()) {
            return answer.setKind(Kind.KIND_DIVERGED)
                    .setAgreesUpTo(Math.min(agrees, history.lastSequence()))
                    .build();
        }
        OptionalLong checksum = replication.checksum(replica.getSequence());
        if (checksum.isEmpty()) {
            return answer.setKind(Kind.KIND_TOO_FAR_BEHIND).build();
        }
        // After a power failure a primary may have lost entries that the replica has, and have written others.
        return answer.setKind(checksum.getAsLong() == replica.getChecksum() ? Kind.KIND_CONTINUES : Kind.KIND_DIVERGED)
                .build();
    }

    /** Whether this database takes writes. */
    boolean isPrimary() {
        return replication.replicaOf().isEmpty() && replication.fencedBy().isEmpty();
    }

    /** What is answered where it takes none. */
    SubscribeAnswer noPrimary() {
        return answer(replication.history())
                .setKind(Kind.KIND_NO_PRIMARY)
                .setPrimary(replication
                        .replicaOf()
                        .map(Replication.ReplicaOf::address)
                        .orElse(""))
                .build();
    }

    /** What is answered when what a replica lacks is no longer kept. */
    SubscribeAnswer tooFarBehind() {
        return answer(replication.history()).setKind(Kind.KIND_TOO_FAR_BEHIND).build();
    }

    private SubscribeAnswer.Builder answer(History history) {
        return SubscribeAnswer.newBuilder()
                .setEpoch(history.epoch())
                .setLastSequence(history.lastSequence())
                .setDatabaseId(EntityWire.id(history.databaseId()))
                .setFormatVersion(replication.formatVersion())
                .setAwaitsAcks(replication.awaitsReplicas());
    }
}
