package io.remdb.store.rocks;

import io.remdb.RemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Reads single entries for a check: what cannot be read is marked and does not end it. One thread, which has passed the gate. */
final class Probe {
    /** Stands for an entry that is there, or may be there, and cannot be read; compared by identity. */
    static final byte[] UNREADABLE = new byte[0];

    private final RocksHandle rocks;

    Probe(RocksHandle rocks) {
        this.rocks = rocks;
    }

    /** The values in the order of the keys as RocksDB has them: null where there is none. */
    List<byte @Nullable []> all(Family family, List<byte[]> storedKeys) {
        if (storedKeys.isEmpty()) {
            return List.of();
        }
        List<byte @Nullable []> values = new ArrayList<>(storedKeys.size());
        List<byte @Nullable []> stored = stored(family, storedKeys);
        for (int i = 0; i < stored.size(); i++) {
            values.add(opened(family, storedKeys.get(i), stored.get(i)));
        }
        return values;
    }

    byte @Nullable [] one(Family family, byte[] storedKey) {
        return all(family, List.of(storedKey)).getFirst();
    }

    @SuppressWarnings("NullAway") // RocksDB does not say that elements can be null
    private List<byte @Nullable []> stored(Family family, List<byte[]> storedKeys) {
        List<byte @Nullable []> values;
        try {
            values = rocks.db()
                    .multiGetAsList(
                            rocks.reading().plain(),
                            Collections.nCopies(storedKeys.size(), rocks.family(family)),
                            storedKeys);
        } catch (RocksDBException _) {
            values = new ArrayList<>(Collections.nCopies(storedKeys.size(), null));
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                values.set(i, storedOne(family, storedKeys.get(i))); // see RocksHandle.getAll
            }
        }
        return values;
    }

    private byte @Nullable [] storedOne(Family family, byte[] storedKey) {
        try {
            return rocks.db().get(rocks.family(family), rocks.reading().plain(), storedKey);
        } catch (RocksDBException _) {
            return UNREADABLE;
        }
    }

    @SuppressWarnings("ReferenceEquality") // the mark
    private byte @Nullable [] opened(Family family, byte[] storedKey, byte @Nullable [] stored) {
        if (stored == null || stored == UNREADABLE) {
            return stored;
        }
        try {
            return rocks.cipher().open(family, storedKey, stored);
        } catch (RemException e) {
            if (FamilyScan.isOfTheCall(e)) {
                throw e;
            }
            return UNREADABLE;
        }
    }
}
