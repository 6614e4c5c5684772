package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexEntry;
import io.remdb.store.IndexHit;
import io.remdb.store.IndexStore;
import io.remdb.store.KeyHit;
import io.remdb.value.FieldValue;
import java.util.List;

/** Reads by value. */
final class RocksIndexes implements IndexStore {
    private final RocksHandle rocks;
    private final RangeEstimator estimator;

    RocksIndexes(RocksHandle rocks) {
        this.rocks = rocks;
        this.estimator = new RangeEstimator(rocks);
    }

    @Override
    public Cursor<KeyHit> byKey(String key) {
        return rocks.gate()
                .call(() -> RocksCursor.within(
                        rocks,
                        Family.KEY_INDEX,
                        KeyCodec.lookupPrefix(key),
                        (stored, value) -> new KeyHit(Bytes.intAt(value, 0), KeyCodec.lookupId(stored))));
    }

    @Override
    public boolean canRead(FieldRange range, boolean includesDeleted) {
        return rocks.cipher().keepsOrder() || range.isOneValue();
    }

    @Override
    public Cursor<IndexHit> range(int table, int field, FieldRange range, Direction direction) {
        return range(table, field, range, direction, RocksCursor.Choice.ALL);
    }

    @Override
    public Cursor<IndexHit> range(
            int table, int field, FieldRange range, Direction direction, List<IndexEntry> wanted, Runnable onLeftOut) {
        return wanted.isEmpty() || !rocks.cipher().keepsOrder()
                ? range(table, field, range, direction)
                : range(
                        table,
                        field,
                        range,
                        direction,
                        new RocksCursor.Choice(new IndexEntryCodec.Wanted(wanted)::mayBe, onLeftOut));
    }

    private Cursor<IndexHit> range(
            int table, int field, FieldRange range, Direction direction, RocksCursor.Choice choice) {
        return rocks.gate().call(() -> {
            if (!rocks.cipher().keepsOrder()) {
                FieldValue value = onlyValue(range);
                return RocksCursor.within(
                        rocks,
                        Family.INDEXES,
                        KeyCodec.indexStart(table, field, range),
                        (key, flags) -> new IndexHit(KeyCodec.indexedId(key), value, IndexEntryCodec.isDeleted(flags)));
            }
            RocksCursor.Step step = switch (direction) {
                case ASCENDING -> RocksCursor.Step.FORWARD;
                case DESCENDING -> RocksCursor.Step.BACKWARD;
            };
            return RocksCursor.between(
                    rocks,
                    Family.INDEXES,
                    KeyCodec.indexStart(table, field, range),
                    KeyCodec.indexEnd(table, field, range),
                    step,
                    choice,
                    RocksIndexes::hit);
        });
    }

    /** The value that a range is about: an engine without order can only be asked for one. */
    private static FieldValue onlyValue(FieldRange range) {
        FieldValue lower = range.lower();
        if (lower == null || !range.isOneValue()) {
            throw new RemException(ErrorCode.UNSUPPORTED, "An encrypted index has no order to read a range by");
        }
        return lower;
    }

    @Override
    public long estimate(int table, int field, FieldRange range) {
        return rocks.gate().call(() -> {
            byte[] start = KeyCodec.indexStart(table, field, range);
            if (!rocks.cipher().keepsOrder()) {
                onlyValue(range);
                byte[] stored = rocks.cipher().prefix(Family.INDEXES, start);
                return estimator.estimate(stored, Bytes.successor(stored));
            }
            return estimator.estimate(start, KeyCodec.indexEnd(table, field, range));
        });
    }

    private static IndexHit hit(byte[] key, byte[] flags) {
        return new IndexHit(KeyCodec.indexedId(key), KeyCodec.indexedValue(key), IndexEntryCodec.isDeleted(flags));
    }
}
