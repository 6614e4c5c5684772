package io.remdb.store;

/** Entities by value: keys and ordered field indexes. Thread-safe. */
public interface IndexStore {
    /** The entities, of any table, that have this key; soft-deleted ones too. */
    Cursor<KeyHit> byKey(String key);

    /** The entities of a table whose field lies in a range, in the order of the value, then of the id. */
    Cursor<IndexHit> range(int table, int field, FieldRange range, Direction direction);

    /**
     * About how many entries lie in a range, without reading them: good enough to choose a plan by, never negative.
     */
    long estimate(int table, int field, FieldRange range);
}
