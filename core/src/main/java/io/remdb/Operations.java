package io.remdb;

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
}
