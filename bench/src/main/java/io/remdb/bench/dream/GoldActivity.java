package io.remdb.bench.dream;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reader says that happened.
 *
 * @param id of the activity
 * @param project what it belongs to: activities of one project are about the same
 * @param momentType what kind it is
 * @param people with or about whom it is
 * @param topics words that a good tag has
 * @param emotions moods that are to be seen in it
 * @param messages that make it up
 * @param resources URIs of the texts that belong to it
 */
record GoldActivity(
        String id,
        String project,
        String momentType,
        List<String> people,
        List<String> topics,
        List<String> emotions,
        Set<UUID> messages,
        Set<String> resources) {
    static GoldActivity of(ObjectNode json) {
        return new GoldActivity(
                json.path("id").asString(),
                json.path("project").asString(),
                json.path("moment_type").asString(),
                texts(json.path("people")),
                texts(json.path("topics")),
                texts(json.path("emotions")),
                Set.copyOf(texts(json.path("messages")).stream()
                        .map(UUID::fromString)
                        .toList()),
                Set.copyOf(texts(json.path("resources"))));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
