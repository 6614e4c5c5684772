package io.remdb.bench;

import java.util.List;

/** Fills the table of articles: text, filterable fields and vectors that cost next to nothing to make. */
final class BatchVectors implements Measurement {
    @Override
    public String name() {
        return "batch-vectors";
    }

    @Override
    public String what() {
        return "batch insert of documents with ready-made 384-d vectors, and until all are searchable";
    }

    @Override
    public List<Result> run(Context context) {
        Loading loading = context.articles().loading();
        if (loading.reused()) {
            return List.of(Result.skipped("batch insert with given vectors", "the rows were there already"));
        }
        return List.of(Result.of("batch insert with given vectors", loading.rows())
                .withRate(loading.rowsPerSecond(), "rows")
                .withFigure("searchable", loading.rowsPerSecondFlushed(), "rows/s"));
    }
}
