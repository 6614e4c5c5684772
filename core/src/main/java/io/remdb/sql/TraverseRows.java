package io.remdb.sql;

import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.Path;
import io.remdb.RemException;
import io.remdb.TraversalRequest;
import io.remdb.json.Json;
import java.util.List;
import java.util.Locale;
import org.h2.table.Column;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueInteger;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarchar;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code traverse('id or key', depth, 'direction')}: the entities that are reached, nearest first. {@code rel_type} and
 * {@code direction} are those of the last edge of the path.
 */
final class TraverseRows implements CallRows {
    /** About what a traversal finds, for the plan. */
    private static final double SOME = 100;

    private final TableFunctions functions;

    TraverseRows(TableFunctions functions) {
        this.functions = functions;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column(ID, TypeInfo.TYPE_UUID),
                new Column("entity_type", TypeInfo.TYPE_VARCHAR),
                new Column("depth", TypeInfo.TYPE_INTEGER),
                new Column("rel_type", TypeInfo.TYPE_VARCHAR),
                new Column("direction", TypeInfo.TYPE_VARCHAR),
                new Column("path", TypeInfo.TYPE_JSON),
                new Column("created_at", TableShape.TIMESTAMP),
                new Column("modified_at", TableShape.TIMESTAMP),
                new Column("properties", TypeInfo.TYPE_JSON));
    }

    @Override
    public int idColumn() {
        return 0;
    }

    @Override
    public List<Value[]> compute(Arguments arguments) {
        int depth = arguments.whole(1, TraversalRequest.DEFAULT_DEPTH, 1, TraversalRequest.MAX_DEPTH);
        EdgeDirection direction = arguments.oneOf(2, EdgeDirection.class, EdgeDirection.OUT);
        List<Path> paths;
        try {
            paths = functions.traverse(arguments.text(0), depth, direction, StatementClock.leftToRunningMs());
        } catch (RemException e) {
            throw arguments.ofVerb(e, 0);
        }
        return paths.stream().map(TraverseRows::row).toList();
    }

    private static Value[] row(Path path) {
        Entity entity = path.end();
        Path.Step last = path.steps().getLast();
        ArrayNode elements = Json.mapper().createArrayNode();
        path.elements().forEach(elements::add);
        return new Value[] {
            ValueUuid.get(entity.id()),
            ValueVarchar.get(entity.entityType()),
            ValueInteger.get(path.depth()),
            ValueVarchar.get(last.edge().relType()),
            ValueVarchar.get(last.direction().name().toLowerCase(Locale.ROOT)),
            SqlValues.json(Json.write(elements)),
            SqlValues.timestamp(entity.createdAt()),
            SqlValues.timestamp(entity.modifiedAt()),
            SqlValues.json(Json.write(entity.properties()))
        };
    }

    @Override
    public double expectedRows(Arguments arguments) {
        return SOME;
    }
}
