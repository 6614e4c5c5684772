package io.remdb.bench;

import java.util.List;

/** Fills the table of rows without text. */
final class BatchInsert implements Measurement {
    @Override
    public String name() {
        return "batch-insert";
    }

    @Override
    public String what() {
        return "batch insert without embedding, chunks of the default size (5 fields, 3 indexed)";
    }

    @Override
    public List<Result> run(Context context) {
        Loading loading = context.plain().loading();
        if (loading.reused()) {
            return List.of(Result.skipped("batch insert without embedding", "the rows were there already"));
        }
        return List.of(Result.of("batch insert without embedding", loading.rows())
                .withRate(loading.rowsPerSecond(), "rows")
                .withFigure("flushed", loading.rowsPerSecondFlushed(), "rows/s")
                .withBudget(Budget.BATCH_INSERT));
    }
}
