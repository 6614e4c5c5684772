package io.remdb.engine;

import io.remdb.Backups;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.backup.BackupFolder;
import io.remdb.backup.archive.LogArchiver;
import io.remdb.config.RemConfig;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has what is written archived, where the settings say so. */
final class Archiving implements AutoCloseable {
    private final Store store;
    private final RemConfig config;
    private @Nullable LogArchiver archiver;

    Archiving(Store store, RemConfig config) {
        this.store = store;
        this.config = config;
    }

    /**
     * Before a database is made or opened.
     *
     * @throws RemException {@link ErrorCode#INVALID_CONFIG} for an archive in the folder of the database, with which it would be lost, or in one
     *     of backups
     */
    static void requireOutside(Path database, RemConfig config) {
        Path archive = config.backups().logArchive();
        if (archive == null) {
            return;
        }
        Path real = real(archive);
        if (real.startsWith(real(database))) {
            throw misplaced("The archive of the log is not kept in the database's own folder", archive, database);
        }
        Path backups = Backups.folder(config, database);
        if (real.startsWith(real(backups))) {
            throw misplaced("The archive of the log is not kept in a folder of backups", archive, backups);
        }
        BackupFolder.around(real).ifPresent(around -> {
            throw misplaced("The archive of the log is not kept in a folder of backups", archive, around);
        });
    }

    private static RemException misplaced(String text, Path archive, Path folder) {
        return new RemException(ErrorCode.INVALID_CONFIG, text)
                .with("variable", "P8_WAL_ARCHIVE")
                .with("value", archive)
                .with("folder", folder)
                .hint("Choose a folder of its own, best on another disk than the database");
    }

    /** Where it is or will be, through links. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException _) {
            Path parent = absolute.getParent();
            return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
        }
    }

    /** Begins; for a replica when it has been promoted. */
    synchronized void start() {
        Path archive = config.backups().logArchive();
        Replication replication = store.replication().orElse(null);
        if (archive != null && replication != null && archiver == null) {
            Duration interval = Duration.ofMillis(config.wal().syncIntervalMs());
            archiver = LogArchiver.start(replication, archive, interval, InstantSource.system());
        }
    }

    /** How it gets on; empty where nothing is archived. */
    synchronized Optional<Statistics.Archiving> state() {
        return Optional.ofNullable(archiver).map(LogArchiver::state);
    }

    @Override
    public synchronized void close() {
        if (archiver != null) {
            archiver.close();
        }
    }
}
