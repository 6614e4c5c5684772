package io.remdb.embedding.onnx;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file that is made once and then mapped by many processes: its content, then eight bytes of length and eight of CRC32C, so
 * that one which a crash cut short, or a disk damaged, is made anew and not run.
 */
record PreparedFile(Path path) {
    private static final int TRAILER_BYTES = 2 * Long.BYTES;

    /** Makes the content in the file of that name. */
    @FunctionalInterface
    interface Writer {
        void write(Path path) throws IOException;
    }

    /** The content, mapped for as long as {@code memory} lives; empty if the file is not there or not intact. */
    Optional<ByteBuffer> map(Arena memory) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = channel.size() - TRAILER_BYTES;
            if (length <= 0 || length > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            ByteBuffer file =
                    channel.map(MapMode.READ_ONLY, 0, channel.size(), memory).asByteBuffer();
            ByteBuffer content = file.slice(0, (int) length);
            boolean intact = file.getLong((int) length) == length
                    && file.getLong((int) length + Long.BYTES) == checksum(content);
            return intact ? Optional.of(content) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Makes the file, at once as others see it, in the place of one that may be there. */
    void write(Writer writer) throws IOException {
        AtomicFiles.write(path, temporary -> {
            writer.write(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    Arena memory = Arena.ofConfined()) {
                long length = channel.size();
                ByteBuffer content =
                        channel.map(MapMode.READ_ONLY, 0, length, memory).asByteBuffer();
                ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES)
                        .putLong(length)
                        .putLong(checksum(content))
                        .flip();
                while (trailer.hasRemaining()) {
                    channel.write(trailer, length + trailer.position());
                }
            }
        });
    }

    private static long checksum(ByteBuffer content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content.duplicate());
        return checksum.getValue();
    }
}
