package io.remdb.ingest.source;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder of this run alone, which nobody else can read, for what has to be a file for a while: stdin, and what parsers put aside. Gone
 * when it is closed.
 */
public final class Spool implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;

    private Spool(Path folder) {
        this.folder = folder;
    }

    /** A new folder among the temporary files; its mode is 0700. */
    public static Spool create() {
        try {
            return new Spool(Files.createTempDirectory("rem-ingest"));
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A folder for temporary files cannot be made", e)
                    .with("folder", System.getProperty("java.io.tmpdir"))
                    .with("reason", e.getMessage());
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** Keeps a stream as a file; its URI is made of its content. */
    public SourceFile keep(InputStream input, long mostBytes) {
        Path file = folder.resolve("stdin");
        try {
            copy(input, file, mostBytes);
            return new SourceFile(file, "stdin:" + FileStamp.of(file).sha256(), "stdin", true);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "stdin cannot be read", e).with("reason", e.getMessage());
        }
    }

    private static void copy(InputStream input, Path file, long mostBytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        try (OutputStream output = Files.newOutputStream(file)) {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                copied += count;
                if (copied > mostBytes) {
                    throw new RemException(ErrorCode.TOO_LARGE, "stdin has more bytes than the limit")
                            .with("limit_bytes", mostBytes);
                }
                output.write(buffer, 0, count);
            }
        }
    }

    @Override
    public void close() {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path :
                    content.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A folder of temporary files cannot be removed", e)
                    .with("path", folder)
                    .with("reason", e.getMessage());
        }
    }
}
