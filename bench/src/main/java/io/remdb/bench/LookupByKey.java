package io.remdb.bench;

import java.util.List;

/** Rows by key in every table at once. */
final class LookupByKey implements Measurement {
    @Override
    public String name() {
        return "lookup";
    }

    @Override
    public String what() {
        return "lookup of one key in all tables";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        Timing timing = Timing.measure(context.pace(), number -> {
            if (context.database().lookup(table.key(number)).size() != 1) {
                throw new IllegalStateException("A key does not lead to its one row");
            }
        });
        return List.of(Result.of("lookup by key", timing));
    }
}
