package io.remdb.backup;

import io.remdb.spi.replication.History;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a backup is.
 *
 * @param createdAt when it was begun
 * @param databaseId of the database
 * @param historyId of the entries that it has: {@link History#databaseId}
 * @param epochs of the history
 * @param sequence the last entry of the log
 * @param committedAt when that was committed; when the backup was made, where the log does not say
 * @param formatVersion of the files of the database
 * @param encrypted whether the database is
 * @param files of the store
 */
public record BackupManifest(
        Instant createdAt,
        UUID databaseId,
        UUID historyId,
        List<History.Epoch> epochs,
        long sequence,
        Instant committedAt,
        int formatVersion,
        boolean encrypted,
        List<StoredFile> files) {
    public BackupManifest {
        epochs = List.copyOf(epochs);
        files = List.copyOf(files);
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    /** The same with other files. */
    BackupManifest withFiles(List<StoredFile> others) {
        return new BackupManifest(
                createdAt, databaseId, historyId, epochs, sequence, committedAt, formatVersion, encrypted, others);
    }
}
