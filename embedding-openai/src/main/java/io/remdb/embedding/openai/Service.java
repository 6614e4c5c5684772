package io.remdb.embedding.openai;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where requests go, and the key that they carry, if any. */
record Service(URI embeddings, @Nullable String apiKey) {
    static Service of(String baseUrl, @Nullable String apiKey) {
        try {
            URI address = URI.create(baseUrl + "/embeddings");
            if (address.getHost() != null && (apiKey == null || fitsIntoHeader(apiKey))) {
                return new Service(address, apiKey);
            }
        } catch (IllegalArgumentException e) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "The address of the embedding service is malformed", e)
                    .with("variable", "P8_OPENAI_BASE_URL");
        }
        throw new RemException(ErrorCode.INVALID_CONFIG, "The address of the embedding service or its key is malformed")
                .with("variables", "P8_OPENAI_BASE_URL, P8_OPENAI_API_KEY");
    }

    /** For messages: the host, and the port where one is given. */
    String host() {
        return embeddings.getPort() < 0 ? embeddings.getHost() : embeddings.getHost() + ":" + embeddings.getPort();
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(embeddings.getScheme());
    }

    /** What the service said, fit to be shown: services quote keys. */
    String withoutKey(String text) {
        return apiKey == null ? text : text.replace(apiKey, "****");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return host();
    }

    /** The HTTP client would quote the whole header in its complaint. */
    private static boolean fitsIntoHeader(String key) {
        return key.chars().allMatch(character -> character > ' ' && character <= '~');
    }
}
