package io.remdb.server.client;

import io.remdb.Backup;
import io.remdb.ContentHash;
import io.remdb.ErrorCode;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Verification;
import io.remdb.server.proto.ContentHashRequest;
import io.remdb.server.proto.ContentHashResponse;
import io.remdb.server.proto.ContentHashResult;
import io.remdb.server.proto.CreateBackupRequest;
import io.remdb.server.proto.CreateBackupResponse;
import io.remdb.server.proto.VerifyRequest;
import io.remdb.server.proto.VerifyResponse;
import io.remdb.server.wire.BackupWire;
import io.remdb.server.wire.VerificationWire;
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
                    case PROGRESS ->
                        progress.progress(
                                event.getProgress().getDone(),
                                event.getProgress().getTotal());
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
                    case PROGRESS ->
                        progress.progress(
                                event.getProgress().getDone(),
                                event.getProgress().getTotal());
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
    public Verification verify(ProgressListener progress) {
        List<Verification.Finding> findings = new ArrayList<>();
        try (Stream<VerifyResponse, VerifyResponse> events =
                database.streamOperation(to -> to.verify(VerifyRequest.getDefaultInstance()))) {
            while (events.hasNext()) {
                VerifyResponse event = events.next();
                switch (event.getEventCase()) {
                    case PROGRESS ->
                        progress.progress(
                                event.getProgress().getDone(),
                                event.getProgress().getTotal());
                    case FINDING -> findings.add(VerificationWire.finding(event.getFinding()));
                    case RESULT -> {
                        return VerificationWire.verification(event.getResult(), findings);
                    }
                    case EVENT_NOT_SET -> {} // of a newer release
                }
            }
        }
        throw RemoteDatabase.incomplete();
    }
}
