package io.remdb.bench;

import io.remdb.Entity;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.bench.data.Noise;
import io.remdb.bench.data.Rows;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The table {@value #NAME}: five fields, three of them indexed, nothing embedded.
 *
 * @param loading how it was filled
 * @param keys of rows drawn at random
 * @param ids of the same rows
 * @param next the number of the next row that is not there yet
 */
record PlainTable(Loading loading, List<String> keys, List<UUID> ids, AtomicLong next) {
    static final String NAME = "bench_rows";

    private static final String WARM_UP = "bench_warm_up";
    private static final int WARM_UP_ROWS = 20_000;
    private static final int DRAWN = 20_000;

    /** Fills the table after the same path was warmed up with another. */
    static PlainTable load(Context context) {
        Rows rows = context.rows();
        warmUp(context, rows);
        Loading loading = Loading.fill(context, schema(NAME, context.settings()), rows::plain);
        int count = Math.min(DRAWN, context.settings().rows());
        Noise noise = new Noise(context.settings().seed(), Long.MAX_VALUE);
        List<String> keys = Stream.generate(
                        () -> Rows.plainKey(noise.nextInt(context.settings().rows())))
                .limit(count)
                .toList();
        List<UUID> ids = keys.stream().map(key -> idOf(context.database(), key)).toList();
        long next = Math.max(context.settings().rows(), context.database().count(NAME));
        return new PlainTable(loading, keys, ids, new AtomicLong(next));
    }

    UUID id(int number) {
        return ids.get(number % ids.size());
    }

    String key(int number) {
        return keys.get(number % keys.size());
    }

    /** A row that is not there yet. */
    String newRow(Rows rows) {
        return rows.plain(next.getAndIncrement());
    }

    private static void warmUp(Context context, Rows rows) {
        context.tell("warming up inserts");
        int count = Math.min(WARM_UP_ROWS, context.settings().rows());
        Loading.removeTable(context.database(), WARM_UP);
        context.database().schemas().register(schema(WARM_UP, context.settings()));
        Loading.insert(context.database(), WARM_UP, Loading.make(rows::plain, 0, count));
        Loading.removeTable(context.database(), WARM_UP);
        context.database().flush();
        Garbage.collect();
    }

    private static UUID idOf(RemDatabase database, String key) {
        List<Entity> found = database.lookup(key);
        if (found.isEmpty()) {
            throw new IllegalStateException("A row that was written is not found by its key: " + key);
        }
        return found.getFirst().id();
    }

    private static Schema schema(String table, Settings settings) {
        return Schema.parse("""
                {"title": "BenchRow", "short_name": "%s", "version": "1.0.0",
                 "description": "Rows without text, seed %d, %d rows",
                 "type": "object", "required": ["code", "title", "category", "amount", "published"],
                 "properties": {
                   "code": {"type": "string"},
                   "title": {"type": "string"},
                   "category": {"type": "string"},
                   "amount": {"type": "number"},
                   "published": {"type": "string", "format": "date-time"}},
                 "json_schema_extra": {"key_field": "code", "indexed_fields": ["category", "amount", "published"]}}
                """.formatted(table, settings.seed(), settings.rows()));
    }
}
