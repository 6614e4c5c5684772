package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestoreOptions.Existing;
import io.remdb.RestoredDatabase;
import io.remdb.backup.BackupErrors;
import io.remdb.backup.BackupFolder;
import io.remdb.backup.BackupManifest;
import io.remdb.backup.BackupReader;
import io.remdb.backup.FileWork;
import io.remdb.store.rocks.RestoredStore;
import io.remdb.store.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a database of a backup: under another name, which becomes {@code store} when all of it is on the disk. The lock of the copy is held
 * from the beginning to the end, that of a store that is there too, so that two who restore, or restore and open, do not meet.
 */
final class BackupRestorer {
    private final DatabaseFolder folder;
    private final RestoreOptions options;
    private final FileWork work;
    private final Path copy;

    BackupRestorer(DatabaseFolder folder, RestoreOptions options, FileWork work) {
        this.folder = folder;
        this.options = options;
        this.work = work;
        this.copy = folder.restoring();
    }

    /** @throws RemException {@link ErrorCode#UNKNOWN_FORMAT} for a database of a later release */
    static void requireReadable(BackupManifest manifest, Path backup) {
        if (manifest.formatVersion() > RestoredStore.formatVersion()) {
            throw new RemException(
                            ErrorCode.UNKNOWN_FORMAT, "The backup is of a database that this version cannot read")
                    .with("path", backup)
                    .with("found", manifest.formatVersion())
                    .with("supported", RestoredStore.formatVersion())
                    .hint("Use the version of REM Database that made it, or a later one");
        }
    }

    RestoredDatabase restore(Path source, ProgressListener progress) {
        LogReplay.requirePast(options.to());
        BackupFolder.Found backup = ChosenBackup.of(BackupFolder.find(source), options.to());
        requireReadable(backup.entry().manifest(), backup.entry().path());
        boolean isNew = !Files.exists(folder.path());
        prepare();
        boolean done = false;
        try {
            RestoredDatabase restored =
                    Files.isDirectory(folder.store()) ? besideFormer(backup, progress) : intoPlace(backup, progress);
            done = true;
            return restored;
        } catch (IOException e) {
            throw BackupErrors.of(e, "The database cannot be restored", folder.path());
        } finally {
            if (!done) {
                removeDebris(isNew);
            }
        }
    }

    /** Whoever is killed leaves an unfinished copy; another restore takes its place. */
    private void prepare() {
        BackupFolder.around(folder.path()).ifPresent(backups -> {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A database is not restored into a folder of backups")
                    .with("path", folder.path())
                    .with("backups", backups)
                    .hint("Choose another --target");
        });
        if (Files.isDirectory(folder.path())) {
            StoreSwap.finishAll(folder);
        }
        if (Files.isDirectory(folder.store())) {
            requireReplaceable();
            return;
        }
        if (Files.isDirectory(copy) && isAllThereIs(copy)) {
            return;
        }
        folder.requireEmpty();
    }

