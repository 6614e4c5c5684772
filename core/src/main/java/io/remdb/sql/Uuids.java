package io.remdb.sql;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs in the order of their bytes, which is the store's and SQL's; Java's own order is by signed halves. */
final class Uuids {
    private Uuids() {}

    static int compare(UUID a, UUID b) {
        return io.remdb.text.Uuids.compare(a, b);
    }

    /** The UUID just before this one; null when this is the first. */
    static @Nullable UUID before(UUID id) {
        long low = id.getLeastSignificantBits();
        long high = id.getMostSignificantBits();
        if (low != 0) {
            return new UUID(high, low - 1);
        }
        return high == 0 ? null : new UUID(high - 1, -1L);
    }
}
