package io.remdb.server.service;

import io.grpc.stub.StreamObserver;
import io.remdb.Compaction;
import io.remdb.ContentHash;
import io.remdb.IndexRebuild;
import io.remdb.RemDatabase;
import io.remdb.VacuumResult;
import io.remdb.Verification.Depth;
import io.remdb.server.proto.CompactRequest;
import io.remdb.server.proto.CompactResponse;
import io.remdb.server.proto.ContentHashRequest;
import io.remdb.server.proto.ContentHashResponse;
import io.remdb.server.proto.ContentHashResult;
import io.remdb.server.proto.OperationsServiceGrpc.OperationsServiceImplBase;
import io.remdb.server.proto.RebuildIndexesRequest;
import io.remdb.server.proto.RebuildIndexesResponse;
import io.remdb.server.proto.RebuildIndexesResult;
import io.remdb.server.proto.RebuiltTable;
import io.remdb.server.proto.RepairRequest;
import io.remdb.server.proto.RepairResponse;
import io.remdb.server.proto.StatsRequest;
import io.remdb.server.proto.StatsResponse;
import io.remdb.server.proto.VacuumRequest;
import io.remdb.server.proto.VacuumResponse;
import io.remdb.server.proto.VerifyRequest;
import io.remdb.server.proto.VerifyResponse;
import io.remdb.server.wire.UpkeepWire;
import io.remdb.telemetry.StatisticsJson;

/** What keeps a database in order, for other processes. */
final class OperationsServiceImpl extends OperationsServiceImplBase {
    private final RemDatabase database;
    private final Calls calls;

    OperationsServiceImpl(RemDatabase database, Calls calls) {
        this.database = database;
        this.calls = calls;
    }

    @Override
    public void contentHash(ContentHashRequest request, StreamObserver<ContentHashResponse> observer) {
        calls.many(observer, answer -> {
            ContentHash hash = database.operations()
                    .contentHash(Telling.progress(progress -> answer.send(ContentHashResponse.newBuilder()
                            .setProgress(progress)
                            .build())));
            answer.send(ContentHashResponse.newBuilder()
                    .setResult(ContentHashResult.newBuilder()
                            .setHash(hash.hash())
                            .setSequence(hash.sequence())
                            .setRows(hash.rows()))
                    .build());
        });
    }

    @Override
    public void verify(VerifyRequest request, StreamObserver<VerifyResponse> observer) {
        calls.many(observer, answer -> Verifying.send(database, request.getQuick() ? Depth.QUICK : Depth.DEEP, answer));
    }

    @Override
    public void repair(RepairRequest request, StreamObserver<RepairResponse> observer) {
        calls.many(observer, answer -> Verifying.repair(database, answer));
    }

    @Override
    public void rebuildIndexes(RebuildIndexesRequest request, StreamObserver<RebuildIndexesResponse> observer) {
        calls.many(observer, answer -> {
            IndexRebuild rebuild = database.operations()
                    .rebuildIndexes(
                            request.getTablesList(),
                            Telling.progress(progress -> answer.send(RebuildIndexesResponse.newBuilder()
                                    .setProgress(progress)
                                    .build())));
            RebuildIndexesResult.Builder result = RebuildIndexesResult.newBuilder();
            rebuild.tables()
                    .forEach(table -> result.addTables(RebuiltTable.newBuilder()
                            .setTable(table.table())
                            .setRows(table.rows())
                            .setMended(table.mended())));
            answer.send(RebuildIndexesResponse.newBuilder().setResult(result).build());
        });
    }

    @Override
    public void stats(StatsRequest request, StreamObserver<StatsResponse> observer) {
        calls.one(
                observer,
                () -> StatsResponse.newBuilder()
                        .setJson(StatisticsJson.text(database.operations().stats()))
                        .build());
    }

    @Override
    public void vacuum(VacuumRequest request, StreamObserver<VacuumResponse> observer) {
        calls.many(observer, answer -> {
            VacuumResult result = database.operations()
                    .vacuum(
                            UpkeepWire.options(request),
                            Telling.progress(progress -> answer.send(VacuumResponse.newBuilder()
                                    .setProgress(progress)
                                    .build())));
            answer.send(VacuumResponse.newBuilder()
                    .setResult(UpkeepWire.summary(result))
                    .build());
        });
    }

    @Override
    public void compact(CompactRequest request, StreamObserver<CompactResponse> observer) {
        calls.many(observer, answer -> {
            Compaction compaction = database.operations()
                    .compact(Telling.progress(progress -> answer.send(
                            CompactResponse.newBuilder().setProgress(progress).build())));
            answer.send(CompactResponse.newBuilder()
                    .setResult(UpkeepWire.result(compaction))
                    .build());
        });
    }
}
