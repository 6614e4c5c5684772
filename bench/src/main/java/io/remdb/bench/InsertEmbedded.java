package io.remdb.bench;

import io.remdb.bench.data.Rows;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import java.util.List;
import java.util.Optional;

/** Single documents with the default local model, beside the bare model. */
final class InsertEmbedded implements Measurement {
    private static final String TABLE = "bench_embedded";
    /** About fifty tokens, as all-MiniLM-L6-v2 counts them. */
    private static final int WORDS = 38;

    @Override
    public String name() {
        return "insert-embedded";
    }

    @Override
    public String what() {
        return "insert of one document of about 50 tokens with local embedding, beside the bare model";
    }

    @Override
    public List<Result> run(Context context) {
        Optional<EmbeddingModel> opened = LocalModels.open(LocalModels.DEFAULT);
        if (opened.isEmpty()) {
            return List.of(Result.skipped("insert with local embedding", LocalModels.MISSING));
        }
        try (EmbeddingModel model = opened.get()) {
            return List.of(measure(context, model));
        }
    }

    private static Result measure(Context context, EmbeddingModel model) {
        Rows rows = context.rows();
        DocumentTable.create(context.database(), TABLE, LocalModels.DEFAULT);
        List<Timing> timings = Timing.measureSideBySide(
                context.pace(),
                List.of(
                        number -> context.database().insert(TABLE, rows.document(number, WORDS)),
                        number -> embed(model, rows.document(number, WORDS))));
        Timing insert = timings.getFirst();
        double rawMs = timings.getLast().p50Ms();
        return Result.of("insert with local embedding, about 50 tokens", insert)
                .withFigure("raw model", rawMs, "ms")
                .withFigure("database", insert.p50Ms() - rawMs, "ms")
                .withBudget(Budget.INSERT_EMBEDDED);
    }

    private static void embed(EmbeddingModel model, String document) {
        String text = Json.parseObject(document).get("content").asString();
        if (model.embedDocuments(List.of(text)).size() != 1) {
            throw new IllegalStateException("The model gave no vector");
        }
    }
}
