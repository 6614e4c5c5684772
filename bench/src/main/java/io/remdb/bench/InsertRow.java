package io.remdb.bench;

import io.remdb.bench.data.Rows;
import java.util.List;

/** Single rows into the full table, each its own atomic write. */
final class InsertRow implements Measurement {
    @Override
    public String name() {
        return "insert";
    }

    @Override
    public String what() {
        return "insert of one new row without embedding (5 fields, 3 indexed)";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        Rows rows = context.rows();
        Timing timing = Timing.measure(
                context.pace(), number -> context.database().insert(PlainTable.NAME, table.newRow(rows)));
        return List.of(Result.of("insert without embedding", timing)
                .withNote("durability as P8_WAL_SYNC; includes making the row, about 3 us")
                .withBudget(Budget.INSERT));
    }
}
