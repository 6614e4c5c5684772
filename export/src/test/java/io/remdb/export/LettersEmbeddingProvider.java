package io.remdb.export;

import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import java.util.List;
import java.util.Random;

/** A model whose vectors are numbers drawn by the text: {@code letters:8} has 8 dimensions. */
public final class LettersEmbeddingProvider implements EmbeddingProvider {
    @Override
    public String prefix() {
        return "letters";
    }

    @Override
    public EmbeddingModel open(String model, RemConfig config) {
        return new Letters(model, dimension(model, config));
    }

    @Override
    public int dimension(String model, RemConfig config) {
        return Integer.parseInt(model);
    }

    private record Letters(String model, int dimension) implements EmbeddingModel {
        @Override
        public String name() {
            return "letters:" + model;
        }

        @Override
        public List<float[]> embedDocuments(List<String> texts) {
            return texts.stream().map(this::embedQuery).toList();
        }

        @Override
        public float[] embedQuery(String text) {
            Random random = new Random(text.hashCode());
            float[] vector = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            return vector;
        }

        @Override
        public void close() {}
    }
}
