package io.remdb.engine;

import io.remdb.backup.archive.LogArchiver;
import io.remdb.config.RemConfig;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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

    /** Begins; for a replica when it has been promoted. */
    synchronized void start() {
        Path archive = config.backups().logArchive();
        Replication replication = store.replication().orElse(null);
        if (archive != null && replication != null && archiver == null) {
            Duration interval = Duration.ofMillis(config.wal().syncIntervalMs());
            archiver = LogArchiver.start(replication, archive, interval, InstantSource.system());
        }
    }

    @Override
    public synchronized void close() {
        if (archiver != null) {
            archiver.close();
        }
    }
}
