package io.remdb.llm;

import io.remdb.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What some work has used of a language model. Immutable.
 *
 * @param model its name
 * @param calls how many replies it has given
 * @param tokens of all of them
 * @param costUsd by the list prices ({@link Price}), in US dollars; null where they are not known
 */
public record Usage(
        String model,
        int calls,
        TokenCount tokens,
        @Nullable BigDecimal costUsd) {
    /** Nothing so far. */
    public static Usage none(LanguageModel model) {
        return of(model, 0, TokenCount.NONE);
    }

    /** The same after one more reply of the model. */
    public Usage plus(LanguageModel model, Reply reply) {
        return of(model, calls + 1, tokens.plus(reply.tokens()));
    }

    private static Usage of(LanguageModel model, int calls, TokenCount tokens) {
        return new Usage(
                model.name(),
                calls,
                tokens,
                model.price().map(price -> price.cost(tokens)).orElse(null));
    }

    /** {@code {model, calls, input_tokens, output_tokens, cost_usd}}, the last one null where it is not known. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("model", model);
        json.put("calls", calls);
        json.put("input_tokens", tokens.input());
        json.put("output_tokens", tokens.output());
        json.put("cost_usd", costUsd);
        return json;
    }
}
