package io.remdb.backup.archive;

import io.remdb.backup.BackupErrors;
import io.remdb.spi.replication.History;
import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The archive of the log of one history: a folder of files, each named by what its header says: the entry that comes first in it, when it was
 * begun, and the epoch. Names are for those who look for the end of many files; what is read is judged by its header.
 *
 * @param folder named by the history, in the folder of the archive
 */
public record LogArchive(Path folder) {
    /** Of a history. */
    public static LogArchive of(Path archive, UUID historyId) {
        return new LogArchive(archive.resolve(historyId.toString()));
    }

    /**
     * A file and its header.
     *
     * @param path the file
     * @param header as it is, or as the file's name says
     */
    record Part(Path path, ArchiveFrame.Header header) {
        private static final Comparator<Part> IN_ORDER = Comparator.comparingLong(
                        (Part part) -> part.header().after())
                .thenComparingLong(part -> part.header().epoch())
                .thenComparing(part -> part.header().createdAt())
                .thenComparing(Part::path);
    }

    /** The files in the order of what they have; without those of which not even the beginning is whole. */
    List<Part> parts() {
        return parts(LogArchive::read);
    }

    /**
     * The same by their names, as far as these are of a history: only files of others, and those of releases whose names do not say it, are
     * read. So there may be some whose beginning is not whole.
     */
    List<Part> partsByName(History history) {
        return parts(path -> ArchiveFileName.parse(path.getFileName().toString())
                .flatMap(name -> name.header(history))
                .or(() -> read(path)));
    }

    private List<Part> parts(Function<Path, Optional<ArchiveFrame.Header>> headers) {
        List<Part> parts = new ArrayList<>();
        for (Path path : files()) {
            headers.apply(path).ifPresent(header -> parts.add(new Part(path, header)));
        }
        parts.sort(Part.IN_ORDER);
        return parts;
    }

    /** The header of a file; empty where it is not whole. */
    static Optional<ArchiveFrame.Header> read(Path path) {
        try (ArchiveFile file = ArchiveFile.open(path)) {
            return Optional.ofNullable(file).map(ArchiveFile::header);
        }
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ArchiveFile.ENDING)) {
            all.forEach(files::add);
        } catch (NoSuchFileException _) {
            return files; // nothing was archived yet
        } catch (IOException e) {
            throw BackupErrors.of(e, "The archive of the log cannot be read", folder);
        }
        return files;
    }

    /** Begins a file. */
    ArchiveFileWriter begin(ArchiveFrame.Header header) throws IOException {
        Path archive = folder.toAbsolutePath().getParent();
        if (archive != null) {
            OwnFolder.create(archive);
        }
        OwnFolder.create(folder);
        return ArchiveFileWriter.create(
                folder.resolve(ArchiveFileName.of(header).toString()), header);
    }

    /**
     * What was removed.
     *
     * @param bytes of them
     */
    public record Removed(int files, long bytes) {}

    /**
     * Removes files that end before an entry or with it. The newest file stays: somebody may be writing it.
     *
     * @param through {@link Long#MAX_VALUE} for all
     */
    public Removed removeThrough(long through) {
        List<Part> all = parts();
        List<Part> parts = Timeline.of(all, List.of()).counting(all);
        int files = 0;
        long bytes = 0;
        for (int i = 0; i + 1 < parts.size() && parts.get(i + 1).header().after() <= through; i++) {
            Path path = parts.get(i).path();
            try {
                long size = Files.size(path);
                Files.deleteIfExists(path);
                bytes += size;
                files++;
            } catch (IOException e) {
                throw BackupErrors.of(e, "A file of the archive of the log cannot be removed", path);
            }
        }
        return new Removed(files, bytes);
    }
}
