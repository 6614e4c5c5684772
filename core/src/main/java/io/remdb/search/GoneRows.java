package io.remdb.search;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Rows of a table that have gone for good since its index was opened. One that is made again may be in the index although no entry that made
 * it was read: a round takes rows as they are, and an earlier one that should have removed it has found it made again. One thread at a
 * time.
 */
final class GoneRows {
    /** Who removes more has all rows looked for from then on. */
    private static final int MOST = 20_000;

    private final Set<UUID> ids = new HashSet<>();
    private boolean many;

    void add(UUID id) {
        many = many || ids.size() == MOST;
        if (!many) {
            ids.add(id);
        }
    }

    /** Whether a row may be among them. */
    boolean has(UUID id) {
        return many || ids.contains(id);
    }
}
