package io.remdb.server.wire;

import io.remdb.Compaction;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.server.proto.CompactResult;
import io.remdb.server.proto.VacuumRequest;
import io.remdb.server.proto.VacuumSummary;
import java.time.Duration;

/** What keeps a database small, as messages. */
public final class UpkeepWire {
    private UpkeepWire() {}

    /** Options as a message. */
    public static VacuumRequest request(VacuumOptions options) {
        return VacuumRequest.newBuilder()
                .setOlderThanMs(options.olderThan().toMillis())
                .setDryRun(options.mode() == VacuumOptions.Mode.DRY_RUN)
                .build();
    }

    /** The options of a message. */
    public static VacuumOptions options(VacuumRequest request) {
        return new VacuumOptions(
                Duration.ofMillis(request.getOlderThanMs()),
                request.getDryRun() ? VacuumOptions.Mode.DRY_RUN : VacuumOptions.Mode.REMOVE);
    }

    /** What a vacuum has done as a message. */
    public static VacuumSummary summary(VacuumResult result) {
        return VacuumSummary.newBuilder()
                .putAllRows(result.rows())
                .setEdges(result.edges())
                .setVectors(result.vectors())
                .setBytes(result.bytes())
                .setStrayEdges(result.strayEdges())
                .setStrayVectors(result.strayVectors())
                .setStrayIndexEntries(result.strayIndexEntries())
                .setStoreBytesBefore(result.storeBytesBefore())
                .setStoreBytesAfter(result.storeBytesAfter())
                .build();
    }

    /** What a message says that a vacuum has done. */
    public static VacuumResult result(VacuumSummary summary) {
        return new VacuumResult(
                summary.getRowsMap(),
                summary.getEdges(),
                summary.getVectors(),
                summary.getBytes(),
                summary.getStrayEdges(),
                summary.getStrayVectors(),
                summary.getStrayIndexEntries(),
                summary.getStoreBytesBefore(),
                summary.getStoreBytesAfter());
    }

    /** What a compaction has done as a message. */
    public static CompactResult result(Compaction compaction) {
        return CompactResult.newBuilder()
                .setStoreBytesBefore(compaction.storeBytesBefore())
                .setStoreBytesAfter(compaction.storeBytesAfter())
                .setSearchBytesBefore(compaction.searchBytesBefore())
                .setSearchBytesAfter(compaction.searchBytesAfter())
                .build();
    }

    /** What a message says that a compaction has done. */
    public static Compaction compaction(CompactResult result) {
        return new Compaction(
                result.getStoreBytesBefore(),
                result.getStoreBytesAfter(),
                result.getSearchBytesBefore(),
                result.getSearchBytesAfter());
    }
}
