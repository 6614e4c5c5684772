package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ValidationProblem;
import io.remdb.json.Json;
import io.remdb.text.Uuids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A link as a writer gave it.
 *
 * @param target where it ends
 * @param relType its type
 * @param properties its data
 */
record EdgeSpec(Target target, String relType, ObjectNode properties) {
    /** The type of a link that is given as nothing but its target. */
    static final String DEFAULT_REL_TYPE = "related_to";

    static final int LONGEST_REL_TYPE = 255;

    /** Where a link ends. */
    sealed interface Target {
        /** An entity by its id; it need not exist. */
        record ById(UUID id) implements Target {}

        /** An entity by one of its keys; it must exist, once. */
        record ByKey(String key) implements Target {}

        /** An entity by its table and key: its id is computed, it need not exist. */
        record ByTableAndKey(String table, String key) implements Target {}

        /** What a text names: an id, {@code {"entity_type", "key"}} as JSON, or else a key. */
        static Target of(String text) {
            if (text.isEmpty()) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "An id or a key is empty")
                        .hint("Give the id of a row, or its key");
            }
            Optional<Target> byId = Uuids.parse(text).map(ById::new);
            if (byId.isPresent()) {
                return byId.get();
            }
            return tableAndKey(text).orElseGet(() -> new ByKey(text));
        }

        private static Optional<Target> tableAndKey(String text) {
            if (!text.stripLeading().startsWith("{")) {
                return Optional.empty();
            }
            try {
                return target(Json.parse(text));
            } catch (RemException notJson) {
                // A key may be any text.
                return Optional.empty();
            }
        }
    }

    /** Reads the {@code edges} of a row; what is wrong with them is added to {@code problems}. */
    static List<EdgeSpec> parse(String table, @Nullable JsonNode edges, List<ValidationProblem> problems) {
        List<EdgeSpec> specs = new ArrayList<>();
        if (edges == null || edges.isNull()) {
            return specs;
        }
        if (!edges.isArray()) {
            problems.add(new ValidationProblem("edges must be an array", "edges", shorten(edges), table));
            return specs;
        }
        for (int i = 0; i < edges.size(); i++) {
            JsonNode edge = edges.get(i);
            Optional<EdgeSpec> spec = parseOne(edge);
            if (spec.isPresent()) {
                specs.add(spec.get());
            } else {
                problems.add(new ValidationProblem(
                        "an edge is an id, a key, or {\"dst\": id, key or {\"entity_type\", \"key\"}, \"rel_type\": text,"
                                + " \"properties\": object}",
                        "edges[" + i + "]",
                        shorten(edge),
                        table));
            }
        }
        return specs;
    }

    private static Optional<EdgeSpec> parseOne(JsonNode edge) {
        if (edge.isString()) {
            return target(edge).map(target -> new EdgeSpec(target, DEFAULT_REL_TYPE, Json.object()));
        }
        JsonNode relType = edge.path("rel_type");
        JsonNode properties = edge.path("properties");
        boolean wellFormed = edge.isObject()
                && (relType.isMissingNode() || (relType.isString() && validRelType(relType.stringValue())))
                && (properties.isMissingNode() || properties.isNull() || properties.isObject());
        if (!wellFormed) {
            return Optional.empty();
        }
        String type = relType.isMissingNode() ? DEFAULT_REL_TYPE : relType.stringValue();
        ObjectNode data = properties instanceof ObjectNode object ? object : Json.object();
        return target(edge.path("dst")).map(target -> new EdgeSpec(target, type, data));
    }

    static boolean validRelType(String relType) {
        return !relType.isBlank() && relType.length() <= LONGEST_REL_TYPE && relType.indexOf('\0') < 0;
    }

    /** @throws RemException {@link ErrorCode#INVALID_ARGUMENT} */
    static void requireRelType(String relType) {
        if (!validRelType(relType)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A relation type is a text of 1 to 255 characters")
                    .with("rel_type", relType)
                    .hint("A verb reads best, such as authored_by");
        }
    }

    private static Optional<Target> target(JsonNode dst) {
        if (dst.isString() && !dst.stringValue().isEmpty()) {
            return Optional.of(Uuids.parse(dst.stringValue())
                    .<Target>map(Target.ById::new)
                    .orElseGet(() -> new Target.ByKey(dst.stringValue())));
        }
        JsonNode table = dst.path("entity_type");
        JsonNode key = dst.path("key");
        return table.isString() && key.isString()
                ? Optional.of(new Target.ByTableAndKey(table.stringValue(), key.stringValue()))
                : Optional.empty();
    }

    private static String shorten(JsonNode node) {
        String text = Json.text(node);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
