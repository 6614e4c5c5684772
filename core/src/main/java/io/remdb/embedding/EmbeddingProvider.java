package io.remdb.embedding;

import io.remdb.config.RemConfig;

/** A source of models; found by {@link java.util.ServiceLoader}. */
public interface EmbeddingProvider {
    /** What stands before the colon of its models' names, such as {@code local}. */
    String prefix();

    /**
     * Opens a model; may load files or native libraries, so the caller keeps what it gets.
     *
     * @param model the name after the colon
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNKNOWN_MODEL} with the names that there are
     */
    EmbeddingModel open(String model, RemConfig config);

    /**
     * The dimension of a model's vectors, without loading it where that is known beforehand.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNKNOWN_MODEL}
     */
    int dimension(String model, RemConfig config);

    /**
     * What counts tokens as a model does, without loading the model. Unless a provider says better, an estimate for a model that
     * reads 512 tokens, as few as any in use.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNKNOWN_MODEL}
     */
    default TextTokenizer tokenizer(String model, RemConfig config) {
        return new EstimatedTokenizer(512);
    }
}
