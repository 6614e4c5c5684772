package io.remdb.server.owner;

import io.grpc.stub.StreamObserver;
import io.remdb.Backup;
import io.remdb.DatabaseKeys;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import io.remdb.server.Release;
import io.remdb.server.proto.AddRecipientRequest;
import io.remdb.server.proto.AddRecipientResponse;
import io.remdb.server.proto.CreateBackupRequest;
import io.remdb.server.proto.CreateBackupResponse;
import io.remdb.server.proto.ListRecipientsRequest;
import io.remdb.server.proto.ListRecipientsResponse;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.RemoveRecipientRequest;
import io.remdb.server.proto.RemoveRecipientResponse;
import io.remdb.server.proto.ReplaceRecipientRequest;
import io.remdb.server.proto.ReplaceRecipientResponse;
import io.remdb.server.proto.RotateDataKeyRequest;
import io.remdb.server.proto.RotateDataKeyResponse;
import io.remdb.server.proto.StatusRequest;
import io.remdb.server.proto.StatusResponse;
import io.remdb.server.proto.StopRequest;
import io.remdb.server.proto.StopResponse;
import io.remdb.server.service.DataServer;
import io.remdb.server.wire.BackupWire;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.ErrorWire;
import io.remdb.server.wire.KeyWire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an owner says of itself, how it is stopped, and who can open its database. */
final class OwnerServiceImpl extends OwnerServiceGrpc.OwnerServiceImplBase {
    private static final Logger LOGGER = System.getLogger(OwnerServiceImpl.class.getName());

    private final Owner owner;
    private final DataServer server;
    private final RemConfig config;
    private final Instant startedAt;
    private final @Nullable Consumer<StopMoment> stopping;

    OwnerServiceImpl(
            Owner owner,
            DataServer server,
            RemConfig config,
            Instant startedAt,
            @Nullable Consumer<StopMoment> stopping) {
        this.owner = owner;
        this.server = server;
        this.config = config;
        this.startedAt = startedAt;
        this.stopping = stopping;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
        Runtime runtime = Runtime.getRuntime();
        observer.onNext(StatusResponse.newBuilder()
                .setRelease(Release.current())
                .setPid(ProcessHandle.current().pid())
                .setDatabase(owner.folder().toAbsolutePath().toString())
                .setBackground(stopping != null)
                .setStartedAt(EntityWire.micros(startedAt))
                .setRunningCalls(server.runningCalls())
                .setCalls(server.calls())
                .setClients(Math.max(0, owner.clients() - 1)) // who asks is one
                .setIdleSeconds(stopping == null ? 0 : config.sharing().idleSeconds())
                .setHeapBytes(runtime.totalMemory() - runtime.freeMemory())
                .build());
        observer.onCompleted();
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopResponse> observer) {
        if (stopping == null) {
            observer.onError(ErrorWire.status(
                    new RemException(ErrorCode.UNSUPPORTED, "A program has the database open, which only its user ends")
                            .with("pid", ProcessHandle.current().pid())
                            .hint("End process " + ProcessHandle.current().pid()
                                    + "; until then it serves the database to every command")));
            return;
        }
        boolean later = request.getWhenIdle() && owner.busyCalls() > 0;
        LOGGER.log(Level.INFO, "Asked to stop {0} (reason={1})", later ? "when idle" : "now", request.getReason());
        observer.onNext(StopResponse.newBuilder()
                .setPid(ProcessHandle.current().pid())
                .setLater(later)
                .build());
        observer.onCompleted();
        stopping.accept(later ? StopMoment.IDLE : StopMoment.NOW);
    }

    @Override
    public void listRecipients(ListRecipientsRequest request, StreamObserver<ListRecipientsResponse> observer) {
        server.answer(observer, () -> {
            DatabaseKeys keys = owner.database().keys();
            return ListRecipientsResponse.newBuilder()
                    .addAllRecipients(
                            keys.recipients().stream().map(KeyWire::recipient).toList())
                    .setGeneration(keys.generation())
                    .build();
        });
    }

    @Override
    public void addRecipient(AddRecipientRequest request, StreamObserver<AddRecipientResponse> observer) {
        server.answer(observer, () -> {
            Recipient added = owner.database().keys().add(PublicKey.parse(request.getPublicKey()), request.getLabel());
            LOGGER.log(Level.INFO, "Another key opens the database (fingerprint={0})", added.fingerprint());
            return AddRecipientResponse.newBuilder()
                    .setRecipient(KeyWire.recipient(added))
                    .build();
        });
    }

    @Override
    public void removeRecipient(RemoveRecipientRequest request, StreamObserver<RemoveRecipientResponse> observer) {
        server.answer(observer, () -> {
            owner.database().keys().remove(request.getFingerprint());
            LOGGER.log(
                    Level.INFO,
                    "A key does not open the database any more (fingerprint={0})",
                    request.getFingerprint());
            return RemoveRecipientResponse.getDefaultInstance();
        });
    }

    @Override
    public void replaceRecipient(ReplaceRecipientRequest request, StreamObserver<ReplaceRecipientResponse> observer) {
        server.answer(observer, () -> {
            PublicKey former = PublicKey.parse(request.getFormer());
            Recipient next = owner.database().keys().replace(former, PublicKey.parse(request.getNext()));
            LOGGER.log(
                    Level.INFO,
                    "A key opens the database in the place of another (fingerprint={0}, former={1})",
                    next.fingerprint(),
                    former.fingerprint());
            return ReplaceRecipientResponse.newBuilder()
                    .setRecipient(KeyWire.recipient(next))
                    .build();
        });
    }

    @Override
    public void createBackup(CreateBackupRequest request, StreamObserver<CreateBackupResponse> observer) {
        server.answer(
                observer,
                progress ->
                        CreateBackupResponse.newBuilder().setProgress(progress).build(),
                listener -> {
                    Backup made = owner.database().operations().backup(Path.of(request.getFolder()), listener);
                    LOGGER.log(Level.INFO, "A backup was made (path={0})", made.path());
                    return CreateBackupResponse.newBuilder()
                            .setResult(BackupWire.backup(made))
                            .build();
                });
    }

    @Override
    public void rotateDataKey(RotateDataKeyRequest request, StreamObserver<RotateDataKeyResponse> observer) {
        server.answer(observer, () -> {
            int generation = owner.database().keys().rotate();
            LOGGER.log(Level.INFO, "What is written has a new key (generation={0})", Integer.toString(generation));
            return RotateDataKeyResponse.newBuilder().setGeneration(generation).build();
        });
    }
}
