package io.remdb.server.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.proto.AnnounceRequest;
import io.remdb.server.proto.AnnounceResponse;
import io.remdb.server.proto.ReplicationServiceGrpc.ReplicationServiceImplBase;
import io.remdb.server.proto.SnapshotFile;
import io.remdb.server.proto.SnapshotHeader;
import io.remdb.server.proto.SnapshotPiece;
import io.remdb.server.proto.SnapshotRequest;
import io.remdb.server.proto.SnapshotResponse;
import io.remdb.server.proto.SubscribeRequest;
import io.remdb.server.proto.SubscribeResponse;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.Set;
import java.util.zip.CRC32C;

/** The calls of replicas. Thread-safe. */
final class ReplicationServiceImpl extends ReplicationServiceImplBase {
    private static final Logger LOGGER = System.getLogger(ReplicationServiceImpl.class.getName());
    private static final int PIECE_BYTES = 1 << 20;

    private final Replication replication;
    private final Calls calls;
    private final ConnectedReplicas connected;
    private final Snapshots snapshots;
    private final boolean keepsLog;

    ReplicationServiceImpl(
            Replication replication, Calls calls, ConnectedReplicas connected, Snapshots snapshots, boolean keepsLog) {
        this.replication = replication;
        this.calls = calls;
        this.connected = connected;
        this.snapshots = snapshots;
        this.keepsLog = keepsLog;
    }

    @Override
    public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeResponse> observer) {
        Subscription subscription = new Subscription(replication, connected);
        calls.many(observer, answer -> {
            requireLog();
            subscription.run(answer);
        });
        return subscription;
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> observer) {
        calls.many(observer, answer -> {
            requireLog();
            if (request.getFormatVersion() != replication.formatVersion()) {
                throw new RemException(ErrorCode.UNKNOWN_FORMAT, "The replica reads files of another format")
                        .with("replica", request.getFormatVersion())
                        .with("primary", replication.formatVersion())
                        .hint("Use the same release on both sides");
            }
            Snapshots.Snapshot snapshot =
                    snapshots.of(request.getSnapshot(), request.getReplica(), () -> keepFor(request.getReplica()));
            boolean known = snapshot.id().equals(request.getSnapshot());
            LOGGER.log(Level.INFO, "Sending a copy of the database (entry={0})", Long.toString(snapshot.sequence()));
            answer.send(header(snapshot));
            Set<String> complete = known ? Set.copyOf(request.getCompleteFilesList()) : Set.of();
            for (Snapshots.SnapshotPart part : snapshot.files()) {
                if (!complete.contains(part.name())) {
                    send(answer, snapshot, part);
                }
            }
            snapshots.done(snapshot);
        });
    }

    /** Without one a replica would be sent everything, over and over. */
    private void requireLog() {
        if (!keepsLog) {
            throw new RemException(ErrorCode.UNSUPPORTED, "The primary keeps no log that a replica could follow")
                    .hint("Start it with P8_WAL_ENABLED=true");
        }
    }

    /** What is written from here on is not in the copy: it is kept until the replica has it, within the limits. */
    private void keepFor(String replica) {
        if (!replica.isEmpty()) {
            replication.keepFor(replica, replication.log().lastSequence());
        }
    }

    private static SnapshotResponse header(Snapshots.Snapshot snapshot) {
        SnapshotHeader.Builder header =
                SnapshotHeader.newBuilder().setSnapshot(snapshot.id()).setSequence(snapshot.sequence());
        snapshot.files()
                .forEach(part -> header.addFiles(
                        SnapshotFile.newBuilder().setName(part.name()).setBytes(part.bytes())));
        return SnapshotResponse.newBuilder().setHeader(header).build();
    }

    private static void send(Answer<SnapshotResponse> answer, Snapshots.Snapshot snapshot, Snapshots.SnapshotPart part)
            throws InterruptedException {
        long offset = 0;
        try (InputStream file = Files.newInputStream(part.path())) {
            byte[] piece = file.readNBytes((int) Math.min(PIECE_BYTES, part.bytes()));
            while (piece.length > 0) {
                answer.send(piece(part.name(), offset, piece));
                snapshot.use();
                offset += piece.length;
                piece = file.readNBytes((int) Math.min(PIECE_BYTES, part.bytes() - offset));
            }
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A copy of the database cannot be read", e)
                    .with("problem", IoProblem.of(e));
        }
    }

    private static SnapshotResponse piece(String name, long offset, byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        ByteString bytes = UnsafeByteOperations.unsafeWrap(content);
        return SnapshotResponse.newBuilder()
                .setPiece(SnapshotPiece.newBuilder()
                        .setName(name)
                        .setOffset(offset)
                        .setContent(bytes)
                        .setChecksum((int) checksum.getValue()))
                .build();
    }

    @Override
    public void announce(AnnounceRequest request, StreamObserver<AnnounceResponse> observer) {
        calls.one(observer, () -> {
            History history = replication.history();
            if (!EntityWire.id(request.getDatabaseId()).equals(history.databaseId())) {
                throw new RemException(ErrorCode.CONFLICT, "This is another database");
            }
            if (history.isOvertakenBy(request.getEpoch(), EntityWire.id(request.getEpochId()))
                    && replication.replicaOf().isEmpty()) {
                LOGGER.log(
                        Level.WARNING,
                        "Another copy of the database was promoted (epoch={0}): this one takes no writes any more",
                        Long.toString(request.getEpoch()));
                replication.fence(request.getEpoch());
            }
            return AnnounceResponse.newBuilder()
                    .setEpoch(history.epoch())
                    .setLastSequence(history.lastSequence())
                    .setFenced(replication.fencedBy().isPresent())
                    .build();
        });
    }
}
