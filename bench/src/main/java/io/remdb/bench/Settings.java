package io.remdb.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run shall do.
 *
 * @param rows of each table
 * @param seed of rows, texts and the order of accesses
 * @param database the folder to keep; null for a temporary one
 * @param collection the folder of a retrieval collection; null for none
 * @param only names of measurements; empty for all
 * @param encrypted whether the database is
 * @param pace how long each runs
 */
record Settings(
        int rows,
        long seed,
        @Nullable Path database,
        @Nullable Path collection,
        List<String> only,
        boolean encrypted,
        Pace pace) {
    static final int FEWEST_ROWS = 10_000;
    static final int MOST_ROWS = 1_000_000;
    static final long DEFAULT_SEED = 20_260_101L;

    Settings {
        only = List.copyOf(only);
    }
}
