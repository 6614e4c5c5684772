package io.remdb.server.wire;

import com.google.protobuf.ByteString;
import io.remdb.Edge;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.KeyMatch;
import io.remdb.Path;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.server.proto.EntityBatch;
import io.remdb.server.proto.Id;
import io.remdb.server.proto.Step;
import io.remdb.server.proto.Vector;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Entities, edges, paths, and what they are made of. */
public final class EntityWire {
    /** As many edges as any entity carries but one that is asked for by itself, or some of its million. */
    private static final int EDGES_IN_PART = Entity.MAX_EDGES_CARRIED;

    private EntityWire() {}

    /** An id as a message. */
    public static Id id(UUID id) {
        return Id.newBuilder()
                .setHigh(id.getMostSignificantBits())
                .setLow(id.getLeastSignificantBits())
                .build();
    }

    /** The id of a message. */
    public static UUID id(Id id) {
        return new UUID(id.getHigh(), id.getLow());
    }

    /**
     * Microseconds since 1970.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for a time that 64 bits do not hold
     */
    public static long micros(Instant instant) {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (ArithmeticException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The time is too far away", e).with("value", instant);
        }
    }

    /** The instant of microseconds since 1970. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** A JSON object as bytes. */
    static ByteString object(ObjectNode object) {
        return object.isEmpty() ? ByteString.EMPTY : ByteString.copyFrom(Json.write(object));
    }

    /** The JSON object of bytes that {@link #object(ObjectNode)} has made. */
    static ObjectNode object(ByteString utf8) {
        if (utf8.isEmpty()) {
            return Json.object();
        }
        byte[] bytes = utf8.toByteArray();
        return Json.parseStored(bytes, 0, bytes.length);
    }

    /** An entity as a message. */
    public static io.remdb.server.proto.Entity entity(Entity entity) {
        io.remdb.server.proto.Entity.Builder message = io.remdb.server.proto.Entity.newBuilder()
                .setId(id(entity.id()))
                .setEntityType(entity.entityType())
                .setCreatedAt(micros(entity.createdAt()))
                .setModifiedAt(micros(entity.modifiedAt()))
                .setProperties(object(entity.properties()));
        Instant deletedAt = entity.deletedAt();
        if (deletedAt != null) {
            message.setDeletedAt(micros(deletedAt));
        }
        entity.edges().forEach(edge -> message.addEdges(edge(edge)));
        entity.embeddings().forEach((name, vector) -> message.putEmbeddings(name, vector(vector)));
        return message.build();
    }

    /** The entity of a message. */
    public static Entity entity(io.remdb.server.proto.Entity message) {
        Map<String, float[]> embeddings = new HashMap<>();
        message.getEmbeddingsMap().forEach((name, vector) -> embeddings.put(name, vector(vector)));
        return new Entity(
                id(message.getId()),
                message.getEntityType(),
                instant(message.getCreatedAt()),
                instant(message.getModifiedAt()),
                message.hasDeletedAt() ? instant(message.getDeletedAt()) : null,
                message.getEdgesList().stream().map(EntityWire::edge).toList(),
                object(message.getProperties()),
                embeddings);
    }

    /** An entity as messages, the first with some of its edges, the others with more: together they may be larger than one may be. */
    public static Stream<io.remdb.server.proto.Entity> parts(Entity entity) {
        List<Edge> edges = entity.edges();
        if (edges.size() <= EDGES_IN_PART) {
            return Stream.of(entity(entity));
        }
        Entity first = new Entity(
                entity.id(),
                entity.entityType(),
                entity.createdAt(),
                entity.modifiedAt(),
                entity.deletedAt(),
                edges.subList(0, EDGES_IN_PART),
                entity.properties(),
                entity.embeddings());
        return Stream.concat(
                Stream.of(entity(first)),
                Stream.iterate(EDGES_IN_PART, from -> from < edges.size(), from -> from + EDGES_IN_PART)
                        .map(from -> more(edges.subList(from, Math.min(edges.size(), from + EDGES_IN_PART)))));
    }

    private static io.remdb.server.proto.Entity more(List<Edge> edges) {
        io.remdb.server.proto.Entity.Builder message =
                io.remdb.server.proto.Entity.newBuilder().setContinued(true);
        edges.forEach(edge -> message.addEdges(edge(edge)));
        return message.build();
    }

