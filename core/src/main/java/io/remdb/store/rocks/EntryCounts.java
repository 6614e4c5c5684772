package io.remdb.store.rocks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many entries there are of each kind, and how many of them rows have: where every row has its own and there are no more of them, none
 * is a stray. So strays need no look at the row of each entry. One thread.
 */
final class EntryCounts {
    /**
     * Entries that are counted together.
     *
     * @param table that they name
     * @param part the number of the field or of the slot; 0 in families without either
     */
    record Kind(Family family, int table, int part) {}

    /** What was counted of a kind. */
    static final class Count {
        private long stored;
        private long owned;

        long stored() {
            return stored;
        }

        long owned() {
            return owned;
        }
    }

    private final Map<Kind, Count> counts = new LinkedHashMap<>();

    /** Counts an entry that is there. */
    void stored(Kind kind) {
        of(kind).stored++;
    }

    /** Counts one that a row has. */
    void owned(Kind kind) {
        of(kind).owned++;
    }

    private Count of(Kind kind) {
        return counts.computeIfAbsent(kind, _ -> new Count());
    }

    Map<Kind, Count> all() {
        return counts;
    }
}
