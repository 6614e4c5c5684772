package io.remdb.search;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** Rows of which an index seems to have something else than the store; as many as are looked at again. One thread. */
final class Suspects {
    private static final int MOST = 10_000;

    private final Set<UUID> ids = new LinkedHashSet<>();

    void add(UUID id) {
        if (ids.size() < MOST) {
            ids.add(id);
        }
    }

    Set<UUID> ids() {
        return ids;
    }
}
