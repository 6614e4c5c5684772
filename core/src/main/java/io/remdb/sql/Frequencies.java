package io.remdb.sql;

import io.remdb.store.FieldRange;
import io.remdb.store.IndexStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.h2.engine.CastDataProvider;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** About how many rows have a value; remembered for some seconds, since asking costs as much as a small statement. One thread at a time. */
final class Frequencies {
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST = 1_000;

    private record Key(int table, int field, FieldRange range) {}

    private record Known(long rows, long atNanos) {}

    private final IndexStore indexes;
    private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    Frequencies(IndexStore indexes) {
        this.indexes = indexes;
    }

    long rows(EqualParameter equal, @Nullable Value value, CastDataProvider provider) {
        FieldRange range = FieldBounds.range(value, value, equal.type(), provider);
        Key key = new Key(equal.table(), equal.field(), range);
        Known before = known.get(key);
        long now = System.nanoTime();
        if (before != null && now - before.atNanos() < REMEMBERED_NANOS) {
            return before.rows();
        }
        long rows = indexes.estimate(equal.table(), equal.field(), range);
        known.put(key, new Known(rows, now));
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
        return rows;
    }
}
