package io.remdb.store.rocks;

import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.IndexStore;
import io.remdb.store.KeyHit;
import org.rocksdb.RocksIterator;

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
        byte[] prefix = KeyCodec.lookupPrefix(key);
        return between(
                Family.KEY_INDEX,
                prefix,
                Bytes.successor(prefix),
                RocksCursor.Step.FORWARD,
                at -> new KeyHit(Bytes.intAt(at.value(), 0), KeyCodec.lookupId(at.key())));
    }

    @Override
    public Cursor<IndexHit> range(int table, int field, FieldRange range, Direction direction) {
        RocksCursor.Step step = switch (direction) {
            case ASCENDING -> RocksCursor.Step.FORWARD;
            case DESCENDING -> RocksCursor.Step.BACKWARD;
        };
        return between(
                Family.INDEXES,
                KeyCodec.indexStart(table, field, range),
                KeyCodec.indexEnd(table, field, range),
                step,
                RocksIndexes::hit);
    }

    @Override
    public long estimate(int table, int field, FieldRange range) {
        int pass = rocks.gate().enter();
        try {
            return estimator.estimate(KeyCodec.indexStart(table, field, range), KeyCodec.indexEnd(table, field, range));
        } finally {
            rocks.gate().leave(pass);
        }
    }

    private static IndexHit hit(RocksIterator at) {
        byte[] key = at.key();
        return new IndexHit(KeyCodec.indexedId(key), KeyCodec.indexedValue(key), UnitWriter.isDeleted(at.value()));
    }

    private <T> Cursor<T> between(
            Family family, byte[] start, byte[] end, RocksCursor.Step step, RocksCursor.Decoder<T> decoder) {
        int pass = rocks.gate().enter();
        try {
            return RocksCursor.between(rocks, family, start, end, step, decoder);
        } finally {
            rocks.gate().leave(pass);
        }
    }
}
