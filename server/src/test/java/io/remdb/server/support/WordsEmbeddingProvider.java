package io.remdb.server.support;

import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A small model: each word adds a random direction of its own. {@code words:64} has 64 dimensions. */
public final class WordsEmbeddingProvider implements EmbeddingProvider {
    /** Run before texts are embedded in this process. */
    public static final AtomicReference<Runnable> BEFORE_CALL = new AtomicReference<>(() -> {});

    @Override
    public String prefix() {
        return "words";
    }

    @Override
    public EmbeddingModel open(String model, RemConfig config) {
        return new WordsModel(model, dimension(model, config));
    }

    @Override
    public int dimension(String model, RemConfig config) {
        return Integer.parseInt(model);
    }

    private record WordsModel(String model, int dimension) implements EmbeddingModel {
        @Override
        public String name() {
            return "words:" + model;
        }

        @Override
        public List<float[]> embedDocuments(List<String> texts) {
            BEFORE_CALL.get().run();
            List<float[]> vectors = new ArrayList<>();
            texts.forEach(text -> vectors.add(embedQuery(text)));
            return vectors;
        }

        @Override
        public float[] embedQuery(String text) {
            float[] vector = new float[dimension];
            for (String word : ("text " + text.toLowerCase(Locale.ROOT)).split("[^\\p{L}\\p{N}]+", -1)) {
                Random random = new Random(word.hashCode());
                for (int i = 0; i < dimension; i++) {
                    vector[i] += (float) random.nextGaussian();
                }
            }
            double length = 0;
            for (float value : vector) {
                length += (double) value * value;
            }
            for (int i = 0; i < dimension; i++) {
                vector[i] /= (float) Math.sqrt(length);
            }
            return vector;
        }

        @Override
        public void close() {}
    }
}
