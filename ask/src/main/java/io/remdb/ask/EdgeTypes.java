package io.remdb.ask;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import java.util.ArrayList;
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
        try (EntityCursor rows = database.list(table, Visibility.LIVE)) {
            for (int read = 0; read < SAMPLED_ROWS && rows.hasNext(); read++) {
                List<Edge> edges = rows.next().edges();
                edges.stream()
                        .limit(SAMPLED_EDGES)
                        .forEach(edge -> typesByTarget
                                .computeIfAbsent(edge.dst(), ignored -> new LinkedHashSet<>())
                                .add(edge.relType()));
            }
        }
        Set<EdgeType> types = new LinkedHashSet<>();
        for (Entity target : database.getAll(new ArrayList<>(typesByTarget.keySet()))) {
            Objects.requireNonNull(typesByTarget.get(target.id()))
                    .forEach(type -> types.add(new EdgeType(type, target.entityType())));
        }
        return List.copyOf(types);
    }
}
