package io.remdb;

import java.nio.file.Path;
import java.util.List;

/** What keeps a database in order. Thread-safe; everything works while others read and write, unless it says otherwise. */
public interface Operations {
    /**
     * Says what is not as it was written: damage, tampering, or a defect. Others may read and write meanwhile. What a search index lacks
     * of the last writes is caught up with first, and an index that was never built is built.
     *
     * @param progress hears how many entries have been read; their number is not known before
     */
    Verification verify(Verification.Depth depth, ProgressListener progress);

    /** The same, {@link Verification.Depth#DEEP}. */
    default Verification verify(ProgressListener progress) {
        return verify(Verification.Depth.DEEP, progress);
    }

    /**
     * Brings everything that is derived to what it is derived from: index entries, keys, ids, edges seen from their targets, counters,
     * vectors, search indexes. Rows, and edges from their sources, are never changed; those that are damaged are named in what is
     * returned. Works in small units of the log, so that replicas get the same, and so that it can be run again when it was ended.
     *
     * @param progress as for {@link #verify}
     * @throws RemException {@link ErrorCode#READ_ONLY} on a replica; {@link ErrorCode#CONFLICT} while another repair is running
     */
    Repair repair(ProgressListener progress);

    /**
     * Builds indexes anew while they are used: the search index of each table from its rows, searches being answered by the old one until
     * the new one is whole, and the store's own index entries, of which those are written that are not as they should be.
     *
     * @param tables names; empty for all
     * @param progress hears how many rows have been indexed, of how many
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}; {@link ErrorCode#CONFLICT} while a repair is running
     */
    IndexRebuild rebuildIndexes(List<String> tables, ProgressListener progress);

    /**
     * Reads everything and says in one number what it is: the same for a primary and for a replica that has everything. Others may read
     * meanwhile; of what they write, part may be in it.
     *
     * @param progress hears how many rows have been read, and of how many
     */
    ContentHash contentHash(ProgressListener progress);

    /** The figures of the database and of the process that has it open, as they are now. Cheap: nothing is read for it. */
    Statistics stats();

    /**
     * Removes what is there no more for anybody: rows that were soft-deleted long ago, with their edges and vectors, and what belongs to
     * no row. In many writes, each in the log; interrupted, what is removed is removed.
     *
     * @param progress hears how many rows and entries have been looked at
     * @throws RemException {@link ErrorCode#READ_ONLY} in a replica, {@link ErrorCode#CANCELLED}
     */
    VacuumResult vacuum(VacuumOptions options, ProgressListener progress);

    /**
     * Writes the files of the store and of the search index anew, without what was replaced and deleted. Needs room on the disk for a
     * part of the data a second time.
     *
     * @param progress hears how many parts are done
     * @throws RemException {@link ErrorCode#CANCELLED}
     */
    Compaction compact(ProgressListener progress);

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
