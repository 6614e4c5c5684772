package io.remdb.telemetry;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@link Statistics} as JSON: the names of its components in snake case. */
public final class StatisticsJson {
    private static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            // Of a newer release, which may know more.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StatisticsJson() {}

    /** As an object. */
    public static ObjectNode object(Statistics statistics) {
        return MAPPER.valueToTree(statistics);
    }

    /** As text. */
    public static String text(Statistics statistics) {
        return MAPPER.writeValueAsString(statistics);
    }

    /**
     * What {@link #text} has written.
     *
     * @throws RemException {@link ErrorCode#UNAVAILABLE} when it has not, but another release with another meaning
     */
    public static Statistics parse(String text) {
        try {
            return MAPPER.readValue(text, Statistics.class);
        } catch (JacksonException e) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The other side has sent figures of another form", e)
                    .hint("It is of another release: run the same one on both sides");
        }
    }
}
