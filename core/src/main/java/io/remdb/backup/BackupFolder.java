package io.remdb.backup;

import io.remdb.Backup;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of backups, to be read: {@code 000001}, {@code 000002} and so on are backups, each with its {@code manifest} and in
 * {@code store} the files that are its own; {@code shared} has the files that do not change, each once. What is not complete has
 * another name.
 *
 * @param path the folder
 */
public record BackupFolder(Path path) {
    /** Is locked by who changes the folder; it stays there, empty. */
    static final String MARKER = "REM-BACKUPS";

    static final String MANIFEST = "manifest";
    static final String NEW = ".new";
    /** So many digits at least. */
    static final String NAME_FORMAT = "%06d";

    private static final Pattern NAME = Pattern.compile("\\d{6,9}");

    /**
     * A backup and the folder that it is in.
     *
     * @param entry the backup
     */
    public record Found(BackupFolder folder, BackupEntry entry) {}

    Path shared() {
        return path.resolve("shared");
    }

    Path marker() {
        return path.resolve(MARKER);
    }

    /** The folder of a backup with a number. */
    Path of(int number) {
        return path.resolve(String.format(Locale.ROOT, NAME_FORMAT, number));
    }

    /** Where a file of a backup lies. */
    public Path locate(BackupEntry backup, StoredFile file) {
        String name = file.shared();
        return name != null
                ? shared().resolve(name)
                : backup.path().resolve("store").resolve(file.name());
    }

    /** The backups that are complete, the oldest first; damaged ones too. */
    public List<BackupEntry> entries() {
        List<BackupEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(path)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (NAME.matcher(name).matches() && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    entries.add(read(Integer.parseInt(name), folder));
                }
            }
        } catch (NoSuchFileException _) {
            return entries; // none was made yet
        } catch (IOException e) {
            throw BackupErrors.of(e, "The folder of backups cannot be read", path);
        }
        entries.sort(Comparator.comparingInt(BackupEntry::number));
        return entries;
    }

    private static BackupEntry read(int number, Path folder) {
        Path file = folder.resolve(MANIFEST);
        try {
            return new BackupEntry(number, folder, ManifestCodec.decode(Files.readAllBytes(file), file), null);
        } catch (RemException e) {
            return new BackupEntry(number, folder, null, e);
        } catch (NoSuchFileException e) {
            RemException missing = new RemException(ErrorCode.CORRUPTED, "A backup has no manifest", e)
                    .with("path", file)
                    .hint("Use another backup; remove this one's folder, so that others can be pruned");
            return new BackupEntry(number, folder, null, missing);
        } catch (IOException e) {
            return new BackupEntry(number, folder, null, BackupErrors.of(e, "A manifest cannot be read", file));
        }
    }

    /**
     * The backup that is meant by a path: one of its own, or a folder of backups.
     *
     * @return of a folder all that are in it, the oldest first; never empty
     * @throws RemException {@link ErrorCode#NOT_FOUND}
     */
    public static List<Found> find(Path source) {
        Path absolute = source.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        if (name != null
                && NAME.matcher(name.toString()).matches()
                && absolute.getParent() != null
                && Files.isDirectory(absolute)
                && (Files.exists(absolute.resolve(MANIFEST)) || Files.exists(absolute.resolve("store")))) {
            BackupFolder folder = new BackupFolder(absolute.getParent());
            return List.of(new Found(folder, read(Integer.parseInt(name.toString()), absolute)));
        }
        BackupFolder folder = new BackupFolder(absolute);
        List<Found> found =
                folder.entries().stream().map(entry -> new Found(folder, entry)).toList();
        if (found.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "There is no backup here")
                    .with("path", absolute)
                    .hint("Name a folder of backups or one backup in it; rem backup create makes one");
        }
        return found;
    }

    /** What is wrong with a backup as far as can be seen without reading its files; null where nothing is. */
    public @Nullable String problem(BackupEntry entry) {
        BackupManifest manifest = entry.readable();
        if (manifest == null) {
            RemException problem = entry.problem();
            return problem == null ? "" : problem.code() + ": " + problem.text();
        }
        for (StoredFile stored : manifest.files()) {
            Path file = locate(entry, stored);
            try {
                if (Files.size(file) != stored.bytes()) {
                    return ErrorCode.CORRUPTED + ": A file of the backup has another length (" + file + ")";
                }
            } catch (NoSuchFileException e) {
                return ErrorCode.CORRUPTED + ": A file of the backup is missing (" + file + ")";
            } catch (IOException e) {
                return ErrorCode.IO_ERROR + ": A file of the backup cannot be looked at (" + file + ")";
            }
        }
        return null;
    }

    /** The folder of backups that something is in, if it is in one. */
    public static Optional<Path> around(Path path) {
        for (Path above = path; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(MARKER))) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    /** What all backups are to a user. */
    public List<Backup> describe() {
        List<BackupEntry> entries = entries();
        Map<String, Integer> users = users(entries);
        return entries.stream().map(entry -> describe(entry, users)).toList();
    }

    /** What one is. */
    public Backup describe(BackupEntry entry) {
        return describe(entry, users(entries()));
    }

    /** How many backups need each of the shared files. */
    private static Map<String, Integer> users(List<BackupEntry> entries) {
        Map<String, Integer> users = new HashMap<>();
        for (BackupEntry entry : entries) {
            if (entry.readable() != null) {
                for (StoredFile file : entry.readable().files()) {
                    if (file.shared() != null) {
                        users.merge(file.shared(), 1, Integer::sum);
                    }
                }
            }
        }
        return users;
    }

    private Backup describe(BackupEntry entry, Map<String, Integer> users) {
        BackupManifest manifest = entry.readable();
        String problem = problem(entry);
        if (manifest == null) {
            UUID none = new UUID(0, 0);
            return new Backup(entry.path(), Instant.EPOCH, none, 0, Instant.EPOCH, 0, false, 0, 0, 0, null, problem);
        }
        long own = manifest.files().stream()
                .filter(file -> file.shared() == null || users.getOrDefault(file.shared(), 0) <= 1)
                .mapToLong(StoredFile::bytes)
                .sum();
        return new Backup(
                entry.path(),
                manifest.createdAt(),
                manifest.databaseId(),
                manifest.sequence(),
                manifest.committedAt(),
                manifest.formatVersion(),
                manifest.encrypted(),
                manifest.files().size(),
                manifest.bytes(),
                own,
                problem == null ? VerifiedNote.read(entry.path()) : null,
                problem);
    }
}
