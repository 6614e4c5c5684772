package io.remdb.bench;

import io.remdb.KeyMatch;
import io.remdb.Schema;
import io.remdb.bench.data.Noise;
import io.remdb.bench.data.Rows;
import java.util.List;
import java.util.function.LongFunction;

/** Rows by keys that are typed with an error, in a table of addresses. */
final class FuzzyLookup implements Measurement {
    private static final String TABLE = "bench_pages";
    private static final int LIMIT = 10;

    @Override
    public String name() {
        return "fuzzy-lookup";
    }

    @Override
    public String what() {
        return "fuzzy lookup in a table of addresses: the whole key, and three of its words, with an error";
    }

    @Override
    public List<Result> run(Context context) {
        Rows rows = context.rows();
        Loading loading = Loading.fill(context, schema(context.settings()), rows::page);
        Result whole = timed(context, "fuzzy lookup, a key with an error", rows::typedPageKey);
        return List.of(
                loading.reused() ? whole : whole.withFigure("load, flushed", loading.rowsPerSecondFlushed(), "rows/s"),
                timed(context, "fuzzy lookup, 3 words, one with an error", rows::typedTitle));
    }

    private static Result timed(Context context, String operation, LongFunction<String> typed) {
        Rows rows = context.rows();
        Noise noise = new Noise(context.settings().seed(), operation.length());
        long[] found = new long[2];
        Timing timing = Timing.measure(context.pace(), _ -> {
            long number = noise.nextInt(context.settings().rows());
            String key = rows.pageKey(number);
            List<KeyMatch> matches = context.database()
                    .fuzzy(typed.apply(number))
                    .in(TABLE)
                    .limit(LIMIT)
                    .run();
            found[0] += matches.stream().anyMatch(match -> match.key().equals(key)) ? 1 : 0;
            found[1]++;
        });
        return Result.of(operation, timing)
                .withFigure("found", found[0] / (double) found[1], "")
                .withBudget(Budget.FUZZY_LOOKUP);
    }

    private static Schema schema(Settings settings) {
        return Schema.parse("""
                {"title": "BenchPage", "short_name": "%s", "version": "1.0.0",
                 "description": "Addresses, seed %d, %d rows",
                 "type": "object", "required": ["uri"], "properties": {"uri": {"type": "string"}}}
                """.formatted(TABLE, settings.seed(), settings.rows()));
    }
}
