package io.remdb;

import java.util.List;

/**
 * What was built anew.
 *
 * @param tables one for each table, in the order of their names
 */
public record IndexRebuild(List<RebuiltTable> tables) {
    public IndexRebuild {
        tables = List.copyOf(tables);
    }

    /**
     * A table.
     *
     * @param table its name
     * @param rows that its search index has now
     * @param mended entries of the store's own indexes that were missing, wrong or too many; 0 on a replica, whose primary keeps them
     */
    public record RebuiltTable(String table, long rows, long mended) {}
}
