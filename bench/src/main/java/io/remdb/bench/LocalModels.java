package io.remdb.bench;

import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The language models that run here, used without the database. */
final class LocalModels {
    static final String DEFAULT = "local:all-MiniLM-L6-v2";
    static final List<String> ALL = List.of(DEFAULT, "local:all-MiniLM-L6-v2-fp32", "local:bge-small-en-v1.5");
    static final String MISSING = "no local models on the class path";

    private static final String PREFIX = "local:";

    private LocalModels() {}

    /** Whether there are any. */
    static boolean present() {
        return provider().isPresent();
    }

    /** Opens a model, to be closed by the caller; empty where there are no local models. */
    static Optional<EmbeddingModel> open(String name) {
        return provider().map(provider -> provider.open(name.substring(PREFIX.length()), RemConfig.load()));
    }

    private static Optional<EmbeddingProvider> provider() {
        return ServiceLoader.load(EmbeddingProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> PREFIX.equals(provider.prefix() + ":"))
                .findFirst();
    }
}
