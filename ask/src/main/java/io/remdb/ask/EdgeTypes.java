package io.remdb.ask;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.query.SqlText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Which types of edges lead from a table to which tables, as far as some of its rows show. */
public final class EdgeTypes {
    private static final int SAMPLED_ROWS = 50;
    private static final int SAMPLED_EDGES = 20;

    private EdgeTypes() {}

    /** Edges of a type that lead to rows of a table. */
    public record EdgeType(String type, String to) {}

    /** Those of the first rows of a table. */
    public static List<EdgeType> from(RemDatabase database, String table) {
        Map<UUID, Set<String>> typesByTarget = new LinkedHashMap<>();
        for (UUID id : someRows(database, table)) {
            // A cursor, not the row's own list: of a row with a million edges some are read.
            try (EdgeCursor edges = database.edges(id.toString(), EdgeDirection.OUT, List.of())) {
                for (int read = 0; read < SAMPLED_EDGES && edges.hasNext(); read++) {
                    Edge edge = edges.next();
                    typesByTarget
                            .computeIfAbsent(edge.dst(), ignored -> new LinkedHashSet<>())
                            .add(edge.relType());
                }
            }
        }
        Set<EdgeType> types = new LinkedHashSet<>();
        for (Entity target : database.getAll(List.copyOf(typesByTarget.keySet()))) {
            Objects.requireNonNull(typesByTarget.get(target.id()))
                    .forEach(type -> types.add(new EdgeType(type, target.entityType())));
        }
        return List.copyOf(types);
    }

    private static List<UUID> someRows(RemDatabase database, String table) {
        String statement = "SELECT id FROM " + SqlText.name(table) + " LIMIT " + SAMPLED_ROWS;
        try (QueryResult rows = database.query(statement)) {
            return rows.stream()
                    .map(row -> (UUID) Objects.requireNonNull(row.value("id")))
                    .toList();
        }
    }
}
