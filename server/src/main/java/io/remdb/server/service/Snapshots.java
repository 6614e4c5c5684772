package io.remdb.server.service;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.Replication;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Copies of a database that are being sent. Most of their files are those of the database itself under another name; what is left of a
 * copy is removed when nobody has asked for it for a while, and when the database is opened again. Thread-safe.
 */
final class Snapshots implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Snapshots.class.getName());
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 4;
    private static final String FOLDER = "snapshots";

    private final Path folder;
    private final Replication replication;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();

    /** @param database the folder of the database */
    Snapshots(Path database, Replication replication) {
        this.folder = database.resolve(FOLDER);
        this.replication = replication;
        try {
            delete(folder); // what a killed process has left: it holds files that the database has no use for
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Copies of the database that were left cannot be removed", e);
        }
        Thread.ofPlatform().daemon().name("rem-snapshots").start(this::watch);
    }

    /** A file of a copy. */
    record SnapshotPart(String name, Path path, long bytes) {}

    /** A copy. */
    static final class Snapshot {
        private final String id;
        private final String replica;
        private final Path path;
        private final long sequence;
        private final List<SnapshotPart> files;
        private volatile long usedAt = System.nanoTime();

        private Snapshot(String id, String replica, Path path, long sequence, List<SnapshotPart> files) {
            this.id = id;
            this.replica = replica;
            this.path = path;
            this.sequence = sequence;
            this.files = List.copyOf(files);
        }

        String id() {
            return id;
        }

        long sequence() {
            return sequence;
        }

        List<SnapshotPart> files() {
            return files;
        }

        /** Somebody is still reading it. */
        void use() {
            usedAt = System.nanoTime();
        }
    }

    /**
     * The copy of that name, or where it is gone, a new one, in the place of what the replica had before.
     *
     * @param replica who asks; empty where it does not say
     * @param beforeCopy run before a new one is made
     */
    synchronized Snapshot of(String id, String replica, Runnable beforeCopy) {
        removeOld();
        Snapshot known = snapshots.get(id);
        if (known != null) {
            known.use();
            return known;
        }
        removeIf(snapshot -> !replica.isEmpty() && snapshot.replica.equals(replica));
        if (snapshots.size() >= MOST) {
            throw new RemException(ErrorCode.UNAVAILABLE, "Too many copies of the database are being made at once")
                    .with("limit", MOST)
                    .hint("Try again in some minutes");
        }
        String name = UUID.randomUUID().toString();
        Path path = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            beforeCopy.run();
            long sequence = replication.copyTo(path);
            Snapshot made = new Snapshot(name, replica, path, sequence, parts(path));
            snapshots.put(name, made);
            return made;
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A copy of the database cannot be made", e)
                    .with("path", folder)
                    .with("problem", IoProblem.of(e))
                    .hint("Most of it takes no space, but some does: see that the disk has a hundred megabytes");
        }
    }

    private static List<SnapshotPart> parts(Path path) throws IOException {
        List<SnapshotPart> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                parts.add(new SnapshotPart(file.getFileName().toString(), file, Files.size(file)));
            }
        }
        return parts;
    }

    /** A copy that has been sent. */
    synchronized void done(Snapshot snapshot) {
        snapshots.remove(snapshot.id());
        remove(snapshot);
    }

    private synchronized void removeOld() {
        removeIf(snapshot -> System.nanoTime() - snapshot.usedAt > KEPT.toNanos());
    }

    private void removeIf(Predicate<Snapshot> condition) {
        snapshots.values().removeIf(snapshot -> {
            boolean gone = condition.test(snapshot);
            if (gone) {
                remove(snapshot);
            }
            return gone;
        });
    }

    /** What nobody takes up again holds files that the database has no use for. */
    private void watch() {
        try {
            while (!closed.await(KEPT.toMillis() / 2, TimeUnit.MILLISECONDS)) {
                removeOld();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Snapshot snapshot) {
        try {
            delete(snapshot.path);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A copy of the database cannot be removed", e);
        }
    }

    private static void delete(Path root) throws IOException {
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        snapshots.values().forEach(Snapshots::remove);
        snapshots.clear();
    }
}
