package io.remdb.llm;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.http.RetryPolicy;
import io.remdb.http.Waiting;
import java.time.Duration;
import java.util.Optional;

/** Language models by their names. */
public final class LanguageModels {
    /** The name that stands for no language model. */
    public static final String LOCAL = "local";

    /** Somebody waits for the answer: three attempts of 25 seconds, so that within a minute there is time for a second one. */
    public static final RetryPolicy INTERACTIVE = new RetryPolicy(
            3, Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofSeconds(25), Duration.ofMinutes(2));

    /**
     * Nobody waits, and an answer now is worth more than none: slow models have minutes for a long one, and a service that is busy is asked again for a
     * quarter of an hour, or when it says that it is to be asked again.
     */
    public static final RetryPolicy BULK = new RetryPolicy(
            12, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(15));

    private LanguageModels() {}

    /** {@link #open(String, RemConfig, RetryPolicy)} for somebody who waits. */
    public static Optional<LanguageModel> open(String name, RemConfig config) {
        return open(name, config, INTERACTIVE);
    }

    /**
     * Opens a model without a request: whether its service has it, and takes the key, shows with the first one.
     *
     * @param name as {@code P8_DEFAULT_LLM} takes it: {@code openai:<model>}, {@code anthropic:<model>}, {@code ollama:<model>}, the name
     *     alone of one of OpenAI's models, or {@link #LOCAL}
     * @param config has keys and addresses
     * @param retries how long a request is repeated
     * @return empty for {@link #LOCAL}
     * @throws RemException {@link ErrorCode#UNKNOWN_MODEL} for another provider, {@link ErrorCode#INVALID_CONFIG} for an address that
     *     cannot be used
     */
    public static Optional<LanguageModel> open(String name, RemConfig config, RetryPolicy retries) {
        return open(name, config, retries, Waiting.REAL);
    }

    static Optional<LanguageModel> open(String name, RemConfig config, RetryPolicy retries, Waiting waiting) {
        if (name.equals(LOCAL)) {
            return Optional.empty();
        }
        int colon = name.indexOf(':');
        String model = name.substring(colon + 1);
        Provider provider = colon < 0
                ? Provider.OPENAI
                : Provider.of(name.substring(0, colon)).orElseThrow(() -> unknown(name));
        if (model.isBlank()) {
            throw unknown(name);
        }
        return Optional.of(new ServedModel(provider, model, provider.endpoint(config), retries, waiting));
    }

    private static RemException unknown(String name) {
        return new RemException(ErrorCode.UNKNOWN_MODEL, "There is no such language model")
                .with("model", name)
                .hint("Write local, openai:<model>, anthropic:<model> or ollama:<model>, such as openai:gpt-4.1");
    }
}