    private boolean isAllThereIs(Path only) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(), file -> !file.equals(only))) {
            return !files.iterator().hasNext();
        } catch (IOException e) {
            throw BackupErrors.of(e, "The folder of the database cannot be read", folder.path());
        }
    }

    private void requireReplaceable() {
        if (options.existing() == Existing.REFUSE) {
            throw new RemException(ErrorCode.CONFLICT, "There is a database in this folder already")
                    .with("path", folder.path())
                    .hint("Choose another folder, or --force: the former database is then kept as "
                            + StoreSwap.keptName() + "N in it");
        }
    }

    private RestoredDatabase intoPlace(BackupFolder.Found backup, ProgressListener progress) throws IOException {
        work.createFolder(folder.path());
        work.createFolder(copy);
        Result result = new Result();
        RocksStore.whileLocked(
                copy,
                () -> result.run(() -> {
                    LogReplay.Reached reached = fill(backup, progress);
                    if (Files.exists(folder.store())) {
                        throw new RemException(
                                        ErrorCode.CONFLICT, "Somebody has made a database in this folder meanwhile")
                                .with("path", folder.path());
                    }
                    putIntoPlace();
                    return describe(backup, reached, null);
                }));
        return result.get();
    }

    /** Where the disk does not take the new name, there is no database, as the caller is told. */
    private void putIntoPlace() throws IOException {
        boolean done = false;
        try {
            work.move(copy, folder.store());
            done = true;
        } finally {
            if (!done && Files.exists(folder.store())) {
                Files.move(folder.store(), copy, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private RestoredDatabase besideFormer(BackupFolder.Found backup, ProgressListener progress) throws IOException {
        StoreSwap swap = new StoreSwap(folder, StoreSwap.Reason.REPLACED);
        work.createFolder(copy);
        Result result = new Result();
        RocksStore.whileLocked(
                folder.store(),
                () -> RocksStore.whileLocked(
                        copy,
                        () -> result.run(() -> {
                            requireReplaceable();
                            LogReplay.Reached reached = fill(backup, progress);
                            work.syncFolder(folder.path());
                            swap.takeCopy(copy);
                            Path former = swap.swap();
                            return describe(backup, reached, former);
                        })));
        return result.get();
    }

    private RestoredDatabase describe(BackupFolder.Found backup, LogReplay.Reached reached, @Nullable Path former) {
        return new RestoredDatabase(
                folder.path(),
                backup.folder().describe(backup.entry()),
                reached.sequence(),
                reached.committedAt(),
                reached.entries(),
                reached.completeUntil(),
                former);
    }

    /** Makes the copy; all of it is on the disk when this returns. */
    private LogReplay.Reached fill(BackupFolder.Found backup, ProgressListener progress) throws IOException {
        BackupManifest manifest = backup.entry().manifest();
        empty();
        new BackupReader(backup, work).copyTo(copy, progress);
        LogReplay.Reached reached;
        try (RestoredStore store = RestoredStore.open(copy, options.config())) {
            long last = store.lastSequence().orElse(manifest.sequence());
            if (last != manifest.sequence()) {
                throw new RemException(ErrorCode.CORRUPTED, "The backup does not have what its manifest says")
                        .with("path", backup.entry().path())
                        .with("sequence", last)
                        .with("expected", manifest.sequence())
                        .hint("Use another backup");
            }
            reached = LogReplay.replay(store, manifest, options);
            store.beginHistory(UUID.randomUUID());
        }
        work.syncFolder(copy);
        return reached;
    }

    /** The lock of the folder is held through one of its files, which stays. */
    private void empty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(copy)) {
            for (Path file : files) {
                if (!file.getFileName().toString().equals(RocksStore.LOCK_FILE)) {
                    work.delete(file);
                }
            }
        }
    }

    private void removeDebris(boolean isNew) {
        boolean interrupted = Thread.interrupted();
        try {
            if (Files.isDirectory(copy)) {
                RocksStore.whileLockedIfThere(copy, () -> {
                    try {
                        empty();
                        Files.delete(copy.resolve(RocksStore.LOCK_FILE));
                        Files.delete(copy);
                    } catch (IOException e) {
                        leave(e);
                    }
                });
                Files.deleteIfExists(copy);
            }
            if (isNew && Files.isDirectory(folder.path()) && isAllThereIs(copy)) {
                Files.deleteIfExists(folder.path());
            }
        } catch (IOException | RemException e) {
            leave(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of somebody else who restores at this moment, or on a disk that is broken; the next to restore removes it. */
    private static void leave(Exception e) {
        System.getLogger(BackupRestorer.class.getName())
                .log(System.Logger.Level.DEBUG, "What is left of a restore that failed stays for now", e);
    }

    /** Carries a result or an I/O error out of what is done with a lock. */
    private static final class Result {
        private interface Work {
            RestoredDatabase run() throws IOException;
        }

        private @Nullable RestoredDatabase restored;
        private @Nullable IOException failure;

        void run(Work work) {
            try {
                restored = work.run();
            } catch (IOException e) {
                failure = e;
            }
        }

        RestoredDatabase get() throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (restored == null) {
                throw new IllegalStateException("nothing was done");
            }
            return restored;
        }
    }
}
