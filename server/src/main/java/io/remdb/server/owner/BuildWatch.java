package io.remdb.server.owner;

import io.remdb.BuildProgress;
import io.remdb.RemDatabase;
import io.remdb.SchemaInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees whether what is new in a table is being built over its rows: that is work nobody waits for any more, and it would begin at
 * the first row again. A build that has failed stands still. One thread.
 */
final class BuildWatch {
    private Map<String, Long> passed = Map.of();
    private long movedNanos = System.nanoTime();

    /** Nanoseconds since a build was seen to get on; {@link Long#MAX_VALUE} when there is none. */
    long stillNanos(RemDatabase database) {
        Map<String, Long> now = new HashMap<>();
        for (SchemaInfo table : database.schemas().list()) {
            BuildProgress building = table.building();
            if (building != null) {
                now.put(table.shortName(), building.rowsDone());
            }
        }
        if (!now.equals(passed)) {
            passed = now;
            movedNanos = System.nanoTime();
        }
        return now.isEmpty() ? Long.MAX_VALUE : System.nanoTime() - movedNanos;
    }
}
