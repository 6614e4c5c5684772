package io.remdb.embedding.onnx;

import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import io.remdb.embedding.TextTokenizer;

/**
 * The models that run in this process: {@code local:all-MiniLM-L6-v2} and its relatives.
 *
 * <p>Opening one loads its native libraries, tokenizer and weights: a few tenths of a second, longer the first time
 * in a {@code P8_HOME}. What is opened is thread-safe.
 */
public final class LocalEmbeddingProvider implements EmbeddingProvider {
    /** For {@link java.util.ServiceLoader}. */
    public LocalEmbeddingProvider() {}

    @Override
    public String prefix() {
        return "local";
    }

    @Override
    public EmbeddingModel open(String model, RemConfig config) {
        return OnnxEmbeddingModel.open(LocalModel.named(model), config);
    }

    @Override
    public int dimension(String model, RemConfig config) {
        return LocalModel.named(model).dimension();
    }

    /** The model's own; loads the tokenizer's native library, and nothing of the model. */
    @Override
    public TextTokenizer tokenizer(String model, RemConfig config) {
        return ModelTokenizer.open(LocalModel.named(model), config);
    }
}
