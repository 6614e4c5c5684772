package io.remdb.store;

import java.util.List;

/** Entities by value: keys and ordered field indexes. Thread-safe. */
public interface IndexStore {
    /** The entities, of any table, that have this key; soft-deleted ones too. */
    Cursor<KeyHit> byKey(String key);

    /**
     * Whether a range can be read: any where the engine has {@link StoreCapabilities.Capability#ORDERED_INDEX_SCAN}, else that of one
     * value.
     *
     * @param includesDeleted whether soft-deleted entities are wanted, too
     */
    boolean canRead(FieldRange range, boolean includesDeleted);

    /**
     * The entities of a table whose field lies in a range that {@link #canRead can be read}: in the order of the value, then of the
     * id, where the engine has {@link StoreCapabilities.Capability#ORDERED_INDEX_SCAN}.
     */
    Cursor<IndexHit> range(int table, int field, FieldRange range, Direction direction);

    /**
     * The same, of entities that have these values in other fields, as far as the index can tell: it may leave out those that have not,
     * and gives the rest, so that who reads looks at the rows.
     *
     * @param wanted one value each of scalar fields
     * @param onLeftOut run for each that is left out; what it throws ends the reading
     */
    default Cursor<IndexHit> range(
            int table, int field, FieldRange range, Direction direction, List<IndexEntry> wanted, Runnable onLeftOut) {
        return range(table, field, range, direction);
    }

    /**
     * About how many entries lie in a range, without reading them: good enough to choose a plan by, never negative.
     */
    long estimate(int table, int field, FieldRange range);
}
