package io.remdb.engine;

import io.remdb.Column;
import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.KeyMatch;
import io.remdb.Path;
import io.remdb.Row;
import io.remdb.sql.SqlRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Entities as rows of a result: the columns are those of an entity's JSON, then what the statement adds. */
final class EntityRows {
    private static final String TIMESTAMP = "TIMESTAMP(6) WITH TIME ZONE";
    private static final String TEXT = "CHARACTER VARYING";
    private static final String NUMBER = "DOUBLE PRECISION";

    static final List<Column> ENTITY = List.of(
            new Column("id", "UUID"),
            new Column("entity_type", TEXT),
            new Column("created_at", TIMESTAMP),
            new Column("modified_at", TIMESTAMP),
            new Column("deleted_at", TIMESTAMP),
            new Column("edges", "JSON"),
            new Column("properties", "JSON"));

    static final List<Column> HIT =
            with(Hit.SCORES.stream().map(name -> new Column(name, NUMBER)).toArray(Column[]::new));

    static final List<Column> KEY_MATCH =
            with(new Column("score", NUMBER), new Column("tier", TEXT), new Column("key", TEXT));

    static final List<Column> PATH = with(new Column("depth", "INTEGER"), new Column("path", TEXT + " ARRAY"));

    private EntityRows() {}

    private static List<Column> with(Column... added) {
        return Stream.concat(ENTITY.stream(), Stream.of(added)).toList();
    }

    static Row of(Entity entity) {
        return row(ENTITY, entity);
    }

    static Row of(Hit<Entity> hit) {
        return row(HIT, hit.entity(), hit.score(), hit.semanticScore(), hit.keywordScore());
    }

    static Row of(KeyMatch match) {
        return row(KEY_MATCH, match.entity(), match.score(), match.tier().name().toLowerCase(Locale.ROOT), match.key());
    }

    static Row of(Path path) {
        return row(PATH, path.end(), (long) path.depth(), path.elements());
    }

    private static Row row(List<Column> columns, Entity entity, @Nullable Object... added) {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        values.add(entity.id());
        values.add(entity.entityType());
        values.add(entity.createdAt());
        values.add(entity.modifiedAt());
        values.add(entity.deletedAt());
        values.add(edges(entity));
        values.add(entity.properties());
        for (Object value : added) {
            values.add(value);
        }
        return new SqlRow(columns, values.toArray());
    }

    private static ArrayNode edges(Entity entity) {
        ArrayNode edges = JsonNodeFactory.instance.arrayNode();
        entity.edges().forEach(edge -> edges.add(edge.json()));
        return edges;
    }
}
