package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;

/**
 * How much one statement may write: all of it is one atomic write, which is held in memory.
 *
 * @param rows in number
 * @param bytes of the rows' JSON, of the new values, and of the vectors
 */
record WriteBudget(long rows, long bytes) {
    /** A row is held as JSON, as a tree while it is validated, as what its indexes hold, and in the store's batch. */
    private static final int COPIES = 5;

    /** A million rows, and of the memory that this process may have what leaves room for everything else. */
    static final WriteBudget DEFAULT =
            new WriteBudget(1_000_000, Runtime.getRuntime().maxMemory() / COPIES);

    /** What the vectors of one row take: as the model gives them, and in the store's batch. */
    static long vectorBytes(CatalogTable table) {
        long bytes = 0;
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            bytes += 2L * Float.BYTES * table.dimension(slot);
        }
        return bytes;
    }
}
