package io.remdb;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A database that was made of a backup.
 *
 * @param path its folder
 * @param backup what it was made of
 * @param sequence the last entry of the log that is in it
 * @param committedAt when that was committed, as {@link Backup#committedAt}
 * @param entries of the archive of the log that came after the backup's
 * @param completeUntil everything that was committed until then is in it, as far as the backup and the archive know. It is before the time
 *     that was asked for where the database was closed then, and nothing has come to the archive since
 * @param former where the files are that were in its place; null where there were none
 */
public record RestoredDatabase(
        Path path,
        Backup backup,
        long sequence,
        Instant committedAt,
        long entries,
        Instant completeUntil,
        @Nullable Path former) {}
