package io.remdb.ingest.source;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder of this run alone, which nobody else can read, for what has to be a file for a while: stdin, and what parsers put aside. Gone
 * when it is closed; what a killed process has left goes with the next one. A lock in it says that its process is there.
 */
public final class Spool implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private static final String PREFIX = "rem-ingest-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private Spool(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** A new folder among the temporary files; its mode is 0700. */
    public static Spool create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Spool create(Path temporaryFiles) {
        try {
            Path folder = Files.createTempDirectory(temporaryFiles, ownPrefix());
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) {
                throw new IOException("the new file is locked");
            }
            removeAbandoned(temporaryFiles, Files.getOwner(folder));
            return new Spool(folder, lock);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A folder for temporary files cannot be made", e)
                    .with("folder", temporaryFiles)
                    .because(e);
        }
    }

    /** To close a lock of this process elsewhere in it would give the lock up: so its folders are known by their names. */
    private static String ownPrefix() {
        return PREFIX + ProcessHandle.current().pid() + "-";
    }

    private static void removeAbandoned(Path temporaryFiles, UserPrincipal owner) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporaryFiles, PREFIX + "*")) {
            for (Path folder : folders) {
                boolean own = folder.getFileName().toString().startsWith(ownPrefix());
                if (!own
                        && Files.isDirectory(folder, NOFOLLOW_LINKS)
                        && Files.getOwner(folder, NOFOLLOW_LINKS).equals(owner)) {
                    removeIfAbandoned(folder);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void removeIfAbandoned(Path folder) {
        try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, NOFOLLOW_LINKS)) {
            if (lock.tryLock() != null) {
                remove(folder);
            }
        } catch (IOException gone) {
            // Another run is about to make or to remove it.
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
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
        try (lock) {
            remove(folder);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A folder of temporary files cannot be removed", e)
                    .with("path", folder)
                    .because(e);
        }
    }
}
