package io.remdb.bench;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase;
import io.remdb.SearchMode;
import io.remdb.bench.quality.Fusion;
import io.remdb.bench.quality.Ranked;
import io.remdb.bench.quality.Relevance;
import io.remdb.bench.quality.TestCollection;
import io.remdb.bench.quality.TestCollection.Text;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether searches find what people judged relevant, for each local model and each way to fuse meaning and words. */
final class RetrievalQuality implements Measurement {
    static final String NDCG = "nDCG@10";

    private static final int DEPTH = 10;
    private static final int CANDIDATES = 100;
    private static final double[] WEIGHTS = {0.3, 0.4, 0.5, 0.6, 0.7};
    private static final String TABLE = "bench_collection";

    private final List<String> models;

    RetrievalQuality() {
        this(LocalModels.ALL);
    }

    /** With other models than the local ones. */
    RetrievalQuality(List<String> models) {
        this.models = List.copyOf(models);
    }

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public String what() {
        return "nDCG@10 and recall@10 on the collection of --cisi, by model and mode";
    }

    @Override
    public List<Result> run(Context context) {
        Path folder = context.settings().collection();
        if (folder == null) {
            return List.of(Result.skipped("retrieval quality", "needs --cisi FOLDER"));
        }
        if (models.equals(LocalModels.ALL) && !LocalModels.present()) {
            return List.of(Result.skipped("retrieval quality", LocalModels.MISSING));
        }
        TestCollection collection = TestCollection.read(folder);
        List<Result> results = new ArrayList<>();
        for (String model : models) {
            context.tell("embedding " + collection.documents().size() + " documents with " + model);
            results.addAll(measure(context, collection, model));
        }
        return List.copyOf(results);
    }

    private static List<Result> measure(Context context, TestCollection collection, String model) {
        String prefix = collection.name() + ", " + model.substring(model.indexOf(':') + 1) + ", ";
        RemDatabase database = context.database();
        DocumentTable.create(database, TABLE, model);
        List<Result> results = new ArrayList<>();
        results.add(load(database, collection, prefix));
        for (SearchMode mode : SearchMode.values()) {
            results.add(judge(
                    collection,
                    prefix + mode.name().toLowerCase(Locale.ROOT),
                    question -> ids(search(database, question, mode, DEPTH))));
        }
        List<Candidates> candidates = collection.questions().stream()
                .map(question -> Candidates.of(database, question))
                .toList();
        for (double weight : WEIGHTS) {
            results.add(judgeFused(
                    collection,
                    candidates,
                    prefix + "fused here, weight of meaning %.1f".formatted(weight),
                    found -> Fusion.weighted(found.semantic(), found.keyword(), weight)));
        }
        results.add(judgeFused(
                collection,
                candidates,
                prefix + "fused here, reciprocal ranks",
                found -> Fusion.reciprocalRank(found.semantic(), found.keyword())));
        Loading.removeTable(database, TABLE);
        return results;
    }

    private static Result load(RemDatabase database, TestCollection collection, String prefix) {
        long begin = System.nanoTime();
        BatchResult written = database.insertAll(
                TABLE,
                collection.documents().stream()
                        .map(document -> Json.text(
                                Json.object().put("code", document.id()).put("content", document.text())))
                        .iterator(),
                BatchOptions.DEFAULTS);
        double seconds = Loading.secondsSince(begin);
        if (written.failed() > 0) {
            throw new IllegalStateException("Documents of the collection were refused: "
                    + written.errors().getFirst());
        }
        int documents = collection.documents().size();
        return Result.of(prefix + "loading", documents).withRate(documents / seconds, "rows");
    }

    private static Result judge(TestCollection collection, String operation, Function<Text, List<String>> search) {
        double[] milliseconds = new double[collection.questions().size()];
        List<List<String>> rankings = new ArrayList<>();
        for (int i = 0; i < milliseconds.length; i++) {
            long begin = System.nanoTime();
            rankings.add(search.apply(collection.questions().get(i)));
            milliseconds[i] = Loading.secondsSince(begin) * 1000;
        }
        return quality(collection, operation, rankings).withP50(Timing.median(milliseconds));
    }

    private static Result judgeFused(
            TestCollection collection,
            List<Candidates> candidates,
            String operation,
            Function<Candidates, List<String>> fusion) {
        return quality(collection, operation, candidates.stream().map(fusion).toList());
    }

    private static Result quality(TestCollection collection, String operation, List<List<String>> rankings) {
        double ndcg = 0;
        double recall = 0;
        for (int i = 0; i < rankings.size(); i++) {
            Set<String> relevant = collection
                    .relevant()
                    .getOrDefault(collection.questions().get(i).id(), Set.of());
            ndcg += Relevance.ndcg(rankings.get(i), relevant, DEPTH);
            recall += Relevance.recall(rankings.get(i), relevant, DEPTH);
        }
        return Result.of(operation, rankings.size())
                .withFigure(NDCG, ndcg / rankings.size(), "")
                .withFigure(Figure.RECALL, recall / rankings.size(), "");
    }

    private static List<Hit<Entity>> search(RemDatabase database, Text question, SearchMode mode, int limit) {
        return database.search(question.text())
                .in(TABLE)
                .mode(mode)
                .limit(limit)
                .run();
    }

    private static List<String> ids(List<Hit<Entity>> hits) {
        return hits.stream().map(RetrievalQuality::idOf).toList();
    }

    private static String idOf(Hit<Entity> hit) {
        return hit.entity().properties().get("code").asString();
    }

    /** What there is to fuse for one question, {@link #CANDIDATES} deep. */
    private record Candidates(List<Ranked> semantic, List<Ranked> keyword) {
        static Candidates of(RemDatabase database, Text question) {
            return new Candidates(
                    ranked(search(database, question, SearchMode.SEMANTIC, CANDIDATES), Hit::semanticScore),
                    ranked(search(database, question, SearchMode.KEYWORD, CANDIDATES), Hit::keywordScore));
        }

        private static List<Ranked> ranked(List<Hit<Entity>> hits, Function<Hit<Entity>, @Nullable Double> score) {
            return hits.stream()
                    .map(hit -> new Ranked(idOf(hit), Objects.requireNonNull(score.apply(hit))))
                    .toList();
        }
    }
}
