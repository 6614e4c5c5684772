package io.remdb.graph;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Breadth first from both ends at once (Pohl 1971), in steps of a few edges from each, so that an entity with very many edges on
 * one side costs no more than the other side takes to get there.
 *
 * <p>While no entity is in the complete levels of both sides, no path is as short as the two depths together. So a path that
 * goes through the complete levels of one side and one edge more is a shortest one; two levels that are both unfinished are not
 * compared.
 */
final class ShortestPath {
    /** Where both sides have met. */
    private record Meeting(Hop fromStart, Hop fromEnd) {}

    private final Living living;
    private final int depth;
    private final int mostVisited;
    private final Neighbours ahead;
    private final Neighbours back;

    ShortestPath(Living living, int depth, int mostVisited, Neighbours ahead, Neighbours back) {
        this.living = living;
        this.depth = depth;
        this.mostVisited = mostVisited;
        this.ahead = ahead;
        this.back = back;
    }

    Optional<Reached> between(StoredEntity start, StoredEntity end) {
        if (start.id().equals(end.id())) {
            return Optional.of(new Reached(start, null, null));
        }
        while (true) {
            Meeting meeting = meet(start.id(), end.id());
            if (meeting == null) {
                return Optional.empty();
            }
            Optional<Reached> path = read(meeting);
            if (path.isPresent()) {
                return path;
            }
            // An entity of it has been deleted meanwhile.
            if (living.getAll(List.of(start.id(), end.id())).contains(null)) {
                return Optional.empty();
            }
        }
    }

    private @Nullable Meeting meet(UUID start, UUID end) {
        Wave fromStart = new Wave(living, ahead, start);
        Wave fromEnd = new Wave(living, back, end);
        Wave turn = fromStart;
        while (fromStart.depth() + fromEnd.depth() < depth) {
            Wave other = turn == fromStart ? fromEnd : fromStart;
            Hop met = step(turn, other);
            if (met == null && turn.levelRead()) {
                boolean dead = !turn.completeLevel();
                if (dead || fromStart.depth() + fromEnd.depth() == depth) {
                    return null;
                }
                met = turn.meets(other);
            }
            if (met != null) {
                return new Meeting(fromStart.known(met.id()), fromEnd.known(met.id()));
            }
            requireFew(fromStart.size() + fromEnd.size());
            turn = other;
        }
        return null;
    }

    private static @Nullable Hop step(Wave turn, Wave other) {
        for (Hop hop : turn.step()) {
            if (other.hasComplete(hop.id())) {
                return hop;
            }
        }
        return null;
    }

    private void requireFew(int visited) {
        if (visited > mostVisited) {
            throw new RemException(ErrorCode.TOO_LARGE, "Too many entities lie between the two ends")
                    .with("visited", visited)
                    .with("limit", mostVisited)
                    .hint("Name the types or the direction of the edges, or lower the depth");
        }
    }

    /** The path with its entities; empty when one of them is gone. */
    private Optional<Reached> read(Meeting meeting) {
        List<UUID> ids = new ArrayList<>();
        List<@Nullable StoredEdge> edges = new ArrayList<>();
        Deque<Hop> first = new ArrayDeque<>();
        for (Hop hop = meeting.fromStart(); hop != null; hop = hop.before()) {
            first.push(hop);
        }
        for (Hop hop : first) {
            ids.add(hop.id());
            edges.add(hop.edge());
        }
        Hop hop = meeting.fromEnd();
        while (hop.before() != null) {
            edges.add(hop.edge());
            hop = hop.before();
            ids.add(hop.id());
        }
        List<@Nullable StoredEntity> entities = living.getAll(ids);
        Reached last = null;
        for (int i = 0; i < ids.size(); i++) {
            StoredEntity entity = entities.get(i);
            if (entity == null) {
                return Optional.empty();
            }
            last = new Reached(entity, last, edges.get(i));
        }
        return Optional.ofNullable(last);
    }
}
