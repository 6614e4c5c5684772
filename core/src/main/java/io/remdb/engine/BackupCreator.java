package io.remdb.engine;

import io.remdb.Backup;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.backup.BackupErrors;
import io.remdb.backup.BackupManifest;
import io.remdb.backup.BackupWriter;
import io.remdb.backup.FileWork;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes backups of an open database: a copy of one moment, whose files are mostly those of the store under another name, and which goes
 * when what is new in it has been copied to the backups. Thread-safe; one backup at a time.
 */
final class BackupCreator {
    private static final String SNAPSHOT = "backup.new";

    private final Store store;
    private final Path database;
    private final FileWork work;
    private final ReentrantLock lock = new ReentrantLock();

    BackupCreator(Store store, Path database, FileWork work) {
        this.store = store;
        this.database = database;
        this.work = work;
    }

    /** Removes what a killed process has left: it holds files that the database has no use for. */
    static void sweep(Path database) {
        try {
            Path left = database.resolve(SNAPSHOT);
            if (Files.exists(left)) {
                FileWork.DISK.delete(left);
            }
        } catch (IOException e) {
            System.getLogger(BackupCreator.class.getName())
                    .log(System.Logger.Level.WARNING, "What is left of a backup that was broken off stays for now", e);
        }
    }

    Backup create(Path folder, ProgressListener progress) {
        Replication replication = store.replication()
                .orElseThrow(() -> new RemException(
                                ErrorCode.UNSUPPORTED, "A database in memory has no files to be backed up")
                        .hint("Open a folder, or export its tables"));
        requireOutside(folder);
        if (!lock.tryLock()) {
            throw new RemException(ErrorCode.LOCKED, "A backup of the database is being made already")
                    .with("path", database)
                    .hint("Try again when it is done");
        }
        try (BackupWriter writer = BackupWriter.create(folder, replication.databaseId(), work)) {
            return create(replication, writer, progress);
        } finally {
            lock.unlock();
        }
    }

    /** What replaces the database would take its backups with it. */
    private void requireOutside(Path folder) {
        if (folder.toAbsolutePath()
                .normalize()
                .startsWith(database.toAbsolutePath().normalize())) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "Backups are not kept in the database's own folder")
                    .with("path", folder)
                    .hint("Choose a folder beside it, or better on another disk");
        }
    }

    private Backup create(Replication replication, BackupWriter writer, ProgressListener progress) {
        Path making = database.resolve(SNAPSHOT);
        Path snapshot = making.resolve("store");
        Instant createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try {
            sweep(database);
            work.createFolder(making);
            var _ = replication.copyTo(snapshot);
            return writer.write(snapshot, facts(replication, snapshot, createdAt), progress);
        } catch (IOException e) {
            throw BackupErrors.of(e, "A copy of the database cannot be made", making);
        } finally {
            sweep(database);
        }
    }

    private BackupManifest facts(Replication replication, Path snapshot, Instant createdAt) {
        Replication.StoreCopy copy = replication.describe(snapshot);
        History history = replication.history();
        List<History.Epoch> epochs = history.epochs().stream()
                .filter(epoch -> epoch.firstSequence() <= copy.sequence() + 1)
                .toList();
        Instant committedAt = copy.committedAtMicros() == 0
                ? createdAt
                : Instant.EPOCH.plus(copy.committedAtMicros(), ChronoUnit.MICROS);
        return new BackupManifest(
                createdAt,
                replication.databaseId(),
                history.databaseId(),
                epochs,
                copy.sequence(),
                committedAt,
                replication.formatVersion(),
                copy.encrypted(),
                List.of());
    }
}