    /** The entities whose parts come. */
    public static List<Entity> joined(Iterator<io.remdb.server.proto.Entity> parts) {
        List<io.remdb.server.proto.Entity.Builder> messages = new ArrayList<>();
        while (parts.hasNext()) {
            io.remdb.server.proto.Entity part = parts.next();
            if (part.getContinued() && !messages.isEmpty()) {
                messages.getLast().addAllEdges(part.getEdgesList());
            } else {
                messages.add(part.toBuilder());
            }
        }
        return messages.stream().map(message -> entity(message.build())).toList();
    }

    /** The entities of a message. */
    public static List<Entity> entities(EntityBatch batch) {
        return batch.getEntitiesList().stream().map(EntityWire::entity).toList();
    }

    private static Vector vector(float[] components) {
        Vector.Builder vector = Vector.newBuilder();
        for (float component : components) {
            vector.addComponents(component);
        }
        return vector.build();
    }

    private static float[] vector(Vector vector) {
        float[] components = new float[vector.getComponentsCount()];
        for (int i = 0; i < components.length; i++) {
            components[i] = vector.getComponents(i);
        }
        return components;
    }

    /** An edge as a message. */
    public static io.remdb.server.proto.Edge edge(Edge edge) {
        return io.remdb.server.proto.Edge.newBuilder()
                .setSrc(id(edge.src()))
                .setDst(id(edge.dst()))
                .setRelType(edge.relType())
                .setProperties(object(edge.properties()))
                .setCreatedAt(micros(edge.createdAt()))
                .build();
    }

    /** The edge of a message. */
    public static Edge edge(io.remdb.server.proto.Edge message) {
        return new Edge(
                id(message.getSrc()),
                id(message.getDst()),
                message.getRelType(),
                object(message.getProperties()),
                instant(message.getCreatedAt()));
    }

    /** A direction as a message. */
    public static io.remdb.server.proto.EdgeDirection direction(EdgeDirection direction) {
        return switch (direction) {
            case OUT -> io.remdb.server.proto.EdgeDirection.EDGE_DIRECTION_OUT;
            case IN -> io.remdb.server.proto.EdgeDirection.EDGE_DIRECTION_IN;
            case BOTH -> io.remdb.server.proto.EdgeDirection.EDGE_DIRECTION_BOTH;
        };
    }

    /** The direction of a message. */
    public static EdgeDirection direction(io.remdb.server.proto.EdgeDirection direction) {
        return switch (direction) {
            case EDGE_DIRECTION_OUT -> EdgeDirection.OUT;
            case EDGE_DIRECTION_IN -> EdgeDirection.IN;
            case EDGE_DIRECTION_BOTH -> EdgeDirection.BOTH;
            case EDGE_DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The direction of an edge is out, in or both");
        };
    }

    /** A path as a message. */
    public static io.remdb.server.proto.Path path(Path path) {
        io.remdb.server.proto.Path.Builder message =
                io.remdb.server.proto.Path.newBuilder().setStart(entity(path.start()));
        for (Path.Step step : path.steps()) {
            message.addSteps(Step.newBuilder().setEdge(edge(step.edge())).setEntity(entity(step.entity())));
        }
        return message.build();
    }

    /** The path of a message. */
    public static Path path(io.remdb.server.proto.Path message) {
        return new Path(
                entity(message.getStart()),
                message.getStepsList().stream()
                        .map(step -> new Path.Step(edge(step.getEdge()), entity(step.getEntity())))
                        .toList());
    }

    /** A match as a message. */
    public static io.remdb.server.proto.KeyMatch match(KeyMatch match) {
        return io.remdb.server.proto.KeyMatch.newBuilder()
                .setEntity(entity(match.entity()))
                .setKey(match.key())
                .setScore(match.score())
                .setTier(match.tier().name())
                .build();
    }

    /** The match of a message. */
    public static KeyMatch match(io.remdb.server.proto.KeyMatch message) {
        return new KeyMatch(
                entity(message.getEntity()),
                message.getKey(),
                message.getScore(),
                Names.of(KeyMatch.Tier.class, message.getTier()));
    }
}
