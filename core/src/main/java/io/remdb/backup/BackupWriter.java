package io.remdb.backup;

import io.remdb.Backup;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a folder of backups, alone. A backup is made under another name and renamed when all of it is on the disk; so what is killed
 * in between is no backup, and is removed by the next to change the folder.
 */
public final class BackupWriter implements AutoCloseable {
    private static final String TABLE_FILE = ".sst";
    private static final int DIGITS = 16;

    private final BackupFolder folder;
    private final FileWork work;
    private final BackupLock lock;

    private BackupWriter(BackupFolder folder, FileWork work, BackupLock lock) {
        this.folder = folder;
        this.work = work;
        this.lock = lock;
    }

    /**
     * Opens a folder to make backups of a database in it.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for a folder with something else in it, {@link ErrorCode#CONFLICT} for one
     *     with backups of another database, {@link ErrorCode#LOCKED}, {@link ErrorCode#IO_ERROR}
     */
    public static BackupWriter create(Path path, UUID databaseId, FileWork work) {
        BackupFolder folder = new BackupFolder(path.toAbsolutePath().normalize());
        try {
            requireOurs(folder);
            work.createFolder(folder.path());
            work.createFolder(folder.shared());
            return open(folder, databaseId, work);
        } catch (IOException e) {
            throw BackupErrors.of(e, "The folder of backups cannot be made", path);
        }
    }

    /**
     * Opens a folder that is there to remove backups of it.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#LOCKED}, {@link ErrorCode#IO_ERROR}
     */
    public static BackupWriter open(Path path, FileWork work) {
        BackupFolder folder = new BackupFolder(path.toAbsolutePath().normalize());
        if (!Files.exists(folder.marker())) {
            throw new RemException(ErrorCode.NOT_FOUND, "This is no folder of backups").with("path", path);
        }
        try {
            return open(folder, null, work);
        } catch (IOException e) {
            throw BackupErrors.of(e, "The folder of backups cannot be changed", path);
        }
    }

