package io.remdb.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes a new file of the archive. One thread. */
final class ArchiveFileWriter implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    /** Of what was written whole. */
    private long soundBytes;

    private ArchiveFileWriter(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Begins a file with its header. */
    static ArchiveFileWriter create(Path file, ArchiveFrame.Header header) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArchiveFileWriter writer = new ArchiveFileWriter(file, channel);
        boolean done = false;
        try {
            writeAll(channel, ByteBuffer.wrap(ArchiveFile.magic()));
            for (ByteBuffer part : FrameCodec.encode(header)) {
                writeAll(channel, part);
            }
            channel.force(true);
            try (FileChannel folder = FileChannel.open(file.resolveSibling("."))) {
                folder.force(true);
            }
            writer.soundBytes = channel.position();
            done = true;
            return writer;
        } finally {
            if (!done) {
                channel.close();
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Appends frames; on the disk when it returns. When it fails, what there was before is whole, and nothing else is to be written to this
     * file.
     */
    void append(List<ArchiveFrame> frames) throws IOException {
        boolean done = false;
        try {
            channel.position(soundBytes);
            for (ArchiveFrame frame : frames) {
                for (ByteBuffer part : FrameCodec.encode(frame)) {
                    writeAll(channel, part);
                }
            }
            channel.force(false);
            soundBytes = channel.position();
            done = true;
        } finally {
            if (!done) {
                cutOff();
            }
        }
    }

    /**
     * Says until when there is nothing more, in the place of the last moment that was said. Not forced to the disk: where it is lost, or torn, less
     * is known than there was, and nothing else is.
     */
    void append(ArchiveFrame.Until until) throws IOException {
        channel.position(soundBytes);
        for (ByteBuffer part : FrameCodec.encode(until)) {
            writeAll(channel, part);
        }
    }

    /** Readers take the rest for the torn end that it is, where even this fails. */
    private void cutOff() {
        try {
            channel.truncate(soundBytes);
        } catch (IOException e) {
            System.getLogger(ArchiveFileWriter.class.getName())
                    .log(System.Logger.Level.DEBUG, "What was written of a part cannot be cut off", e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    Path file() {
        return file;
    }

    /** How large it is. */
    long bytes() {
        return soundBytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
