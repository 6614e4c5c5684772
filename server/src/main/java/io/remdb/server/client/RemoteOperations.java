package io.remdb.server.client;

import io.remdb.Backup;
import io.remdb.Compaction;
import io.remdb.ContentHash;
import io.remdb.ErrorCode;
import io.remdb.IndexRebuild;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Repair;
import io.remdb.Statistics;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.server.proto.CompactRequest;
import io.remdb.server.proto.CompactResponse;
import io.remdb.server.proto.ContentHashRequest;
import io.remdb.server.proto.ContentHashResponse;
import io.remdb.server.proto.ContentHashResult;
import io.remdb.server.proto.CreateBackupRequest;
import io.remdb.server.proto.CreateBackupResponse;
import io.remdb.server.proto.Progress;
import io.remdb.server.proto.RebuildIndexesRequest;
import io.remdb.server.proto.RebuildIndexesResponse;
import io.remdb.server.proto.RepairRequest;
import io.remdb.server.proto.RepairResponse;
import io.remdb.server.proto.StatsRequest;
import io.remdb.server.proto.VacuumResponse;
import io.remdb.server.proto.VerifyRequest;
import io.remdb.server.proto.VerifyResponse;
import io.remdb.server.wire.BackupWire;
import io.remdb.server.wire.UpkeepWire;
import io.remdb.server.wire.VerificationWire;
import io.remdb.telemetry.StatisticsJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps a database in order that another process has open. */
final class RemoteOperations implements Operations {
    private final RemoteDatabase database;

    RemoteOperations(RemoteDatabase database) {
        this.database = database;
    }

    @Override
    public Backup backup(Path folder, ProgressListener progress) {
        if (database.side() == RemoteDatabase.Side.SERVER) {
            throw new RemException(ErrorCode.UNSUPPORTED, "Backups are made on the machine where the database is")
                    .hint(
                            "Run the command there, with the database's folder (--db): a server's token does not say which"
                                    + " files it writes");
        }
        CreateBackupRequest request = CreateBackupRequest.newBuilder()
                .setFolder(folder.toAbsolutePath().toString())
                .build();
        try (Stream<CreateBackupResponse, CreateBackupResponse> events =
                database.streamOwner(to -> to.createBackup(request))) {
            while (events.hasNext()) {
                CreateBackupResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case RESULT -> {
                        return BackupWire.backup(event.getResult());
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        try (Stream<ContentHashResponse, ContentHashResponse> events =
                database.streamOperation(to -> to.contentHash(ContentHashRequest.getDefaultInstance()))) {
            while (events.hasNext()) {
                ContentHashResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case RESULT -> {
                        ContentHashResult result = event.getResult();
                        return new ContentHash(result.getHash(), result.getSequence(), result.getRows());
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public Verification verify(Depth depth, ProgressListener progress) {
        List<Verification.Finding> findings = new ArrayList<>();
        List<Verification.Finding> notes = new ArrayList<>();
        VerifyRequest request =
                VerifyRequest.newBuilder().setQuick(depth == Depth.QUICK).build();
        try (Stream<VerifyResponse, VerifyResponse> events = database.streamOperation(to -> to.verify(request))) {
            while (events.hasNext()) {
                VerifyResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case FINDING -> findings.add(VerificationWire.finding(event.getFinding()));
                    case NOTE -> notes.add(VerificationWire.finding(event.getNote()));
                    case RESULT -> {
                        return VerificationWire.verification(event.getResult(), findings, notes);
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public Repair repair(ProgressListener progress) {
        List<Repair.Mended> mended = new ArrayList<>();
        List<Verification.Finding> findings = new ArrayList<>();
        List<Verification.Finding> notes = new ArrayList<>();
        try (Stream<RepairResponse, RepairResponse> events =
                database.streamOperation(to -> to.repair(RepairRequest.getDefaultInstance()))) {
            while (events.hasNext()) {
                RepairResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case MENDED ->
                        mended.add(new Repair.Mended(
                                event.getMended().getPart(),
                                event.getMended().getDone(),
                                event.getMended().getCount()));
                    case FINDING -> findings.add(VerificationWire.finding(event.getFinding()));
                    case NOTE -> notes.add(VerificationWire.finding(event.getNote()));
                    case RESULT -> {
                        return new Repair(mended, VerificationWire.verification(event.getResult(), findings, notes));
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public IndexRebuild rebuildIndexes(List<String> tables, ProgressListener progress) {
        RebuildIndexesRequest request =
                RebuildIndexesRequest.newBuilder().addAllTables(tables).build();
        try (Stream<RebuildIndexesResponse, RebuildIndexesResponse> events =
                database.streamOperation(to -> to.rebuildIndexes(request))) {
            while (events.hasNext()) {
                RebuildIndexesResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case RESULT -> {
                        return new IndexRebuild(event.getResult().getTablesList().stream()
                                .map(table -> new IndexRebuild.RebuiltTable(
                                        table.getTable(), table.getRows(), table.getMended()))
                                .toList());
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public Statistics stats() {
        return StatisticsJson.parse(database.operation(stub -> stub.stats(StatsRequest.getDefaultInstance()))
                .getJson());
    }

    @Override
    public VacuumResult vacuum(VacuumOptions options, ProgressListener progress) {
        try (Stream<VacuumResponse, VacuumResponse> events =
                database.streamOperation(to -> to.vacuum(UpkeepWire.request(options)))) {
            while (events.hasNext()) {
                VacuumResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case RESULT -> {
                        return UpkeepWire.result(event.getResult());
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public Compaction compact(ProgressListener progress) {
        try (Stream<CompactResponse, CompactResponse> events =
                database.streamOperation(to -> to.compact(CompactRequest.getDefaultInstance()))) {
            while (events.hasNext()) {
                CompactResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS -> tell(progress, event.getProgress());
                    case RESULT -> {
                        return UpkeepWire.compaction(event.getResult());
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }

    private static void tell(ProgressListener listener, Progress progress) {
        listener.progress(progress.getDone(), progress.getTotal());
    }
}
