package io.remdb.server.wire;

import io.remdb.Change;
import io.remdb.ChangePosition;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.proto.Position;
import io.remdb.server.proto.RowWritten;
import io.remdb.server.proto.WatchRequest;
import io.remdb.spi.ChangeRequest;
import io.remdb.spi.ChangeRequest.End;
import io.remdb.spi.ChangeRequest.Start;
import org.jspecify.annotations.Nullable;

/** Changes, and the requests for them. */
public final class ChangeWire {
    private ChangeWire() {}

    /** A request as a message. */
    public static WatchRequest request(ChangeRequest request) {
        WatchRequest.Builder message = WatchRequest.newBuilder().addAllTables(request.tables());
        switch (request.start()) {
            case Start.Now _ -> {}
            case Start.Oldest _ -> message.setFromOldest(true);
            case Start.After(ChangePosition position) -> message.setFrom(position(position));
        }
        switch (request.end()) {
            case End.Never _ -> {}
            case End.Now _ -> message.setUntilNow(true);
            case End.Behind(long sequence) -> message.setUntil(sequence);
        }
        return message.build();
    }

    /** The request of a message. */
    public static ChangeRequest request(WatchRequest message) {
        Start start = switch (message.getStartCase()) {
            case FROM -> new Start.After(position(message.getFrom()));
            case FROM_OLDEST -> new Start.Oldest();
            case START_NOT_SET -> new Start.Now();
        };
        End end = switch (message.getEndCase()) {
            case UNTIL -> new End.Behind(message.getUntil());
            case UNTIL_NOW -> new End.Now();
            case END_NOT_SET -> new End.Never();
        };
        return new ChangeRequest(start, message.getTablesList(), end);
    }

    /** A position as a message. */
    public static Position position(ChangePosition position) {
        return Position.newBuilder()
                .setSequence(position.sequence())
                .setNumber(position.number())
                .build();
    }

    /** The position of a message. */
    public static ChangePosition position(Position message) {
        return new ChangePosition(message.getSequence(), message.getNumber());
    }

    /** A change as a message. */
    public static io.remdb.server.proto.Change change(Change change) {
        Change.Place place = change.place();
        io.remdb.server.proto.Change.Builder message = io.remdb.server.proto.Change.newBuilder()
                .setSequence(place.sequence())
                .setNumber(place.number())
                .setOf(place.of())
                .setCommittedAt(EntityWire.micros(place.committedAt()));
        String table = change.table();
        if (table != null) {
            message.setTable(table);
        }
        switch (change) {
            case Change.RowWritten row ->
                message.setRowWritten(
                        RowWritten.newBuilder().setKind(row.kind().name()).setEntity(EntityWire.entity(row.entity())));
            case Change.RowRemoved row -> message.setRowRemoved(EntityWire.id(row.id()));
            case Change.EdgeWritten link -> message.setEdgeWritten(EntityWire.edge(link.edge()));
            case Change.EdgeRemoved link ->
                message.setEdgeRemoved(io.remdb.server.proto.Edge.newBuilder()
                        .setSrc(EntityWire.id(link.src()))
                        .setDst(EntityWire.id(link.dst()))
                        .setRelType(link.relType()));
            case Change.SchemaRegistered registered ->
                message.setSchemaRegistered(EntityWire.object(registered.schema()));
            case Change.SchemaRemoved _ -> message.setSchemaRemoved(true);
        }
        return message.build();
    }

    /** The change of a message. */
    public static Change change(io.remdb.server.proto.Change message) {
        Change.Place place = new Change.Place(
                message.getSequence(),
                message.getNumber(),
                message.getOf(),
                EntityWire.instant(message.getCommittedAt()));
        @Nullable String table = message.hasTable() ? message.getTable() : null;
        return switch (message.getWhatCase()) {
            case ROW_WRITTEN ->
                new Change.RowWritten(
                        place,
                        Names.of(Change.Kind.class, message.getRowWritten().getKind()),
                        EntityWire.entity(message.getRowWritten().getEntity()));
            case ROW_REMOVED -> new Change.RowRemoved(place, table, EntityWire.id(message.getRowRemoved()));
            case EDGE_WRITTEN -> new Change.EdgeWritten(place, table, EntityWire.edge(message.getEdgeWritten()));
            case EDGE_REMOVED -> {
                io.remdb.server.proto.Edge edge = message.getEdgeRemoved();
                yield new Change.EdgeRemoved(
                        place, table, EntityWire.id(edge.getSrc()), edge.getRelType(), EntityWire.id(edge.getDst()));
            }
            case SCHEMA_REGISTERED ->
                new Change.SchemaRegistered(
                        place, message.getTable(), EntityWire.object(message.getSchemaRegistered()));
            case SCHEMA_REMOVED -> new Change.SchemaRemoved(place, message.getTable());
            case WHAT_NOT_SET ->
                throw new RemException(ErrorCode.UNAVAILABLE, "The other side tells of a change of an unknown kind")
                        .with("sequence", message.getSequence())
                        .hint("Use the same release on both sides");
        };
    }
}
