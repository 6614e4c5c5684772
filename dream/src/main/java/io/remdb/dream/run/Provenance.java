package io.remdb.dream.run;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.dream.activity.ActivityReader;
import io.remdb.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who wrote a row or an edge. A row of a dream carries in its metadata the run, the describer, and a checksum of all else, by which a row that a
 * person has changed since is told: it is theirs then, and neither replaced nor deleted. Nor is one deleted that a person has linked.
 */
final class Provenance {
    static final String RUN = "run_id";
    private static final String METADATA = "metadata";
    private static final String CHECKSUM = "checksum";
    private static final int DIGITS = 32;

    private Provenance() {}

    /** Writes down who wrote a row, last of all. */
    static void sign(ObjectNode properties, String runId, String model) {
        ObjectNode metadata =
                properties.path(METADATA) instanceof ObjectNode there ? there : properties.putObject(METADATA);
        metadata.put(ActivityReader.GENERATED_BY, ActivityReader.DREAM);
        metadata.put("model", model);
        metadata.put(CHECKSUM, checksum(properties));
        metadata.put(RUN, runId);
    }

    /** The data of an edge. */
    static ObjectNode edge(String runId, String model, double score) {
        ObjectNode data = Json.object();
        data.put(ActivityReader.GENERATED_BY, ActivityReader.DREAM);
        data.put(RUN, runId);
        data.put("model", model);
        data.put("score", score);
        return data;
    }

    /** Whether a dream wrote the row, and nobody has changed or deleted it since. */
    static boolean untouched(Entity entity) {
        return !entity.deleted() && unchanged(entity);
    }

    /** Whether a dream wrote the row, and nobody has changed it since; somebody may have deleted it, softly. */
    static boolean unchanged(Entity entity) {
        return ActivityReader.byDream(entity.properties())
                && metadata(entity).path(CHECKSUM).asString("").equals(checksum(entity.properties()));
    }

    /** Whether somebody else than a dream has linked a row with another, or another with it: that would go with the row. */
    static boolean linkedByOthers(RemDatabase database, UUID row) {
        try (EdgeCursor edges = database.edges(row.toString(), EdgeDirection.BOTH, List.of())) {
            while (edges.hasNext()) {
                if (!byDream(edges.next())) {
                    return true;
                }
            }
            return false;
        } catch (RemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the row says the same, whoever of the runs wrote it. */
    static boolean same(Entity there, ObjectNode properties) {
        return untouched(there)
                && metadata(there)
                        .path(CHECKSUM)
                        .asString("")
                        .equals(properties.path(METADATA).path(CHECKSUM).asString(""));
    }

    static boolean writtenBy(Entity entity, String runId) {
        return ActivityReader.byDream(entity.properties())
                && metadata(entity).path(RUN).asString("").equals(runId);
    }

    static boolean byDream(Edge edge) {
        return edge.properties().path(ActivityReader.GENERATED_BY).asString("").equals(ActivityReader.DREAM);
    }

    static boolean writtenBy(Edge edge, String runId) {
        return byDream(edge) && edge.properties().path(RUN).asString("").equals(runId);
    }

    static JsonNode metadata(Entity entity) {
        return entity.properties().path(METADATA);
    }

    private static String checksum(ObjectNode properties) {
        ObjectNode copy = properties.deepCopy();
        if (copy.path(METADATA) instanceof ObjectNode metadata) {
            metadata.remove(List.of(CHECKSUM, RUN));
        }
        return digest(canonical(copy).toString());
    }

    /** The same text for the same JSON, whatever the order of its members and whether an empty one is there. */
    private static JsonNode canonical(JsonNode node) {
        if (node instanceof ObjectNode object) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            object.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> sorted.put(entry.getKey(), canonical(entry.getValue())));
            ObjectNode copy = Json.object();
            sorted.forEach(copy::set);
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.mapper().createArrayNode();
            array.forEach(element -> copy.add(canonical(element)));
            return copy;
        }
        return node;
    }

    /** Half of a SHA-256, in hexadecimal. */
    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
