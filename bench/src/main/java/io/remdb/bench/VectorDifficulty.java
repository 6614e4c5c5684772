package io.remdb.bench;

import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.RemDatabase;
import io.remdb.SearchMode;
import io.remdb.bench.data.ClusteredEmbeddingProvider;
import io.remdb.bench.data.Mark;
import io.remdb.bench.data.Noise;
import io.remdb.bench.data.Vectors;
import io.remdb.bench.quality.Neighbourhood;
import io.remdb.bench.quality.TestCollection;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether the made vectors are as hard to search as real ones: both in tables of one size, with the same settings. */
final class VectorDifficulty implements Measurement {
    private static final String TABLE = "bench_vectors";
    private static final String SENTENCE_END = "(?<=[.?!])\\s+";
    private static final int SHORTEST_SENTENCE = 25;
    private static final int MOST_SENTENCES = 12_000;
    private static final int LEAST_SENTENCES = 100;

    @Override
    public String name() {
        return "vectors";
    }

    @Override
    public String what() {
        return "the benchmark's vectors beside those of the sentences of --cisi: neighbours, recall at equal settings";
    }

    @Override
    public List<Result> run(Context context) {
        Path folder = context.settings().collection();
        if (folder == null) {
            return List.of(Result.skipped("vectors, made and real", "needs --cisi FOLDER"));
        }
        Optional<EmbeddingModel> opened = LocalModels.open(LocalModels.DEFAULT);
        if (opened.isEmpty()) {
            return List.of(Result.skipped("vectors, made and real", LocalModels.MISSING));
        }
        List<String> sentences = sentences(TestCollection.read(folder));
        if (sentences.size() < LEAST_SENTENCES) {
            return List.of(Result.skipped("vectors, made and real", "the collection is too small"));
        }
        int questions = Math.min(context.pace().questions(), sentences.size() / 10);
        List<String> made = IntStream.range(0, sentences.size())
                .mapToObj(i -> Mark.draw(new Noise(context.settings().seed() ^ 0xD1FFL, i), i)
                        .word())
                .toList();
        try (EmbeddingModel real = opened.get();
                EmbeddingModel quick = ClusteredEmbeddingProvider.openModel()) {
            return List.of(
                    measure(context, "vectors of sentences", real, sentences, questions),
                    measure(context, "vectors made for measuring", quick, made, questions));
        }
    }

    /** The last texts are the questions, the others the rows. */
    private static Result measure(
            Context context, String operation, EmbeddingModel model, List<String> texts, int questions) {
        int rows = texts.size() - questions;
        context.tell(operation + ", " + model.name() + ": " + rows + " rows");
        RemDatabase database = context.database();
        DocumentTable.create(database, TABLE, model.name());
        Loading.insert(database, TABLE, Loading.make(number -> row(number, texts.get((int) number)), 0, rows));
        database.flush();
        Map<String, float[]> vectors = vectors(database);
        double recall = recall(database, model, vectors, texts.subList(rows, texts.size()));
        Loading.removeTable(database, TABLE);
        return neighbourhood(Result.of(operation + ", " + model.name(), rows), vectors.values())
                .withFigure(Figure.RECALL, recall, "");
    }

    private static String row(long number, String text) {
        return Json.text(Json.object().put("code", "v-" + number).put("content", text));
    }

    private static Result neighbourhood(Result result, Collection<float[]> vectors) {
        Neighbourhood neighbourhood = Neighbourhood.of(List.copyOf(vectors));
        return result.withFigure("cosine of random pairs", neighbourhood.randomCosine(), "")
                .withFigure("of nearest", neighbourhood.nearestCosine(), "")
                .withFigure("of 10th", neighbourhood.tenthCosine(), "")
                .withFigure("intrinsic dimension", neighbourhood.intrinsicDimension(), "");
    }

    private static double recall(
            RemDatabase database, EmbeddingModel model, Map<String, float[]> vectors, List<String> questions) {
        double right = 0;
        for (String question : questions) {
            float[] asked = model.embedQuery(question);
            Nearest nearest = new Nearest(GroundTruth.NEIGHBOURS);
            vectors.forEach((code, vector) -> nearest.offer(number(code), Vectors.dot(asked, vector)));
            List<Long> expected = nearest.numbers();
            right +=
                    database
                            .search(question)
                            .in(TABLE)
                            .mode(SearchMode.SEMANTIC)
                            .limit(GroundTruth.NEIGHBOURS)
                            .run()
                            .stream()
                            .filter(hit -> expected.contains(number(codeOf(hit.entity()))))
                            .count();
        }
        return right / (questions.size() * GroundTruth.NEIGHBOURS);
    }

    private static Map<String, float[]> vectors(RemDatabase database) {
        Map<String, float[]> vectors = new HashMap<>();
        try (EntityCursor cursor = database.list(TABLE, RemDatabase.Visibility.LIVE)) {
            while (cursor.hasNext()) {
                Entity entity = database.getWithEmbeddings(cursor.next().id()).orElseThrow();
                float[] vector = entity.embeddings().get(EmbeddingSlot.MAIN.fieldName());
                vectors.put(codeOf(entity), Objects.requireNonNull(vector));
            }
        }
        return vectors;
    }

    private static List<String> sentences(TestCollection collection) {
        return collection.documents().stream()
                .flatMap(document -> Arrays.stream(document.text().split(SENTENCE_END)))
                .filter(sentence -> sentence.length() >= SHORTEST_SENTENCE)
                .distinct()
                .limit(MOST_SENTENCES)
                .toList();
    }

    private static String codeOf(Entity entity) {
        return entity.properties().get("code").asString();
    }

    private static long number(String code) {
        return Long.parseLong(code.substring(2));
    }
}
