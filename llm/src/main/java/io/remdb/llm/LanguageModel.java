package io.remdb.llm;

import java.util.Optional;

/** A language model that answers with JSON. Thread-safe. */
public interface LanguageModel extends AutoCloseable {
    /** {@code openai:<model>}, {@code anthropic:<model>} or {@code ollama:<model>}. */
    String name();

    /**
     * Asks the model once; the request is repeated where the service was not able to answer. The caller's thread waits, and may be
     * interrupted.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNAUTHORIZED} without a key, or with one that is refused, {@link
     *     io.remdb.ErrorCode#UNAVAILABLE} when there is no answer within the request's limit, {@link io.remdb.ErrorCode#UNKNOWN_MODEL},
     *     {@link io.remdb.ErrorCode#CANCELLED}, {@link io.remdb.ErrorCode#LANGUAGE_MODEL_FAILED} when the service refuses the request or
     *     answers in another language
     */
    Reply complete(Request request);

    /** What its tokens cost; empty where that is not known. */
    Optional<Price> price();

    /** Gives connections back. Requests under way end. */
    @Override
    void close();
}
