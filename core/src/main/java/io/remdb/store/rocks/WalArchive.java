package io.remdb.store.rocks;

import io.remdb.config.RemConfig;
import io.remdb.spi.replication.Replication.ReplicaPosition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.rocksdb.LogFile;
import org.rocksdb.WalFileType;

/**
 * The files of RocksDB's own log that it needs no more, which it moves into a folder: kept for stores that follow this one. Those stay
 * that are within the configured age and size of the log, and those that a known replica lacks, within a size of their own; in a store
 * that nobody follows, none. One thread.
 */
final class WalArchive {
    private static final System.Logger LOGGER = System.getLogger(WalArchive.class.getName());
    /** Where RocksDB moves them. */
    static final String FOLDER = "archive";

    private static final long MEGABYTE = 1 << 20;

    private final Path store;
    private final WalFiles files;
    private final ReplicationState state;
    private final RemConfig config;
    private final InstantSource clock;
    /** The first entry of the log in a file, by the file's number; found out once. */
    private final Map<Long, OptionalLong> firstEntries = new HashMap<>();

    /** @param store the folder of RocksDB's files */
    WalArchive(Path store, WalFiles files, ReplicationState state, RemConfig config, InstantSource clock) {
        this.store = store;
        this.files = files;
        this.state = state;
        this.config = config;
        this.clock = clock;
    }

    /** The same as {@link #trim} where nobody follows: what a large load leaves does not wait for the next time. */
    void trimUnlessFollowed() {
        if (!isFollowed() && !isEmpty()) {
            trim();
        }
    }

    private boolean isEmpty() {
        try (DirectoryStream<Path> archived = Files.newDirectoryStream(store.resolve(FOLDER))) {
            return !archived.iterator().hasNext();
        } catch (IOException _) {
            return true; // there is none
        }
    }

    /** Removes what is kept for nobody. */
    void trim() {
        List<LogFile> all = files.all();
        boolean drop = !isFollowed();
        boolean told = false;
        long bytes = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            LogFile file = all.get(i);
            if (file.type() == WalFileType.kArchivedLogFile) {
                bytes += file.sizeFileBytes();
                drop = drop || !isKept(file, bytes, all.subList(i + 1, all.size()));
                if (drop) {
                    if (!told) {
                        told = tell(firstEntry(all.subList(i + 1, all.size())));
                    }
                    remove(file);
                }
            }
        }
    }

    private boolean isFollowed() {
        return config.replication().mode() != RemConfig.ReplicationMode.NONE
                || !state.replicas().isEmpty()
                || state.replicaOf().isPresent()
                || config.backups().logArchive() != null;
    }

    /** @param bytes of this file and all archived after it */
    private boolean isKept(LogFile file, long bytes, List<LogFile> later) {
        RemConfig.Wal wal = config.wal();
        long oldest = clock.millis() - Duration.ofHours(wal.retentionHours()).toMillis();
        if (bytes <= wal.maxSizeMegabytes() * MEGABYTE && modifiedMillis(file) >= oldest) {
            return true;
        }
        return bytes <= config.replication().maxLagMegabytes() * MEGABYTE && isLacked(later);
    }

    /** Whether a replica lacks something that stands before these files. */
    private boolean isLacked(List<LogFile> later) {
        OptionalLong first = firstEntry(later);
        return first.isEmpty()
                || state.replicas().stream().anyMatch(replica -> replica.sequence() < first.getAsLong())
                || (config.backups().logArchive() != null && state.isLackedByArchive(first.getAsLong()));
    }

    private OptionalLong firstEntry(List<LogFile> from) {
        for (LogFile file : from) {
            if (file.startSequence() != 0) {
                OptionalLong first =
                        firstEntries.computeIfAbsent(file.logNumber(), _ -> files.firstEntry(file.startSequence()));
                if (first.isPresent()) {
                    return first;
                }
                firstEntries.remove(file.logNumber()); // it may get one
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Tells who falls off.
     *
     * @param first the first entry that is kept, where it is known
     * @return whether there was anybody
     */
    private boolean tell(OptionalLong first) {
        boolean told = false;
        for (ReplicaPosition replica : state.replicas()) {
            if (first.isPresent() && replica.sequence() + 1 < first.getAsLong()) {
                told = true;
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The replica {0} may be too far behind to catch up (at {1}): it will be sent everything anew",
                        replica.replica(),
                        Long.toString(replica.sequence()));
            }
        }
        return told;
    }

    private void remove(LogFile file) {
        firstEntries.remove(file.logNumber());
        try {
            Files.deleteIfExists(path(file));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "A file of the log that nobody needs cannot be removed", e);
        }
    }

    private long modifiedMillis(LogFile file) {
        try {
            return Files.getLastModifiedTime(path(file)).toMillis();
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The age of a file of the log cannot be read", e);
            return clock.millis();
        }
    }

    private Path path(LogFile file) {
        return store.resolve(file.pathName().substring(1)); // as "/archive/000012.log"
    }
}
