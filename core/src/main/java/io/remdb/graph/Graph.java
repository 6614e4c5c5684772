package io.remdb.graph;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Entities and the edges between them. Thread-safe. Edges are read from one view of the data, the entities at their ends a
 * moment later; an edge to an entity that does not exist, is soft-deleted or of a removed table leads nowhere.
 */
public final class Graph {
    private final RecordStore records;
    private final Living living;
    private final long timeoutMs;

    private Graph(RecordStore records, Living living, long timeoutMs) {
        this.records = records;
        this.living = living;
        this.timeoutMs = timeoutMs;
    }

    /**
     * @param tables by number, those that have not been removed; asked all the time, by several threads
     * @param timeoutMs after which a traversal fails with {@link ErrorCode#TIMEOUT}
     */
    public Graph(RecordStore records, IntPredicate tables, long timeoutMs) {
        this(records, new Living(records, tables), timeoutMs);
    }

    /** The same with another time-out in milliseconds. */
    public Graph within(long otherTimeoutMs) {
        return new Graph(records, living, otherTimeoutMs);
    }

    /**
     * What is reached from an entity, each once by a shortest path, the nearest first, without the entity itself. Each comes
     * after the one that it was reached from.
     *
     * @param limit at most so many
     */
    public List<Reached> around(StoredEntity start, Pattern pattern, int limit) {
        try (Neighbours neighbours = new Neighbours(records, pattern, new Patience(timeoutMs))) {
            return new BreadthFirst(living, pattern, limit, neighbours).from(start);
        }
    }

    /**
     * A shortest path: its last entity, from which the others follow; empty when there is none.
     *
     * @param mostVisited at most so many entities are looked at
     * @throws RemException {@link ErrorCode#TOO_LARGE}
     */
    public Optional<Reached> shortestPath(StoredEntity start, StoredEntity end, Pattern pattern, int mostVisited) {
        Patience patience = new Patience(timeoutMs);
        try (Neighbours ahead = new Neighbours(records, pattern, patience);
                Neighbours back = new Neighbours(records, pattern.reversed(), patience)) {
            return new ShortestPath(living, pattern.depth(), mostVisited, ahead, back).between(start, end);
        }
    }
}
