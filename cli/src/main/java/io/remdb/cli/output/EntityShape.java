package io.remdb.cli.output;

import io.remdb.Entity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Entities: system fields, then one column a property. A table for people shows id, table and properties only. */
public final class EntityShape implements RowShape<Entity> {
    private static final List<String> SYSTEM = List.of("id", "entity_type", "created_at", "modified_at", "deleted_at");
    private static final List<String> SHOWN = List.of("id", "entity_type");
    private static final List<String> SHOWN_WITH_DELETED = List.of("id", "entity_type", "deleted_at");

    private final List<String> properties;
    private final List<String> shown;

    private EntityShape(List<String> properties, List<String> shown) {
        this.properties = properties;
        this.shown = shown;
    }

    /** Rows of one table. */
    public static EntityShape ofTable(List<String> properties, boolean withDeleted) {
        return new EntityShape(List.copyOf(properties), withDeleted ? SHOWN_WITH_DELETED : SHOWN);
    }

    /** Rows of any tables: the properties that occur in them. */
    public static EntityShape of(List<Entity> entities) {
        return new EntityShape(propertiesOf(entities.stream()), SHOWN);
    }

    /** The names of the properties that occur, in the order of their first occurrence. */
    static List<String> propertiesOf(Stream<Entity> entities) {
        Set<String> names = new LinkedHashSet<>();
        entities.forEach(entity -> names.addAll(entity.properties().propertyNames()));
        return List.copyOf(names);
    }

    @Override
    public ObjectNode json(Entity row) {
        return EntityJson.of(row);
    }

    @Override
    public List<String> columns() {
        return joined(SYSTEM, List.of("edges"));
    }

    @Override
    public List<String> cells(Entity row) {
        ObjectNode json = json(row);
        return Stream.of(texts(json, SYSTEM), texts(row.properties(), properties), texts(json, List.of("edges")))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<String> tableColumns() {
        return joined(shown, List.of());
    }

    @Override
    public List<String> tableCells(Entity row) {
        ObjectNode json = json(row);
        return Stream.concat(texts(json, shown).stream(), texts(row.properties(), properties).stream())
                .toList();
    }

    static List<String> texts(JsonNode object, List<String> names) {
        List<String> texts = new ArrayList<>(names.size());
        names.forEach(name -> texts.add(Cells.text(object.get(name))));
        return texts;
    }

    private List<String> joined(List<String> first, List<String> last) {
        return Stream.of(first, properties, last).flatMap(List::stream).toList();
    }
}
