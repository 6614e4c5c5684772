package io.remdb.engine;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.Path;
import io.remdb.TraversalRequest;
import io.remdb.graph.Graph;
import io.remdb.graph.Pattern;
import io.remdb.graph.Reached;
import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs traversals and makes paths of what they reach. */
final class Traverser {
    private final RecordStore records;
    private final long timeoutMs;
    private final Graph graph;
    private final EntityNames names;
    private final EntityReader reader;

    Traverser(RecordStore records, long timeoutMs, EntityNames names, EntityReader reader) {
        this.records = records;
        this.timeoutMs = timeoutMs;
        this.graph = new Graph(records, table -> !reader.isGone(table), timeoutMs);
        this.names = names;
        this.reader = reader;
    }

    List<Path> around(EdgeSpec.Target start, Pattern pattern, int limit, TimeLimit time) {
        try (EdgeWalk walk = records.walk(EdgeEnd.SOURCE)) {
            return around(start, pattern, limit, time, walk);
        }
    }

    /** As {@link #around}, with entities that carry no edges of their own. */
    List<Path> aroundWithoutEdges(EdgeSpec.Target start, Pattern pattern, int limit, TimeLimit time) {
        return around(start, pattern, limit, time, null);
    }

    private List<Path> around(
            EdgeSpec.Target start, Pattern pattern, int limit, TimeLimit time, @Nullable EdgeWalk walk) {
        StoredEntity first = names.living(start);
        List<Reached> reached = graph.within(time.leftMs(timeoutMs)).around(first, pattern, limit);
        if (reached.isEmpty()) {
            return List.of();
        }
        Map<UUID, Path> known = HashMap.newHashMap(reached.size() + 1);
        known.put(first.id(), new Path(entity(first, walk), List.of()));
        List<Path> paths = new ArrayList<>(reached.size());
        for (Reached end : reached) {
            time.check();
            Path path =
                    longer(Objects.requireNonNull(known.get(before(end).entity().id())), end, walk);
            known.put(end.entity().id(), path);
            paths.add(path);
        }
        return paths;
    }

    Optional<Path> between(EdgeSpec.Target start, EdgeSpec.Target end, Pattern pattern) {
        StoredEntity first = names.living(start);
        StoredEntity last = names.living(end);
        return graph.shortestPath(first, last, pattern, TraversalRequest.MAX_VISITED)
                .map(this::path);
    }

    private Path path(Reached end) {
        Deque<Reached> ways = new ArrayDeque<>();
        for (Reached at = end; at != null; at = at.from()) {
            ways.push(at);
        }
        try (EdgeWalk walk = records.walk(EdgeEnd.SOURCE)) {
            Path path = new Path(entity(ways.pop().entity(), walk), List.of());
            for (Reached next : ways) {
                path = longer(path, next, walk);
            }
            return path;
        }
    }

    private Path longer(Path path, Reached next, @Nullable EdgeWalk walk) {
        List<Path.Step> steps = new ArrayList<>(path.depth() + 1);
        steps.addAll(path.steps());
        StoredEdge edge = Objects.requireNonNull(next.edge());
        steps.add(new Path.Step(EntityReader.edge(edge), entity(next.entity(), walk)));
        return new Path(path.start(), steps);
    }

    private Entity entity(StoredEntity stored, @Nullable EdgeWalk walk) {
        if (walk == null) {
            return reader.withoutEdges(stored);
        }
        List<Edge> edges = new ArrayList<>();
        walk.moveTo(stored.id(), null);
        while (edges.size() < Entity.MAX_EDGES_CARRIED && walk.next()) {
            edges.add(EntityReader.edge(walk.edge()));
        }
        return reader.entity(stored, edges);
    }

    private static Reached before(Reached reached) {
        return Objects.requireNonNull(reached.from());
    }
}