    private static BackupWriter open(BackupFolder folder, @Nullable UUID databaseId, FileWork work) throws IOException {
        BackupLock lock = BackupLock.take(folder);
        BackupWriter writer = new BackupWriter(folder, work, lock);
        try {
            if (databaseId != null) {
                writer.requireSameDatabase(databaseId);
            }
            writer.sweep();
            return writer;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireOurs(BackupFolder folder) throws IOException {
        if (Files.exists(folder.marker()) || !Files.exists(folder.path())) {
            return;
        }
        if (!Files.isDirectory(folder.path())) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "Backups are made in a folder, and this is a file")
                    .with("path", folder.path());
        }
        try (Stream<Path> files = Files.list(folder.path())) {
            // An empty one may have been made for us, or left by one that was killed.
            if (files.anyMatch(file -> !file.equals(folder.shared()))) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The folder holds other files, and no backups")
                        .with("path", folder.path())
                        .hint("Choose a folder that is empty or does not exist yet");
            }
        }
    }

    private void requireSameDatabase(UUID databaseId) {
        for (BackupEntry entry : folder.entries()) {
            BackupManifest manifest = entry.readable();
            if (manifest != null && !manifest.databaseId().equals(databaseId)) {
                throw new RemException(ErrorCode.CONFLICT, "The folder holds backups of another database")
                        .with("path", folder.path())
                        .hint("Choose another folder with --output or P8_BACKUP_PATH: each database has its own");
            }
        }
    }

    /** The folder. */
    public BackupFolder folder() {
        return folder;
    }

    /**
     * Makes a backup.
     *
     * @param snapshot the files of a store of one moment, which nobody writes to
     * @param facts what it is a backup of, without files
     * @throws RemException {@link ErrorCode#IO_ERROR}, {@link ErrorCode#CANCELLED}; nothing of it is left then
     */
    public Backup write(Path snapshot, BackupManifest facts, ProgressListener progress) {
        List<BackupEntry> before = folder.entries();
        int number = before.isEmpty() ? 1 : before.getLast().number() + 1;
        Path made = folder.of(number);
        Path making = made.resolveSibling(made.getFileName() + BackupFolder.NEW);
        boolean done = false;
        try {
            work.createFolder(making);
            work.createFolder(making.resolve("store"));
            BackupManifest manifest =
                    facts.withFiles(copyAll(snapshot, making.resolve("store"), known(before, facts), progress));
            work.syncFolder(folder.shared());
            work.syncFolder(making.resolve("store"));
            work.write(making.resolve(BackupFolder.MANIFEST), ManifestCodec.encode(manifest));
            work.move(making, made);
            done = true;
            return folder.describe(new BackupEntry(number, made, manifest, null));
        } catch (IOException e) {
            throw BackupErrors.of(e, "The backup cannot be written", made);
        } finally {
            if (!done) {
                takeBackQuietly(made, making);
            }
        }
    }

    /** Shared files that are here, by what they are known by. */
    private Map<String, StoredFile> known(List<BackupEntry> entries, BackupManifest facts) {
        Map<String, StoredFile> known = new HashMap<>();
        for (BackupEntry entry : entries) {
            BackupManifest manifest = entry.readable();
            if (manifest != null && manifest.databaseId().equals(facts.databaseId())) {
                manifest.files().stream()
                        .filter(file -> file.shared() != null)
                        .forEach(file -> known.put(identity(file.name(), file.bytes(), file.tail()), file));
            }
        }
        return known;
    }

    private static String identity(String name, long bytes, @Nullable String tail) {
        return name + '/' + bytes + '/' + tail;
    }

    private List<StoredFile> copyAll(Path snapshot, Path own, Map<String, StoredFile> known, ProgressListener progress)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(snapshot)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        FileWork.Counter counter = new FileWork.Counter(progress, total);
        List<StoredFile> stored = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(TABLE_FILE)) {
                stored.add(share(file, name, known, counter));
            } else {
                String sha256 = work.copy(file, own.resolve(name), counter);
                stored.add(new StoredFile(name, Files.size(own.resolve(name)), sha256, null, null));
            }
        }
        return stored;
    }

    private StoredFile share(Path file, String name, Map<String, StoredFile> known, FileWork.Counter counter)
            throws IOException {
        long bytes = Files.size(file);
        String tail = FileTail.of(file);
        StoredFile there = known.get(identity(name, bytes, tail));
        if (there != null && isThere(there)) {
            counter.add(bytes);
            return there;
        }
        Path part = folder.shared().resolve(name + BackupFolder.NEW);
        String sha256 = work.copy(file, part, counter);
        String shared =
                name.substring(0, name.length() - TABLE_FILE.length()) + '-' + sha256.substring(0, DIGITS) + TABLE_FILE;
        work.move(part, folder.shared().resolve(shared));
        return new StoredFile(name, bytes, sha256, shared, tail);
    }

    private boolean isThere(StoredFile file) throws IOException {
        try {
            return Files.size(folder.shared().resolve(String.valueOf(file.shared()))) == file.bytes();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Removes a backup; the files that no other needs go with {@link #sweep}. */
    public void remove(BackupEntry backup) {
        try {
            Path gone = backup.path().resolveSibling(backup.path().getFileName() + BackupFolder.NEW);
            work.delete(gone);
            // At once: what is removed in part is no backup.
            work.move(backup.path(), gone);
            work.delete(gone);
        } catch (IOException e) {
            throw BackupErrors.of(e, "A backup cannot be removed", backup.path());
        }
    }

    /**
     * Removes what no backup needs.
     *
     * @return the bytes of shared files that are gone
     */
    public long sweep() {
        try {
            return Sweeping.sweep(folder, work);
        } catch (IOException e) {
            throw BackupErrors.of(e, "What is left of former backups cannot be removed", folder.path());
        }
    }

    /** After a failure, of which the caller hears; the next to open the folder tries again. */
    private void takeBackQuietly(Path made, Path making) {
        boolean interrupted = Thread.interrupted();
        try {
            if (Files.exists(made)) {
                // It is renamed, but whether the disk has the name is not known: whoever was told of a failure has no
                // backup.
                Files.move(made, making, StandardCopyOption.ATOMIC_MOVE);
            }
            Sweeping.sweep(folder, work);
        } catch (IOException e) {
            System.getLogger(BackupWriter.class.getName())
                    .log(System.Logger.Level.WARNING, "What is left of a failed backup stays for now", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw BackupErrors.of(e, "The lock of the folder of backups cannot be released", folder.path());
        }
    }
}
