package io.remdb.http;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go, and the key that they carry, if any.
 *
 * @param address of the one call that is used
 * @param apiKey a secret; null for none
 */
public record Service(
        ServiceKind kind, URI address, @Nullable String apiKey) {
    /**
     * The service at a base address.
     *
     * @throws RemException {@link ErrorCode#INVALID_CONFIG} for an address or a key that cannot be sent
     */
    public static Service of(ServiceKind kind, String baseUrl, @Nullable String apiKey) {
        try {
            URI address = URI.create(baseUrl + kind.path());
            if (address.getHost() != null && (apiKey == null || fitsIntoHeader(apiKey))) {
                return new Service(kind, address, apiKey);
            }
        } catch (IllegalArgumentException e) {
            throw new RemException(ErrorCode.INVALID_CONFIG, "The address of the " + kind.noun() + " is malformed", e)
                    .with("variable", kind.addressVariable());
        }
        throw new RemException(
                        ErrorCode.INVALID_CONFIG, "The address of the " + kind.noun() + " or its key is malformed")
                .with(
                        "variables",
                        kind.keyVariable() == null
                                ? kind.addressVariable()
                                : kind.addressVariable() + ", " + kind.keyVariable());
    }

    /** For messages: the host, and the port where one is given. */
    public String host() {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(address.getScheme());
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
