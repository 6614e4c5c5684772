package io.remdb.dream.run;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.dream.DreamOptions.Writing;
import io.remdb.dream.link.Link;
import io.remdb.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the edges of a dream what they should be: writes those that are missing or have another score, removes those of earlier runs that are no longer
 * so, and leaves alone what others have linked. A row that is deleted meanwhile has no edges. One thread.
 */
final class LinkWriter {
    private final RemDatabase database;
    private final Writing writing;
    private final String runId;
    private final String model;
    private final Runnable beforeEach;
    private final Set<UUID> noLongerAbout = new HashSet<>();
    private int written;

    /** @param beforeEach run before the edges of each row; what it throws prevents them */
    LinkWriter(RemDatabase database, Writing writing, String runId, String model, Runnable beforeEach) {
        this.database = database;
        this.writing = writing;
        this.runId = runId;
        this.model = model;
        this.beforeEach = beforeEach;
    }

    /** How many edges were new or other than before. */
    int written() {
        return written;
    }

    /** Themes from which an edge was removed. */
    Set<UUID> noLongerAbout() {
        return Set.copyOf(noLongerAbout);
    }

    /**
     * Writes links.
     *
     * @param owned for rows that can have some, also those that have none any more: the types of which the run knows all edges of the row
     * @param known whether the far end of an edge was looked at by this run, so that an edge of any type that was not found again is none
     */
    void write(Map<UUID, Set<String>> owned, List<Link> links, Predicate<UUID> known) {
        Map<UUID, Map<String, Link>> bySource = new LinkedHashMap<>();
        owned.keySet().forEach(source -> bySource.put(source, new LinkedHashMap<>()));
        links.forEach(link -> bySource.computeIfAbsent(link.src(), ignored -> new LinkedHashMap<>())
                .put(key(link.dst(), link.type()), link));
        bySource.forEach((source, wanted) -> {
            Set<String> types = owned.getOrDefault(source, Set.of());
            write(source, wanted, edge -> types.contains(edge.relType()) || known.test(edge.dst()));
        });
    }

    private void write(UUID source, Map<String, Link> wanted, Predicate<Edge> complete) {
        if (writing == Writing.WRITTEN) {
            beforeEach.run();
        }
        Map<String, Edge> there = new HashMap<>();
        Optional<Entity> entity = database.get(source);
        entity.ifPresent(row -> row.edges().forEach(edge -> there.put(key(edge.dst(), edge.relType()), edge)));
        Set<String> open = new HashSet<>(wanted.keySet());
        for (Map.Entry<String, Edge> entry : there.entrySet()) {
            Edge edge = entry.getValue();
            Link link = wanted.get(entry.getKey());
            boolean others = !Provenance.byDream(edge);
            if (link != null && (others || same(edge, link))) {
                open.remove(entry.getKey());
            } else if (link == null && !others && complete.test(edge)) {
                unlink(edge);
            }
        }
        wanted.forEach((key, link) -> {
            if (open.contains(key)) {
                link(link);
            }
        });
    }

    private boolean same(Edge edge, Link link) {
        ObjectNode data = edge.properties();
        return data.path("model").asString("").equals(model)
                && data.path("score").asDouble(-1) == link.score();
    }

    private void link(Link link) {
        if (writing == Writing.WRITTEN) {
            try {
                database.link(
                        link.src().toString(),
                        link.dst().toString(),
                        link.type(),
                        Json.text(Provenance.edge(runId, model, link.score())));
            } catch (RemException e) {
                if (e.code() == ErrorCode.NOT_FOUND) {
                    return; // its source was deleted meanwhile
                }
                throw e;
            }
        }
        written++;
    }

    private void unlink(Edge edge) {
        if (edge.relType().equals(Link.ABOUT)) {
            noLongerAbout.add(edge.dst());
        }
        if (writing == Writing.WRITTEN) {
            database.unlink(edge.src().toString(), edge.dst().toString(), edge.relType());
        }
    }

    private static String key(UUID dst, String type) {
        return dst + " " + type;
    }
}
