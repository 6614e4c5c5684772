package io.remdb.backup;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Work with files that is on the disk when it is done; a test can have each step fail. Thread-safe. */
public final class FileWork {
    /** As it is. */
    public static final FileWork DISK = new FileWork((_, _) -> {});

    private static final int BUFFER_BYTES = 1 << 20;
    private static final long BETWEEN_REPORTS_NANOS = 100_000_000;

    /** Told of each step before it is taken. */
    @FunctionalInterface
    public interface Steps {
        /** May throw in the place of the disk. */
        void before(String step, Path file) throws IOException;
    }

    private final Steps steps;

    /** @param steps may have a step fail */
    public FileWork(Steps steps) {
        this.steps = steps;
    }

    /** Counts bytes of several files for a listener. One thread. */
    public static final class Counter {
        private final ProgressListener listener;
        private final long total;
        private long done;
        private long toldAt = System.nanoTime();

        /** @param total {@link ProgressListener#UNKNOWN_TOTAL} where it is not known */
        public Counter(ProgressListener listener, long total) {
            this.listener = listener;
            this.total = total;
        }

        void add(long bytes) {
            done += bytes;
            long now = System.nanoTime();
            if (done == total || now - toldAt >= BETWEEN_REPORTS_NANOS) {
                toldAt = now;
                listener.progress(done, total);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new RemException(ErrorCode.INTERNAL, "This Java lacks SHA-256", e);
        }
    }

    /** Makes a folder that nobody else looks into, where there is none. */
    public void createFolder(Path folder) throws IOException {
        steps.before("create", folder);
        OwnFolder.create(folder);
    }

    /**
     * Copies a file to a new one.
     *
     * @return the SHA-256 of what was copied, in hexadecimal digits
     */
    public String copy(Path from, Path to, Counter counter) throws IOException {
        steps.before("open", from);
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                requireGoingOn();
                steps.before("write", to);
                digest.update(buffer, 0, length);
                writeAll(out, ByteBuffer.wrap(buffer, 0, length));
                counter.add(length);
            }
            steps.before("sync", to);
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of a file, in hexadecimal digits. */
    public String digest(Path file, Counter counter) throws IOException {
        steps.before("open", file);
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                requireGoingOn();
                digest.update(buffer, 0, length);
                counter.add(length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void requireGoingOn() throws ClosedByInterruptException {
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }

    /** Writes a small file, which is there whole or not at all. */
    void write(Path file, byte[] contents) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        steps.before("write", next);
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(out, ByteBuffer.wrap(contents));
            out.force(true);
        }
        move(next, file);
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Renames on one file system; takes the place of a file that is there. */
    public void move(Path from, Path to) throws IOException {
        steps.before("move", to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(to.resolveSibling("."));
    }

    /** Has the disk know the names in a folder. */
    public void syncFolder(Path folder) throws IOException {
        steps.before("sync", folder);
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    /** Gives a file that does not change a second name. */
    void link(Path from, Path to) throws IOException {
        steps.before("link", to);
        Files.createLink(to, from);
    }

    /** Removes a file or a folder with all that is in it; what is a link goes itself. */
    public void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    delete(file);
                }
            }
        }
        steps.before("delete", path);
        Files.deleteIfExists(path);
    }
}
