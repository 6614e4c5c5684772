package io.remdb.graph;

import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything around one entity, level by level. Every entity that is met is a result, so that the limit bounds what is held in
 * memory; entities are read in batches, as soon as there are enough of them to fill the rest of the limit.
 */
final class BreadthFirst {
    /** A batch costs little more than a single read; more than this only delays the moment at which the limit is seen. */
    private static final int LARGEST_BATCH = 256;

    private static final int SMALLEST_BATCH = 16;

    /** An edge to an entity of which it is not known yet whether it lives. */
    private record Candidate(UUID id, Reached from, StoredEdge edge) {}

    private final Living living;
    private final Pattern pattern;
    private final int limit;
    private final Neighbours neighbours;
    private final Set<UUID> met = new HashSet<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Reached> found = new ArrayList<>();

    BreadthFirst(Living living, Pattern pattern, int limit, Neighbours neighbours) {
        this.living = living;
        this.pattern = pattern;
        this.limit = limit;
        this.neighbours = neighbours;
    }

    List<Reached> from(StoredEntity start) {
        met.add(start.id());
        List<Reached> level = List.of(new Reached(start, null, null));
        for (int depth = 0; depth < pattern.depth() && !level.isEmpty() && !full(); depth++) {
            int before = found.size();
            expand(level);
            level = List.copyOf(found.subList(before, found.size()));
        }
        return found;
    }

    private void expand(List<Reached> level) {
        for (Reached node : level) {
            neighbours.moveTo(node.entity().id());
            while (neighbours.next()) {
                UUID id = neighbours.far();
                if (met.add(id)) {
                    candidates.add(new Candidate(id, node, neighbours.edge()));
                    if (candidates.size() >= batch()) {
                        settle();
                        if (full()) {
                            return;
                        }
                    }
                }
            }
        }
        settle();
    }

    private int batch() {
        return Math.clamp(limit - found.size(), SMALLEST_BATCH, LARGEST_BATCH);
    }

    private boolean full() {
        return found.size() >= limit;
    }

    /** Reads the candidates; those that live are results. */
    private void settle() {
        List<@Nullable StoredEntity> entities =
                living.getAll(candidates.stream().map(Candidate::id).toList());
        for (int i = 0; i < candidates.size() && !full(); i++) {
            Candidate candidate = candidates.get(i);
            StoredEntity entity = entities.get(i);
            if (entity == null) {
                // Forgotten, so that a million edges to nowhere take no memory.
                met.remove(candidate.id());
            } else {
                found.add(new Reached(entity, candidate.from(), candidate.edge()));
            }
        }
        candidates.clear();
    }
}
