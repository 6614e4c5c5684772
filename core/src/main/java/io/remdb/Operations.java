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
}
