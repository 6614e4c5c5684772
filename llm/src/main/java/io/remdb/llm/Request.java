package io.remdb.llm;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model is asked.
 *
 * @param system who the model is and what it must do: text that is the program's own
 * @param user what that is to be done with
 * @param schemaName what the reply is, in letters, digits and {@code _}
 * @param schema JSON Schema of the reply. So that every service enforces it: an object whose properties are all required, nothing
 *     besides them ({@code "additionalProperties": false}, inside too), no bounds of numbers and lengths
 * @param maxOutputTokens the longest reply, in tokens, from 1
 * @param limit how long to wait for the reply, retries included
 */
public record Request(
        String system, String user, String schemaName, ObjectNode schema, int maxOutputTokens, Duration limit) {
    public Request {
        if (maxOutputTokens < 1 || limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("A reply has at least one token, and a limit is longer than nothing");
        }
    }
}
