package io.remdb.export;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.IoProblem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all: it is written beside its place, with the permissions of the file that it replaces, and
 * renamed. Until then a file that was there stays as it was. Holds a descriptor and a buffer until it is complete. One thread.
 */
final class AtomicFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private @Nullable OutputStream output;
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
     * @param target where it will be
     * @param part where it is until then, in the same folder
     */
    static AtomicFile create(Path target, Path part) throws IOException {
        AtomicFile file = new AtomicFile(
                target, part, FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try {
            PosixFileAttributeView replaced = Files.getFileAttributeView(target, PosixFileAttributeView.class);
            if (replaced != null && Files.exists(target)) {
                Files.setPosixFilePermissions(part, replaced.readAttributes().permissions());
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static RemException unwritable(Path path, IOException e) {
        RemException error = new RemException(ErrorCode.IO_ERROR, "The file cannot be written", e)
                .with("path", path)
                .with("reason", IoProblem.ofWriting(path, e));
        return e instanceof NoSuchFileException ? error.hint("Make the folder first, or name another file") : error;
    }

    /** Where its content goes; not to be closed. */
    OutputStream output() {
        if (output == null) {
            throw new IllegalStateException("the file is complete");
        }
        return output;
    }

    /** Where it will be. */
    Path target() {
        return target;
    }

    /** Brings what was written to the disk; its size. */
    long complete() throws IOException {
        output().flush();
        channel.force(true);
        long size = channel.size();
        output = null;
        channel.close();
        return size;
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
