package io.remdb.embedding.onnx;

import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Real models, each opened once for all tests, in a home that the build cleans. */
final class TestModels {
    private static final Path HOME = home();
    private static final Map<String, EmbeddingModel> OPEN = new ConcurrentHashMap<>();

    private TestModels() {}

    static EmbeddingModel get(String name) {
        return OPEN.computeIfAbsent(name, TestModels::open);
    }

    /** A model of the test's own, to be closed by it. */
    static EmbeddingModel open(String name) {
        return new LocalEmbeddingProvider().open(name, config(HOME, 2));
    }

    static Path sharedHome() {
        return HOME;
    }

    static RemConfig config(Path home, int threads) {
        return RemConfig.of(Map.of("P8_HOME", home.toString(), "P8_EMBEDDING_THREADS", Integer.toString(threads)));
    }

    static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private static Path home() {
        try {
            return Files.createDirectories(Path.of("target", "test-home")).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
