package io.remdb.export;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The files of one export. Until all are renamed they have hidden names that end with the number of the export and {@code .part}; in each
 * folder a lock, held by this process, says that the export is under way. Parts whose lock nobody holds are of a killed process, and go
 * with the next export of the same file. One thread.
 */
final class AtomicFiles implements AutoCloseable {
    private static final String PART = ".part";
    private static final String LOCK = ".rem-export.";

    private final String export = ownPrefix() + UUID.randomUUID();
    private final List<AtomicFile> files = new ArrayList<>();
    private final Map<Path, FileChannel> locks = new LinkedHashMap<>();

    /** To close a lock of this process elsewhere in it would give the lock up: so its parts are known by their names. */
    private static String ownPrefix() {
        return ProcessHandle.current().pid() + "-";
    }

    /**
     * Begins a file.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} where there is something that is no file; {@link ErrorCode#IO_ERROR}
     */
    AtomicFile create(Path path) {
        try {
            Path target = place(path);
            Path folder = target.resolveSibling(".").normalize();
            lock(folder);
            String beginning = "." + target.getFileName() + ".";
            removeAbandoned(folder, beginning);
            AtomicFile file = AtomicFile.create(target, folder.resolve(beginning + export + PART));
            files.add(file);
            return file;
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
    }

    /** The file behind a link is replaced, not the link. */
    private static Path place(Path path) throws IOException {
        try {
            if (Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
                return path.toRealPath();
            }
        } catch (NoSuchFileException nothingThere) {
            return path.toAbsolutePath();
        }
        throw new RemException(ErrorCode.INVALID_ARGUMENT, "There is something else than a file in this place")
                .with("path", path)
                .hint("Name a file; an export is renamed to its place, so that it is there whole or not at all");
    }

    private void lock(Path folder) throws IOException {
        if (!locks.containsKey(folder)) {
            FileChannel lock = FileChannel.open(
                    folder.resolve(LOCK + export), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            locks.put(folder, lock);
            if (lock.tryLock() == null) {
                throw new IOException("the new file is locked");
            }
        }
    }

    private static void removeAbandoned(Path folder, String beginning) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, entry -> {
            String name = entry.getFileName().toString();
            return name.startsWith(beginning) && name.endsWith(PART) && Files.isRegularFile(entry, NOFOLLOW_LINKS);
        })) {
            for (Path part : parts) {
                String name = part.getFileName().toString();
                String other = name.substring(beginning.length(), name.length() - PART.length());
                if (!other.startsWith(ownPrefix())) {
                    removeAbandoned(part, folder.resolve(LOCK + other));
                }
            }
        }
    }

    private static void removeAbandoned(Path part, Path lock) {
        try {
            if (!Files.exists(lock, NOFOLLOW_LINKS)) {
                Files.deleteIfExists(part);
                return;
            }
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, NOFOLLOW_LINKS)) {
                if (channel.tryLock() != null) {
                    Files.deleteIfExists(part);
                    Files.deleteIfExists(lock);
                }
            }
        } catch (IOException notOurs) {
            // Of another user, who will remove it.
        }
    }

    /**
     * Puts all of them into their places, one after the other.
     *
     * @throws RemException {@link ErrorCode#IO_ERROR} with {@code replaced}, the files that are in their places by then: they stay
     */
    void rename() {
        List<String> replaced = new ArrayList<>();
        for (AtomicFile file : files) {
            try {
                file.rename();
            } catch (RemException e) {
                throw replaced.isEmpty()
                        ? e
                        : e.with("replaced", String.join(", ", replaced))
                                .hint("These files are new and whole, the others are as they were: export again");
            }
            replaced.add(String.valueOf(file.target().getFileName()));
        }
        locks.keySet().forEach(AtomicFiles::sync);
    }

    /** Brings names to the disk, where the system can. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notWithFolders) {
            // A system that opens no folders keeps names in its own way.
        }
    }

    /** Removes what was not renamed, all of it whatever fails. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(files);
        locks.forEach((folder, lock) -> all.add(() -> {
            Files.deleteIfExists(folder.resolve(LOCK + export));
            lock.close();
        }));
        RuntimeException failure = null;
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                RuntimeException failed = e instanceof RuntimeException unchecked
                        ? unchecked
                        : new RemException(ErrorCode.IO_ERROR, "A temporary file of the export cannot be removed", e)
                                .because(e);
                if (failure == null) {
                    failure = failed;
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
