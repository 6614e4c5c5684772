package io.remdb;

import java.nio.file.Path;

/** What keeps a database in order. Thread-safe; everything works while others read and write, unless it says otherwise. */
public interface Operations {
    /**
     * Reads everything and says what is not as it was written: damage, tampering, or a defect. Others may read and write meanwhile.
     *
     * @param progress hears how many entries have been read; their number is not known before
     */
    Verification verify(ProgressListener progress);

    /**
     * Reads everything and says in one number what it is: the same for a primary and for a replica that has everything. Others may read
     * meanwhile; of what they write, part may be in it.
     *
     * @param progress hears how many rows have been read, and of how many
     */
    ContentHash contentHash(ProgressListener progress);

    /**
     * Makes a backup of everything as it is at one moment, in a folder of backups; others may read and write meanwhile. What earlier
     * backups there have of it already is not copied again. An encrypted database is backed up as it is stored, sealed. {@link Backups}
     * says what can be done with it.
     *
     * @param folder of backups of this database alone, on the machine where it is open; made where there is none
     * @param progress hears how many bytes have been looked at, and of how many
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for a folder that holds something else, {@link ErrorCode#CONFLICT} for one
     *     with backups of another database, {@link ErrorCode#LOCKED} while another backup is made, {@link ErrorCode#UNSUPPORTED} for a
     *     database in memory or behind a server, {@link ErrorCode#IO_ERROR}
     */
    Backup backup(Path folder, ProgressListener progress);
}
