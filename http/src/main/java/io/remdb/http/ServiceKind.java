package io.remdb.http;

import io.remdb.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What messages say of a service, and what a user may have to change when it fails.
 *
 * @param noun what it is called, such as {@code embedding service}
 * @param failure the code of errors that are the service's own
 * @param path what its requests add to the base address
 * @param addressVariable the variable that holds the base address
 * @param keyVariable the variable that holds the key; null where there is none
 * @param exampleModel one of its models, as users name it
 */
public record ServiceKind(
        String noun,
        ErrorCode failure,
        String path,
        String addressVariable,
        @Nullable String keyVariable,
        String exampleModel) {
    /** How users name a model of the service before its own name: {@code openai:}. */
    String prefix() {
        return exampleModel.substring(0, exampleModel.indexOf(':') + 1);
    }
}
