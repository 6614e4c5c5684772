package io.remdb;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backup in a folder of backups.
 *
 * @param path its own folder
 * @param createdAt when it was made
 * @param databaseId of the database that it is of
 * @param sequence the last entry of the log that is in it
 * @param committedAt when that was committed; when the backup was made, where the log does not say
 * @param formatVersion of the database's files
 * @param encrypted whether the database was: then nothing in it can be read without its keys
 * @param files that restoring it needs
 * @param bytes of all of them
 * @param ownBytes of those that no other backup in the folder needs; what it has cost, when it has just been made
 * @param verifiedAt when {@link Backups#verify} has last found it sound; null for never
 * @param problem why it cannot be read; null where it can. All else but the path says nothing then
 */
public record Backup(
        Path path,
        Instant createdAt,
        UUID databaseId,
        long sequence,
        Instant committedAt,
        int formatVersion,
        boolean encrypted,
        int files,
        long bytes,
        long ownBytes,
        @Nullable Instant verifiedAt,
        @Nullable String problem) {
    /** Bytes of files that it has together with other backups. */
    public long sharedBytes() {
        return bytes - ownBytes;
    }
}
