package io.remdb.server.replication;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.proto.ReplicationServiceGrpc;
import io.remdb.server.proto.SnapshotFile;
import io.remdb.server.proto.SnapshotHeader;
import io.remdb.server.proto.SnapshotPiece;
import io.remdb.server.proto.SnapshotRequest;
import io.remdb.server.proto.SnapshotResponse;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Fetches a copy of a primary's files into a folder. What is whole of it stays there when it is broken off, and is not sent again while
 * the primary has the same copy. One thread.
 */
public final class SnapshotDownload {
    /** As RocksDB and the store name their files; nothing that leads elsewhere. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** A primary sends pieces without a pause, but it may have to write down much before the first. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long LOOK_MS = 200;

    private final String replica;
    private final Path folder;
    private final FollowingState state;
    private final BooleanSupplier stopping;
    private final Map<String, Long> complete = new HashMap<>();
    private String snapshot = "";
    private volatile long heardAt;

    /**
     * Into a folder that is this download's alone.
     *
     * @param replica what this replica calls itself
     */
    public SnapshotDownload(String replica, Path folder, FollowingState state, BooleanSupplier stopping) {
        this.replica = replica;
        this.folder = folder;
        this.state = state;
        this.stopping = stopping;
    }

    /** Where the copy is. */
    public Path folder() {
        return folder;
    }

    /**
     * Fetches what is missing.
     *
     * @throws RemException when the connection is lost: calling it again goes on
     */
    public void fetch(ManagedChannel channel, int formatVersion) {
        Context.CancellableContext context = Context.ROOT.withCancellation();
        Context before = context.attach();
        heardAt = System.nanoTime();
        Thread watch = Thread.ofPlatform().daemon().name("rem-snapshot-watch").start(() -> watch(context));
        try {
            Iterator<SnapshotResponse> parts = ReplicationServiceGrpc.newBlockingStub(channel)
                    .snapshot(SnapshotRequest.newBuilder()
                            .setSnapshot(snapshot)
                            .addAllCompleteFiles(complete.keySet())
                            .setFormatVersion(formatVersion)
                            .setReplica(replica)
                            .build());
            receive(parts);
        } catch (StatusRuntimeException e) {
            throw Follower.lost(e);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A copy of the primary cannot be written", e)
                    .with("path", folder)
                    .with("problem", IoProblem.of(e))
                    .hint("It takes as much space as the primary has; free some, and it goes on");
        } finally {
            context.detach(before);
            context.cancel(null);
            watch.interrupt();
        }
    }

    /** Ends the call when the primary says nothing any more, or the replica is to stop. */
    private void watch(Context.CancellableContext context) {
        try {
            while (!stopping.getAsBoolean() && System.nanoTime() - heardAt < SILENCE_NANOS) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
            context.cancel(null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it has ended
        }
    }

    private void receive(Iterator<SnapshotResponse> parts) throws IOException {
        if (!parts.hasNext()) {
            throw wrong("there is no list of files");
        }
        SnapshotHeader header = parts.next().getHeader();
        if (header.getSnapshot().isEmpty()) {
            throw wrong("there is no list of files");
        }
        if (!header.getSnapshot().equals(snapshot)) {
            delete(folder);
            complete.clear();
            snapshot = header.getSnapshot();
        }
        Files.createDirectories(folder);
        long total =
                header.getFilesList().stream().mapToLong(SnapshotFile::getBytes).sum();
        List<SnapshotFile> missing = new ArrayList<>();
        for (SnapshotFile file : header.getFilesList()) {
            if (!NAME.matcher(file.getName()).matches()) {
                throw wrong("a file has a name that no file of a database has");
            }
            if (!complete.containsKey(file.getName())) {
                missing.add(file);
            }
        }
        for (SnapshotFile file : missing) {
            write(file, parts, total);
        }
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private void write(SnapshotFile file, Iterator<SnapshotResponse> parts, long total) throws IOException {
        try (FileChannel out = FileChannel.open(
                folder.resolve(file.getName()),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            long written = 0;
            while (written < file.getBytes()) {
                if (stopping.getAsBoolean()) {
                    throw new RemException(ErrorCode.CANCELLED, "The replica was asked to stop");
                }
                if (!parts.hasNext()) {
                    throw wrong("it ends in the middle of a file");
                }
                SnapshotPiece piece = parts.next().getPiece();
                requireNext(file, written, piece);
                ByteBuffer content = piece.getContent().asReadOnlyByteBuffer();
                while (content.hasRemaining()) {
                    written += out.write(content);
                }
                heardAt = System.nanoTime();
                state.received(piece.getContent().size());
                state.snapshot(
                        written
                                + complete.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum(),
                        total);
            }
            out.force(true);
        }
        complete.put(file.getName(), file.getBytes());
    }

    private static void requireNext(SnapshotFile file, long written, SnapshotPiece piece) {
        CRC32C checksum = new CRC32C();
        checksum.update(piece.getContent().asReadOnlyByteBuffer());
        if (!piece.getName().equals(file.getName())
                || piece.getOffset() != written
                || piece.getContent().isEmpty()
                || written + piece.getContent().size() > file.getBytes()
                || (int) checksum.getValue() != piece.getChecksum()) {
            throw wrong("a piece of a file is not the next one, or was changed on the way");
        }
    }

    private static RemException wrong(String problem) {
        return new RemException(ErrorCode.UNAVAILABLE, "The copy that the primary sends is not whole")
                .with("problem", problem);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // nothing is there
        }
    }
}
