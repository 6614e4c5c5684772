package io.remdb.export;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: it is written beside its place under a hidden name that ends with {@code .part}, and renamed.
 * Until then a file that was there stays as it was. A part that a killed process has left goes with the next export of the same
 * file. One thread.
 */
final class AtomicFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final String PART = ".part";

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream output;
    private boolean renamed;

    private AtomicFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
        this.output = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    /**
     * Begins a file.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} where there is something that is no file; {@link ErrorCode#IO_ERROR}
     */
    static AtomicFile create(Path path) {
        try {
            // The file behind a link is replaced, not the link.
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "There is something else than a file in this place")
                        .with("path", path)
                        .hint("Name a file; an export is renamed to its place, so that it is there whole or not at"
                                + " all");
            }
            String beginning = "." + target.getFileName() + ".";
            removeAbandoned(target.resolveSibling("."), beginning);
            Path part = target.resolveSibling(beginning + UUID.randomUUID() + PART);
            FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            AtomicFile file = new AtomicFile(target, part, channel);
            if (channel.tryLock() == null) {
                file.close();
                throw new IOException("the new file is locked");
            }
            return file;
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** What a killed process has left of the same file: nobody holds its lock any more. */
    private static void removeAbandoned(Path folder, String beginning) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, entry -> {
            String name = entry.getFileName().toString();
            return name.startsWith(beginning) && name.endsWith(PART) && Files.isRegularFile(entry, NOFOLLOW_LINKS);
        })) {
            for (Path part : parts) {
                try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, NOFOLLOW_LINKS)) {
                    if (channel.tryLock() != null) {
                        Files.deleteIfExists(part);
                    }
                } catch (OverlappingFileLockException | NoSuchFileException inUseOrGone) {
                    // Another export of this process is writing it, or has renamed it.
                }
            }
        }
    }

    static RemException unwritable(Path path, IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The file cannot be written", e)
                .with("path", path)
                .with("reason", e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    /** Where its content goes; not to be closed. */
    OutputStream output() {
        return output;
    }

    /** Where it will be. */
    Path target() {
        return target;
    }

    /** Brings what was written to the disk; its size. */
    long complete() throws IOException {
        output.flush();
        channel.force(true);
        return channel.size();
    }

    /** Puts it into its place. */
    void rename() {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            renamed = true;
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Removes what was written, unless it has been renamed. */
    @Override
    public void close() {
        try (channel) {
            if (!renamed) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }
}
