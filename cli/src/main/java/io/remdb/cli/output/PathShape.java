package io.remdb.cli.output;

import io.remdb.EdgeDirection;
import io.remdb.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Rows of a traversal: the entity that is reached, then how. */
public final class PathShape implements RowShape<Path> {
    private static final List<String> HOW = List.of("depth", "path");

    private final EntityShape entities;
    private final List<String> properties;

    /** {@code paths} are the rows that will be printed. */
    public PathShape(List<Path> paths) {
        this.properties = EntityShape.propertiesOf(paths.stream().map(Path::end));
        this.entities = EntityShape.ofTable(properties, false);
    }

    @Override
    public ObjectNode json(Path row) {
        return EntityJson.of(row);
    }

    @Override
    public List<String> columns() {
        return Stream.concat(entities.columns().stream(), HOW.stream()).toList();
    }

    @Override
    public List<String> cells(Path row) {
        return Stream.concat(entities.cells(row.end()).stream(), EntityShape.texts(EntityJson.of(row), HOW).stream())
                .toList();
    }

    @Override
    public List<String> tableColumns() {
        return Stream.of(List.of("depth", "path", "id", "entity_type"), properties)
                .flatMap(List::stream)
                .toList();
    }

    /** Of the path, a person sees the types of its edges. */
    @Override
    public List<String> tableCells(Path row) {
        List<String> first = List.of(
                Integer.toString(row.depth()),
                row.steps().stream().map(PathShape::relType).collect(Collectors.joining(" / ")),
                row.end().id().toString(),
                row.end().entityType());
        return Stream.concat(first.stream(), EntityShape.texts(row.end().properties(), properties).stream())
                .toList();
    }

    private static String relType(Path.Step step) {
        String relType = step.edge().relType();
        return step.direction() == EdgeDirection.IN ? Path.AGAINST + relType : relType;
    }
}
