package io.remdb.graph;

import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One side of a search from both ends: complete levels, and the next one as far as it has been read. */
final class Wave {
    /** So few edges at a time that the other side may find the way around an entity with a million. */
    private static final int EDGES_PER_STEP = 128;

    private final Living entities;
    private final Neighbours neighbours;
    /** What lies within {@link #depth}. */
    private final Map<UUID, Hop> complete = new LinkedHashMap<>();
    /** What is known of the next level. */
    private Map<UUID, Hop> growing = new LinkedHashMap<>();

    private Map<UUID, Hop> lastLevel = Map.of();
    private Iterator<Hop> border;
    private @Nullable Hop current;
    private int depth;

    Wave(Living entities, Neighbours neighbours, UUID origin) {
        this.entities = entities;
        this.neighbours = neighbours;
        Hop first = new Hop(origin, null, null);
        complete.put(origin, first);
        border = List.of(first).iterator();
    }

    /** How many levels are complete. */
    int depth() {
        return depth;
    }

    int size() {
        return complete.size() + growing.size();
    }

    boolean hasComplete(UUID id) {
        return complete.containsKey(id);
    }

    /** An entity that was met. */
    Hop known(UUID id) {
        Hop hop = complete.get(id);
        return hop != null ? hop : Objects.requireNonNull(growing.get(id));
    }

    /** An entity of the last complete level that the other side has met in its unfinished one; null for none. */
    @Nullable
    Hop meets(Wave other) {
        for (Hop hop : lastLevel.values()) {
            if (other.growing.containsKey(hop.id())) {
                return hop;
            }
        }
        return null;
    }

    /** Reads on in the next level: what was met that was not known. */
    List<Hop> step() {
        Map<UUID, Hop> candidates = new LinkedHashMap<>();
        for (int edges = 0; edges < EDGES_PER_STEP && advance(); edges++) {
            UUID id = neighbours.far();
            if (!complete.containsKey(id) && !growing.containsKey(id) && !candidates.containsKey(id)) {
                StoredEdge edge = neighbours.edge();
                candidates.put(id, new Hop(id, current, edge));
            }
        }
        return living(candidates);
    }

    /** Whether everything at the border of the complete levels has been read. */
    boolean levelRead() {
        return current == null && !border.hasNext();
    }

    /** Makes the level that was read the last complete one; false when nothing is in it. */
    boolean completeLevel() {
        lastLevel = growing;
        complete.putAll(lastLevel);
        border = lastLevel.values().iterator();
        growing = new LinkedHashMap<>();
        depth++;
        return !lastLevel.isEmpty();
    }

    /** Goes to the next edge of the border. */
    private boolean advance() {
        while (true) {
            if (current != null && neighbours.next()) {
                return true;
            }
            if (!border.hasNext()) {
                current = null;
                return false;
            }
            current = border.next();
            neighbours.moveTo(current.id());
        }
    }

    private List<Hop> living(Map<UUID, Hop> candidates) {
        List<Hop> living = new ArrayList<>();
        List<@Nullable StoredEntity> read = entities.getAll(List.copyOf(candidates.keySet()));
        int place = 0;
        for (Hop candidate : candidates.values()) {
            if (read.get(place++) != null) {
                growing.put(candidate.id(), candidate);
                living.add(candidate);
            }
        }
        return living;
    }
}
