package io.remdb.store;

import io.remdb.ProgressListener;

/** What keeps the files of a store small, and says how large they are. Thread-safe; everything goes on while others read and write. */
public interface StoreUpkeep {
    /** Sizes and counts as they are now, from what the engine keeps: nothing is read for it. */
    StoreFigures figures();

    /**
     * Writes the files anew without what was replaced and deleted.
     *
     * @param progress hears how many parts of the store are done
     * @return what it was about
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#CANCELLED} when the thread is interrupted: what is done is done
     */
    Compacted compact(ProgressListener progress);

    /**
     * Looks for entries that belong to no row, as a defect or damage may have left them.
     *
     * @param progress hears how many entries have been looked at
     */
    Strays strays(StrayAction action, ProgressListener progress);

    /** Bytes of the files. */
    record Compacted(long bytesBefore, long bytesAfter) {}

    /** What is done with strays. */
    enum StrayAction {
        /** They are counted. */
        COUNT,
        /** They are removed. */
        REMOVE
    }

    /**
     * Entries that belong to no row, soft-deleted or not.
     *
     * @param edges that start at no row; one that ends at none is none of these: it may be written before its target
     * @param vectors of no row
     * @param indexEntries of no row, those under keys included
     */
    record Strays(long edges, long vectors, long indexEntries) {}
}
