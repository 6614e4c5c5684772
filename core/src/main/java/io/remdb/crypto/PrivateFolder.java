package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Small files that are their user's alone: made for nobody else from the first moment on, written as a whole or not at all, and
 * refused when others could have got at them. Thread-safe.
 *
 * @param path the folder
 */
record PrivateFolder(Path path) {
    /** What others may not do with a file that is secret. */
    static final Set<PosixFilePermission> ANYTHING = Set.copyOf(EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE)));
    /** What others may not do with a file that they may know. */
    static final Set<PosixFilePermission> WRITING =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int MOST_FILE_BYTES = 4096;

    /** A lock of a file is the process's: its threads would get an exception where they should wait. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T reporting(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The folder of the keys cannot be read or written", e)
                    .with("path", path)
                    .with("problem", e.toString())
                    .hint("Check the permissions of the folder, and that there is space");
        }
    }

    /** Makes the folder where there is none; takes reading away from others where it lets them. */
    void prepare() {
        reporting(() -> {
            Files.createDirectories(path, FOLDER_MODE);
            Set<PosixFilePermission> permissions = requirePrivate(path, Files.getPosixFilePermissions(path), WRITING);
            if (permissions.removeAll(ANYTHING)) {
                Files.setPosixFilePermissions(path, permissions);
            }
            return path;
        });
    }

    /** Does something while no other thread or process that asks for the same is at it. */
    <T> T locked(Supplier<T> work) {
        THREADS.lock();
        try {
            return reporting(() -> {
                try (FileChannel file = FileChannel.open(
                                path.resolve(".lock"),
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                                FILE_MODE);
                        FileLock _ = file.lock()) {
                    return work.get();
                }
            });
        } finally {
            THREADS.unlock();
        }
    }

    /** Whether something has this name, be it a file or not. */
    boolean has(String name) {
        return Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The content of a file, if there is one.
     *
     * @param forbidden what others may not be allowed to do with it
     * @throws RemException {@link ErrorCode#INVALID_CONFIG} when they are, or could put another file in its place
     */
    Optional<byte[]> read(String name, Set<PosixFilePermission> forbidden) {
        return reporting(() -> {
            Path file = path.resolve(name);
            try {
                requirePrivate(path, Files.getPosixFilePermissions(path), WRITING);
                PosixFileAttributes attributes = requireFile(file);
                requirePrivate(file, attributes.permissions(), forbidden);
                return Optional.of(content(file));
            } catch (NoSuchFileException _) {
                return Optional.empty();
            }
        });
    }

    /** The permissions, which are given back if they leave out what is forbidden. */
    private static Set<PosixFilePermission> requirePrivate(
            Path path, Set<PosixFilePermission> permissions, Set<PosixFilePermission> forbidden) {
        Set<PosixFilePermission> excess = EnumSet.copyOf(forbidden);
        excess.retainAll(permissions);
        if (!excess.isEmpty()) {
            boolean folder = Files.isDirectory(path);
            throw new RemException(ErrorCode.INVALID_CONFIG, "Other users may get at the keys")
                    .with("path", path)
                    .with("mode", PosixFilePermissions.toString(permissions))
                    .hint("chmod " + (folder ? "700 " : "600 ") + path
                            + " ends that; keys that others may have taken or" + " changed are better replaced");
        }
        return permissions;
    }

    /** A link could lead to a file that is somebody else's, and a pipe would be waited for. */
    private static PosixFileAttributes requireFile(Path file) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "A key file is a link or no file at all")
                    .with("path", file)
                    .hint("Put the file itself there");
        }
        return attributes;
    }

    /** What is longer than any key file is none, and need not be read to its end to see that. */
    private static byte[] content(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return content.readNBytes(MOST_FILE_BYTES);
        }
    }

    /** Refuses to write where there is something that {@link #read} would refuse for what it is. */
    void requireReplaceable(String name) {
        if (has(name)) {
            reporting(() -> requireFile(path.resolve(name)));
        }
    }

    /** Writes a file: after a crash it has the old content or the new one, and it is on the disk when this returns. */
    void write(String name, byte[] content) {
        reporting(() -> {
            Path file = path.resolve(name);
            Path written = path.resolve(name + ".new");
            Files.deleteIfExists(written); // of a process that was killed
            try {
                writeNew(written, content);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
            try (FileChannel folder = FileChannel.open(path)) {
                folder.force(true); // the new name
            }
            return file;
        });
    }

    private static void writeNew(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
