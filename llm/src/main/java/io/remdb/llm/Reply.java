package io.remdb.llm;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model has said. It costs its tokens whether it can be used or not.
 *
 * @param text as the model has written it; what it says about it where it refuses
 * @param end why it has stopped writing
 * @param tokens what the request and the reply had; zeros where the service does not say
 * @param model the model's name, for errors
 */
public record Reply(String text, End end, TokenCount tokens, String model) {
    private static final int LONGEST_SHOWN = 200;

    /** Why a reply ends. */
    public enum End {
        /** It is complete. */
        COMPLETE,
        /** It has reached the limit of tokens. */
        TRUNCATED,
        /** The model, or the service's filter, does not answer this. */
        REFUSED,
        /** For a reason that was not asked for. */
        OTHER
    }

    /**
     * The reply as a JSON object. That it fits the schema is for the caller to check, since not every service enforces it.
     *
     * @throws RemException {@link ErrorCode#LANGUAGE_MODEL_FAILED} when the model has refused, has not come to an end, or has written
     *     something else
     */
    public ObjectNode json() {
        return switch (end) {
            case COMPLETE -> parsed();
            case TRUNCATED ->
                throw failed("The language model's answer was cut off at its limit of tokens")
                        .with("output_tokens", tokens.output());
            case REFUSED -> throw failed("The language model refuses to answer").with("answer", shown());
            case OTHER ->
                throw failed("The language model stopped for another reason").with("answer", shown());
        };
    }

    private ObjectNode parsed() {
        try {
            return Json.parseObject(text);
        } catch (RemException e) {
            throw failed("The language model's answer is not a JSON object")
                    .with("problem", e.getMessage())
                    .with("answer", shown());
        }
    }

    private RemException failed(String sentence) {
        return new RemException(ErrorCode.LANGUAGE_MODEL_FAILED, sentence).with("model", model);
    }

    private String shown() {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
