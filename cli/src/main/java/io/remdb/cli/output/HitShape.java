package io.remdb.cli.output;

import io.remdb.Entity;
import io.remdb.Hit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Hits of a search: the scores, then the entity. */
public final class HitShape implements RowShape<Hit<Entity>> {
    private static final List<String> SCORES = List.of("score", "semantic_score", "keyword_score");

    private final EntityShape entities;
    private final List<String> properties;

    /** {@code hits} are the rows that will be printed. */
    public HitShape(List<Hit<Entity>> hits) {
        this.properties = EntityShape.propertiesOf(hits.stream().map(Hit::entity));
        this.entities = EntityShape.ofTable(properties, false);
    }

    @Override
    public ObjectNode json(Hit<Entity> row) {
        return EntityJson.of(row);
    }

    @Override
    public List<String> columns() {
        return Stream.concat(entities.columns().stream(), SCORES.stream()).toList();
    }

    @Override
    public List<String> cells(Hit<Entity> row) {
        return Stream.concat(
                        entities.cells(row.entity()).stream(), EntityShape.texts(EntityJson.of(row), SCORES).stream())
                .toList();
    }

    @Override
    public List<String> tableColumns() {
        return Stream.concat(Stream.of("score", "entity_type"), properties.stream())
                .toList();
    }

    @Override
    public List<String> tableCells(Hit<Entity> row) {
        return Stream.concat(
                        Stream.of(
                                String.format(Locale.ROOT, "%.3f", row.score()),
                                row.entity().entityType()),
                        EntityShape.texts(row.entity().properties(), properties).stream())
                .toList();
    }
}
