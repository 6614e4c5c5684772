package io.remdb.engine;

import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.json.Json;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.text.Uuids;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From an entity as JSON, as exports have it, to a row that is written back. Thread-safe. */
final class ExportedRows {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final int USUAL_DIMENSION = 384;

    private final RowPreparer preparer;

    ExportedRows(RowPreparer preparer) {
        this.preparer = preparer;
    }

    /**
     * The row of a line.
     *
     * @param number of the line; nothing depends on it
     * @throws ValidationException with everything that is wrong with it
     */
    PreparedRow prepare(CatalogTable table, String line, long number) {
        Members row = Json.readEntity(line, parser -> new Members(table).read(parser));
        UUID id = row.id;
        ObjectNode properties = row.properties;
        if (!row.problems.isEmpty() || id == null || properties == null) {
            throw new ValidationException(table.name(), row.problems);
        }
        return preparer.prepare(table, properties, id, row.restoration(id));
    }

    /** The members of one entity. */
    private static final class Members {
        private final CatalogTable table;
        private final List<ValidationProblem> problems = new ArrayList<>();
        private @Nullable UUID id;
        private @Nullable Long createdAt;
        private @Nullable Long modifiedAt;
        private long deletedAt = StoredEntity.NOT_DELETED;
        private @Nullable JsonNode edges;
        private @Nullable ObjectNode properties;
        private @Nullable Map<EmbeddingSlot, float[]> vectors;

        Members(CatalogTable table) {
            this.table = table;
        }

        Members read(JsonParser parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problem("", "a row of an export is a JSON object");
                parser.skipChildren();
                return this;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                member(name, parser);
            }
            require("id", id);
            require("created_at", createdAt);
            require("modified_at", modifiedAt);
            require("properties", properties);
            return this;
        }

        private void member(String name, JsonParser parser) {
            switch (name) {
                case "embeddings" -> vectors = vectors(parser);
                case "id", "entity_type", "created_at", "modified_at", "deleted_at", "edges", "properties" ->
                    member(name, (JsonNode) parser.readValueAsTree());
                default -> {
                    problem(name, name + " is no part of a row of an export");
                    parser.skipChildren();
                }
            }
        }

        private void member(String name, JsonNode value) {
            switch (name) {
                case "id" -> id = uuid(name, value);
                case "entity_type" -> {
                    if (!value.isString() || !value.stringValue().equals(table.name())) {
                        problem(name, "the row is not of this table");
                    }
                }
                case "created_at" -> createdAt = micros(name, value);
                case "modified_at" -> modifiedAt = micros(name, value);
                case "deleted_at" -> {
                    Long micros = value.isNull() ? null : micros(name, value);
                    deletedAt = micros == null ? StoredEntity.NOT_DELETED : micros;
                }
                case "edges" -> edges = value;
                case "properties" -> properties = object(name, value);
                default -> throw new IllegalStateException(name);
            }
        }

        private void require(String name, @Nullable Object value) {
            boolean told = problems.stream().anyMatch(problem -> problem.field().equals(name));
            if (value == null && !told) {
                problem(name, name + " is missing");
            }
        }

        private void problem(String field, String message) {
            problems.add(new ValidationProblem(message, field, null, table.name()));
        }

        private @Nullable UUID uuid(String field, JsonNode value) {
            Optional<UUID> uuid = value.isString() ? Uuids.parse(value.stringValue()) : Optional.empty();
            if (uuid.isEmpty()) {
                problem(field, field + " must be a UUID");
            }
            return uuid.orElse(null);
        }

        private @Nullable ObjectNode object(String field, JsonNode value) {
            if (value instanceof ObjectNode object) {
                return object;
            }
            problem(field, field + " must be a JSON object");
            return null;
        }

