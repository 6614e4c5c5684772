package io.remdb.embedding;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The sources of models on the class path. Thread-safe. */
public final class EmbeddingProviders {
    private EmbeddingProviders() {}

    /**
     * The source of a model.
     *
     * @param fullName such as {@code local:all-MiniLM-L6-v2}
     * @throws RemException {@link ErrorCode#UNKNOWN_MODEL} with the sources that there are
     */
    public static EmbeddingProvider of(String fullName) {
        int colon = fullName.indexOf(':');
        String prefix = colon < 0 ? fullName : fullName.substring(0, colon);
        List<EmbeddingProvider> providers = new ArrayList<>();
        for (EmbeddingProvider provider : ServiceLoader.load(EmbeddingProvider.class)) {
            if (provider.prefix().equals(prefix) && colon > 0) {
                return provider;
            }
            providers.add(provider);
        }
        String known = providers.stream()
                .map(provider -> provider.prefix() + ":<model>")
                .sorted()
                .collect(Collectors.joining(", "));
        throw new RemException(ErrorCode.UNKNOWN_MODEL, "No embedding provider has this name")
                .with("model", fullName)
                .hint(
                        known.isEmpty()
                                ? "Add the module rem-embedding-onnx or rem-embedding-openai to the class path"
                                : "Known: " + known);
    }

    /** The part of the name that the source knows. */
    public static String modelOf(String fullName) {
        return fullName.substring(fullName.indexOf(':') + 1);
    }

    /**
     * What counts tokens as a model does.
     *
     * @param fullName such as {@code local:all-MiniLM-L6-v2}
     * @throws RemException as {@link #of}
     */
    public static TextTokenizer tokenizer(String fullName, RemConfig config) {
        return of(fullName).tokenizer(modelOf(fullName), config);
    }
}
