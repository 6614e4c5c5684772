package io.remdb;

import io.remdb.config.RemConfig;
import io.remdb.spi.BackupKeeper;
import io.remdb.spi.DatabaseProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Backups that are there. A folder of backups holds those of one database: files that do not change are in it once, however many
 * backups have them. {@link Operations#backup} makes one; nothing here needs the database.
 *
 * {@snippet :
 * Backup backup = db.operations().backup(Path.of("backups"), ProgressListener.NONE);
 * Backups.verify(backup.path(), options -> options, ProgressListener.NONE);
 * Backups.restore(Path.of("backups"), Path.of("copy"), options -> options, ProgressListener.NONE);
 * }
 *
 * Where a method takes a {@code source}, that is a folder of backups, for the newest one in it that will do, or the folder of one backup.
 */
public final class Backups {
    private Backups() {}

    /** Where backups of a database are kept: {@code P8_BACKUP_PATH}, or else beside it. */
    public static Path folder(RemConfig config, Path database) {
        Path chosen = config.backups().folder();
        if (chosen != null) {
            return chosen;
        }
        Path absolute = database.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".backups");
    }

    /**
     * The backups in a folder, the oldest first; none where there is no folder.
     *
     * @throws RemException {@link ErrorCode#IO_ERROR}
     */
    public static List<Backup> list(Path folder) {
        return keeper().list(folder);
    }

    /**
     * Makes a database of a backup, without a password even where it is encrypted. It is a database of its own from then on: what it has
     * agrees with the one that was backed up, what is written to the one or the other does not, and replicas of the one are none of the
     * other. Killed in between, there is the database that was there, or none.
     *
     * @param target the folder of the database
     * @param options changes the defaults
     * @param progress hears of bytes
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is no backup, or neither backup nor archive reach the point asked for,
     *     which says how far they reach; {@link ErrorCode#CONFLICT} when there is a database; {@link ErrorCode#CORRUPTED} for a backup
     *     that is damaged; {@link ErrorCode#UNKNOWN_FORMAT} for one of a later release; {@link ErrorCode#LOCKED} when the database that is there is open; {@link ErrorCode#IO_ERROR}
     */
    public static RestoredDatabase restore(
            Path source, Path target, UnaryOperator<RestoreOptions> options, ProgressListener progress) {
        return keeper().restore(source, target, options.apply(RestoreOptions.defaults()), progress);
    }

    /**
     * Reads all files of a backup and compares their checksums, then opens a copy and reads everything in it as {@link Operations#verify}
     * does. The copy shares the files where the folder's file system lets it. The backup stays as it is; a shared
     * file that is not what it was gets another name, so that the next backup copies it again.
     *
     * @param options changes the defaults; without keys, an encrypted one is not opened
     * @param progress hears of bytes, then of entries
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#CORRUPTED} for a file that is not what it was, {@link
     *     ErrorCode#UNKNOWN_FORMAT}, {@link ErrorCode#IO_ERROR}; and for keys that do not open it as opening does
     */
    public static BackupVerification verify(
            Path source, UnaryOperator<OpenOptions> options, ProgressListener progress) {
        return keeper().verify(source, options.apply(OpenOptions.defaults()), progress);
    }

    /**
     * Removes all backups but the newest ones, and what no other needs: their files, and files of the archive of the log that end before
     * the oldest backup that is left. What killed processes have left goes, too.
     *
     * @param keep how many stay, from 1
     * @param logArchive {@code P8_WAL_ARCHIVE} of the database; null for none
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}, {@link ErrorCode#LOCKED} while a backup is made, {@link ErrorCode#IO_ERROR}
     */
    public static PrunedBackups prune(Path folder, int keep, @Nullable Path logArchive) {
        return keeper().prune(folder, keep, logArchive);
    }

    private static BackupKeeper keeper() {
        return Providers.firstOf(DatabaseProvider::backups);
    }
}
