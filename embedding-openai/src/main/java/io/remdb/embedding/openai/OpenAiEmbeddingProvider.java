package io.remdb.embedding.openai;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import io.remdb.embedding.EstimatedTokenizer;
import io.remdb.embedding.TextTokenizer;
import io.remdb.http.RetryPolicy;
import io.remdb.http.Service;
import io.remdb.http.ServiceKind;
import io.remdb.http.Waiting;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code openai:<model>}: any model that the service at {@code P8_OPENAI_BASE_URL} has. Thread-safe.
 *
 * <p>The dimensions of OpenAI's own models and of some that others serve are known; that of another costs one small request, once for each instance.
 */
public final class OpenAiEmbeddingProvider implements EmbeddingProvider {
    private static final String DEFAULT_HOST = "api.openai.com";
    private static final ServiceKind KIND = new ServiceKind(
            "embedding service",
            ErrorCode.EMBEDDING_FAILED,
            "/embeddings",
            "P8_OPENAI_BASE_URL",
            "P8_OPENAI_API_KEY",
            "openai:text-embedding-3-small");
    private static final Map<String, Integer> KNOWN_DIMENSIONS = Map.of(
            "text-embedding-3-small", 1536,
            "text-embedding-3-large", 3072,
            "text-embedding-ada-002", 1536,
            "nomic-embed-text", 768,
            "mxbai-embed-large", 1024,
            "bge-m3", 1024);

    /** What the servers that have these models read of a text unless told otherwise. */
    private static final Map<String, Integer> KNOWN_WINDOWS = Map.of(
            "text-embedding-3-small",
            Window.MOST_TOKENS,
            "text-embedding-3-large",
            Window.MOST_TOKENS,
            "text-embedding-ada-002",
            Window.MOST_TOKENS,
            "nomic-embed-text",
            2048,
            "mxbai-embed-large",
            512,
            "bge-m3",
            8192);
    /** As few as any model in use reads. */
    private static final int UNKNOWN_WINDOW = 512;

    private final Map<String, Integer> foundDimensions = new ConcurrentHashMap<>();
    private final RetryPolicy retries;
    private final Waiting waiting;

    /** For {@link java.util.ServiceLoader}. */
    public OpenAiEmbeddingProvider() {
        this(RetryPolicy.STANDARD, Waiting.REAL);
    }

    OpenAiEmbeddingProvider(RetryPolicy retries, Waiting waiting) {
        this.retries = retries;
        this.waiting = waiting;
    }

    @Override
    public String prefix() {
        return "openai";
    }

    /**
     * Opens without a request; whether the service has the model shows with the first one.
     *
     * @throws RemException {@link ErrorCode#UNAUTHORIZED} when OpenAI's own service is meant and no key is set
     */
    @Override
    public EmbeddingModel open(String model, RemConfig config) {
        if (model.isBlank()) {
            throw new RemException(ErrorCode.UNKNOWN_MODEL, "The name of a model is missing")
                    .with("provider", prefix())
                    .hint("Write openai:<model>, such as openai:text-embedding-3-small");
        }
        RemConfig.Embedding settings = config.embedding();
        Service service = Service.of(KIND, settings.openAiBaseUrl(), settings.openAiApiKey());
        if (settings.openAiApiKey() == null && service.host().equals(DEFAULT_HOST)) {
            throw new RemException(ErrorCode.UNAUTHORIZED, "The embedding service needs a key, and none is set")
                    .with("model", prefix() + ":" + model)
                    .with("service", service.host())
                    .hint("Set P8_OPENAI_API_KEY, or P8_OPENAI_BASE_URL to a server that needs none");
        }
        Integer known = known(model, config);
        EmbeddingsClient client = new EmbeddingsClient(service, model, retries, waiting);
        return new OpenAiEmbeddingModel(
                prefix() + ":" + model, client, settings.batchTexts(), known == null ? 0 : known);
    }

    @Override
    public int dimension(String model, RemConfig config) {
        Integer known = known(model, config);
        if (known != null) {
            return known;
        }
        try (EmbeddingModel opened = open(model, config)) {
            int found = opened.dimension();
            foundDimensions.put(cacheKey(model, config), found);
            return found;
        } catch (RemException e) {
            throw switch (e.code()) {
                case UNAVAILABLE, TIMEOUT, EMBEDDING_FAILED, IO_ERROR -> unknownDimension(model, config, e);
                default -> e;
            };
        }
    }

    /** An estimate on the safe side: the models of the service have tokenizers of different kinds, which it does not tell. */
    @Override
    public TextTokenizer tokenizer(String model, RemConfig config) {
        return new EstimatedTokenizer(KNOWN_WINDOWS.getOrDefault(model, UNKNOWN_WINDOW));
    }

    private RemException unknownDimension(String model, RemConfig config, RemException cause) {
        return new RemException(
                        cause.code(),
                        "The dimension of the model is not known, and the service that has the model does not tell",
                        cause)
                .with("model", prefix() + ":" + model)
                .with(
                        "service",
                        Service.of(KIND, config.embedding().openAiBaseUrl(), null)
                                .host())
                .with("problem", cause.getMessage())
                .hint(
                        "The vectors of a table are of one dimension from the beginning, so the service must answer once when a"
                                + " schema with this model is registered: start it, or set P8_OPENAI_BASE_URL");
    }

    private @Nullable Integer known(String model, RemConfig config) {
        Integer known = KNOWN_DIMENSIONS.get(model);
        return known != null ? known : foundDimensions.get(cacheKey(model, config));
    }

    private static String cacheKey(String model, RemConfig config) {
        return config.embedding().openAiBaseUrl() + " " + model;
    }
}
