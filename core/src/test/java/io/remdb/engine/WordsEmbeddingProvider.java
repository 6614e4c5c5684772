package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A small model for tests: each word adds a random direction of its own, so texts that share words are near. {@code words:64} has 64
 * dimensions. Counts its calls, and can be told to fail.
 */
public final class WordsEmbeddingProvider implements EmbeddingProvider {
    static final AtomicInteger CALLS = new AtomicInteger();
    static final AtomicInteger TEXTS = new AtomicInteger();
    /** Fail from this many further calls on; negative: never. */
    static final AtomicInteger CALLS_UNTIL_FAILURE = new AtomicInteger(-1);

    /** How long the last question waited for its vector at most. */
    static final AtomicReference<Duration> QUESTION_LIMIT = new AtomicReference<>(Duration.ZERO);

    /** Run before each call. */
    static final AtomicReference<Runnable> BEFORE_CALL = new AtomicReference<>(() -> {});

    static void reset() {
        BEFORE_CALL.set(() -> {});
        CALLS.set(0);
        TEXTS.set(0);
        CALLS_UNTIL_FAILURE.set(-1);
    }

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
            CALLS.incrementAndGet();
            BEFORE_CALL.get().run();
            if (CALLS_UNTIL_FAILURE.get() == 0) {
                throw new RemException(ErrorCode.UNAVAILABLE, "The embedding service does not answer");
            }
            if (CALLS_UNTIL_FAILURE.get() > 0) {
                CALLS_UNTIL_FAILURE.decrementAndGet();
            }
            TEXTS.addAndGet(texts.size());
            List<float[]> vectors = new ArrayList<>();
            texts.forEach(text -> vectors.add(embedQuery(text)));
            return vectors;
        }

        @Override
        public float[] embedQuery(String text, Duration limit) {
            QUESTION_LIMIT.set(limit);
            return embedQuery(text);
        }

        @Override
        public float[] embedQuery(String text) {
            float[] vector = new float[dimension];
            add(vector, 0, 0.01);
            for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
                if (!word.isEmpty()) {
                    add(vector, word.hashCode(), 1);
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

        private void add(float[] vector, int seed, double weight) {
            Random random = new Random(seed);
            for (int i = 0; i < dimension; i++) {
                vector[i] += (float) (weight * random.nextGaussian());
            }
        }

        @Override
        public void close() {}
    }
}
