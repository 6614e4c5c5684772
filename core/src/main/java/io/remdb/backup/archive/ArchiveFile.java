package io.remdb.backup.archive;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.backup.BackupErrors;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a file of the archive from its beginning to its end, which may be torn. One thread. */
final class ArchiveFile implements AutoCloseable {
    static final String ENDING = ".remlog";
    /** The first had no moments until which nothing was written. */
    private static final short OLDEST_VERSION = 1;

    private static final short VERSION = 2;
    private static final byte[] NAME = "REMLOG".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final DataInputStream in;
    private final long length;
    private long position;
    private final ArchiveFrame.Header header;
    private boolean torn;

    /** What a file begins with. */
    static byte[] magic() {
        return ByteBuffer.allocate(NAME.length + Short.BYTES)
                .put(NAME)
                .putShort(VERSION)
                .array();
    }

    private ArchiveFile(Path file, DataInputStream in, long length) throws IOException {
        this.file = file;
        this.in = in;
        this.length = length;
        readMagic();
        ArchiveFrame first = next();
        if (!(first instanceof ArchiveFrame.Header found)) {
            throw new EOFException("the beginning is not whole");
        }
        this.header = found;
    }

    /**
     * Opens one.
     *
     * @return null where not even its beginning is whole: it was being made when its process was killed
     * @throws RemException {@link ErrorCode#UNKNOWN_FORMAT}, {@link ErrorCode#IO_ERROR}
     */
    static @Nullable ArchiveFile open(Path file) {
        DataInputStream in = null;
        boolean done = false;
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
            ArchiveFile opened = new ArchiveFile(file, in, Files.size(file));
            done = true;
            return opened;
        } catch (EOFException _) {
            return null;
        } catch (IOException e) {
            throw unreadable(file, e);
        } finally {
            if (!done && in != null) {
                close(file, in);
            }
        }
    }

    private void readMagic() throws IOException {
        byte[] name = new byte[NAME.length];
        in.readFully(name);
        short version = in.readShort();
        position = (long) NAME.length + Short.BYTES;
        if (!Arrays.equals(name, NAME)) {
            throw new EOFException("it is none of ours");
        }
        if (version < OLDEST_VERSION || version > VERSION) {
            throw new RemException(
                            ErrorCode.UNKNOWN_FORMAT,
                            "The archive of the log has a format that this version cannot read")
                    .with("path", file)
                    .with("found", version)
                    .with("supported", VERSION)
                    .hint("Use the version of REM Database that wrote it, or a later one");
        }
    }

    ArchiveFrame.Header header() {
        return header;
    }

    /** In its folder. */
    String name() {
        return file.getFileName().toString();
    }

    /** The next part; null at the end, or where the rest is not whole. */
    @Nullable
    ArchiveFrame next() {
        if (torn || position >= length) {
            return null;
        }
        try {
            byte[] payload = payload();
            if (payload != null) {
                position += FrameCodec.PREFIX_LENGTH + payload.length;
                return FrameCodec.decode(payload);
            }
        } catch (EOFException _) {
            // torn
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (RemException e) {
            throw e.with("path", file).with("offset", position);
        }
        torn = true;
        return null;
    }

    /** Null where it is not whole. */
    private byte @Nullable [] payload() throws IOException {
        if (length - position < FrameCodec.PREFIX_LENGTH) {
            return null;
        }
        int size = in.readInt();
        int sum = in.readInt();
        if (size <= 0 || size > length - position - FrameCodec.PREFIX_LENGTH) {
            return null;
        }
        byte[] payload = new byte[size];
        in.readFully(payload);
        return FrameCodec.isSound(payload, sum) ? payload : null;
    }

    /** Whether something is left at the end that is not whole; once all of it has been read. */
    boolean isTorn() {
        return torn;
    }

    /** Where the next part begins. */
    long position() {
        return position;
    }

    private static RemException unreadable(Path file, IOException e) {
        return BackupErrors.of(e, "A file of the archive of the log cannot be read", file);
    }

    private static void close(Path file, DataInputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() {
        close(file, in);
    }
}
