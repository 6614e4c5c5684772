package io.remdb.bench;

import io.remdb.RemDatabase;
import io.remdb.bench.data.Rows;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import java.util.List;
import java.util.Optional;

/** A batch of short documents with the default local model, against the same texts through the bare model. */
final class BatchEmbedded implements Measurement {
    private static final String TABLE = "bench_embedded_batch";
    private static final int WORDS = 16;

    @Override
    public String name() {
        return "batch-embedded";
    }

    @Override
    public String what() {
        return "batch insert of 1,000 short documents with local embedding, against the bare model in turns";
    }

    @Override
    public List<Result> run(Context context) {
        Optional<EmbeddingModel> opened = LocalModels.open(LocalModels.DEFAULT);
        if (opened.isEmpty()) {
            return List.of(Result.skipped("batch insert with local embedding", LocalModels.MISSING));
        }
        try (EmbeddingModel model = opened.get()) {
            return List.of(measure(context, model));
        }
    }

    private static Result measure(Context context, EmbeddingModel model) {
        Rows rows = context.rows();
        int batch = context.pace().embeddedRows();
        DocumentTable.create(context.database(), TABLE, LocalModels.DEFAULT);
        int rounds = context.pace().rounds();
        double[] inserted = new double[rounds];
        double[] raw = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            List<String> documents = Loading.make(
                    number -> rows.document(number, WORDS), (long) (round + 1) * batch, (long) (round + 2) * batch);
            double rawSeconds = embed(model, documents);
            double insertSeconds = insert(context.database(), documents);
            if (round >= 0) {
                inserted[round] = insertSeconds;
                raw[round] = rawSeconds;
            }
        }
        double insertSeconds = Timing.median(inserted);
        double rawSeconds = Timing.median(raw);
        return Result.of("batch insert of %,d short documents, local embedding".formatted(batch), (long) batch * rounds)
                .withP50(insertSeconds * 1000)
                .withRate(batch / insertSeconds, "rows")
                .withFigure("raw model", batch / rawSeconds, "texts/s")
                .withFigure(Figure.RAW_RATIO, rawSeconds / insertSeconds, "")
                .withNote("p50 is of the whole batch")
                .withBudget(Budget.BATCH_EMBEDDED);
    }

    private static double insert(RemDatabase database, List<String> documents) {
        Garbage.collect();
        return Loading.insert(database, TABLE, documents);
    }

    private static double embed(EmbeddingModel model, List<String> documents) {
        List<String> texts = documents.stream()
                .map(document -> Json.parseObject(document).get("content").asString())
                .toList();
        Garbage.collect();
        long begin = System.nanoTime();
        if (model.embedDocuments(texts).size() != texts.size()) {
            throw new IllegalStateException("The model gave too few vectors");
        }
        return Loading.secondsSince(begin);
    }
}
