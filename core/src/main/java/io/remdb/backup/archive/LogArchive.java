package io.remdb.backup.archive;

import io.remdb.backup.BackupErrors;
import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The archive of the log of one history: a folder of files, each named by the entry that comes first in it and by when it was begun.
 *
 * @param folder named by the history, in the folder of the archive
 */
public record LogArchive(Path folder) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Of a history. */
    public static LogArchive of(Path archive, UUID historyId) {
        return new LogArchive(archive.resolve(historyId.toString()));
    }

    /**
     * A file and what its header says.
     *
     * @param path the file
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
        List<Part> parts = new ArrayList<>();
        for (Path path : files()) {
            ArchiveFile file = ArchiveFile.open(path);
            if (file != null) {
                try (file) {
                    parts.add(new Part(path, file.header()));
                }
            }
        }
        parts.sort(Part.IN_ORDER);
        return parts;
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
        return ArchiveFileWriter.create(folder.resolve(name(header.after() + 1, header.createdAt())), header);
    }

    private static String name(long firstSequence, Instant createdAt) {
        return String.format(Locale.ROOT, "%020d-%s%s", firstSequence, TIME.format(createdAt), ArchiveFile.ENDING);
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