        private @Nullable Long micros(String field, JsonNode value) {
            try {
                Instant instant = Instant.parse(value.asString(""));
                if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                    return MicrosClock.micros(instant);
                }
            } catch (DateTimeParseException notATime) {
                // Told below, as a time that is out of bounds is.
            }
            problem(field, field + " must be a time such as 2026-01-31T08:15:30.123456Z");
            return null;
        }

        /** Once all members are there: edges start at the row. */
        Restoration restoration(UUID src) {
            List<StoredEdge> all = new ArrayList<>();
            if (edges != null) {
                for (int i = 0; i < edges.size(); i++) {
                    edge(src, "edges[" + i + "]", edges.get(i)).ifPresent(all::add);
                }
                if (!edges.isArray()) {
                    problem("edges", "edges must be an array");
                }
            }
            if (!problems.isEmpty()) {
                throw new ValidationException(table.name(), problems);
            }
            return new Restoration(
                    Objects.requireNonNull(createdAt), Objects.requireNonNull(modifiedAt), deletedAt, all, vectors);
        }

        private Optional<StoredEdge> edge(UUID src, String at, JsonNode edge) {
            UUID from = edge.has("src") ? uuid(at + ".src", edge.get("src")) : src;
            UUID to = uuid(at + ".dst", edge.path("dst"));
            String relType = edge.path("rel_type").asString("");
            Long created = micros(at + ".created_at", edge.path("created_at"));
            ObjectNode data =
                    edge.hasNonNull("properties") ? object(at + ".properties", edge.get("properties")) : Json.object();
            if (!EdgeSpec.validRelType(relType)) {
                problem(at + ".rel_type", "rel_type must be a text of 1 to 255 characters");
            } else if (from != null && !from.equals(src)) {
                problem(at + ".src", "an edge of a row starts at the row");
            } else if (to != null && created != null && data != null) {
                byte[] properties = data.isEmpty() ? EntityWriter.NO_PROPERTIES : Json.write(data);
                return Optional.of(new StoredEdge(src, relType, to, properties, created));
            }
            return Optional.empty();
        }

        private Map<EmbeddingSlot, float[]> vectors(JsonParser parser) {
            Map<EmbeddingSlot, float[]> found = new EnumMap<>(EmbeddingSlot.class);
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                problem("embeddings", "embeddings must be a JSON object");
                parser.skipChildren();
                return found;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                Given given = given("embeddings." + name, parser);
                Optional<EmbeddingSlot> slot = slot(name);
                if (slot.isPresent()) {
                    check(slot.get(), given).ifPresent(vector -> found.put(slot.get(), vector));
                } else {
                    problem("embeddings." + name, "a row has no vector of this name");
                }
            }
            return found;
        }

        private static Optional<EmbeddingSlot> slot(String name) {
            return Arrays.stream(EmbeddingSlot.values())
                    .filter(slot -> slot.fieldName().equals(name))
                    .findFirst();
        }

        /** A vector as it is given. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Given(@Nullable String model, float @Nullable [] vector) {}

        private Given given(String at, JsonParser parser) {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                return new Given(null, vector(at, parser));
            }
            String model = null;
            float[] vector = null;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    switch (name) {
                        case "model" -> model = parser.getString();
                        case "vector" -> vector = vector(at, parser);
                        default -> parser.skipChildren();
                    }
                }
            }
            if (vector == null) {
                problem(at, "a vector is {\"model\": name, \"vector\": [numbers]}, or the numbers alone");
            }
            return new Given(model, vector);
        }

        private float @Nullable [] vector(String at, JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return null;
            }
            float[] components = new float[USUAL_DIMENSION];
            int length = 0;
            boolean finite = true;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (length == components.length) {
                    components = Arrays.copyOf(components, 2 * length);
                }
                if (token.isNumeric()) {
                    // Not by way of a double: rounding twice may give the float next to it.
                    components[length] = Float.parseFloat(parser.getString());
                    finite &= Float.isFinite(components[length]);
                } else {
                    finite = false;
                    parser.skipChildren();
                }
                length++;
            }
            if (!finite) {
                problem(at, "a vector has finite numbers and nothing else");
            }
            return Arrays.copyOf(components, length);
        }

        private Optional<float[]> check(EmbeddingSlot slot, Given given) {
            String at = "embeddings." + slot.fieldName();
            TableDefinition.Vectors wanted = table.vectors(slot);
            float[] vector = given.vector();
            if (wanted == null) {
                problem(
                        at,
                        "the table has no vectors of this name: export without them, or register a schema with"
                                + " embedding_fields (embedding_alt: set P8_ALT_EMBEDDING)");
            } else if (given.model() != null && !given.model().equals(wanted.model())) {
                problem(
                        at,
                        "the vector is of the model " + given.model() + ", those of the table are of "
                                + wanted.model()
                                + ": export without vectors, or have the table registered with that model"
                                + " (P8_DEFAULT_EMBEDDING)");
            } else if (vector != null && vector.length != wanted.dimension()) {
                problem(
                        at,
                        "the vector has " + vector.length + " numbers, those of the table have " + wanted.dimension());
            } else {
                return Optional.ofNullable(vector);
            }
            return Optional.empty();
        }
    }
}
