package io.remdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A traversal under construction: from one entity along edges, breadth first. Not thread-safe; may be run again.
 *
 * <p>Only living entities are met: an edge to an entity that does not exist (yet), or is soft-deleted, leads nowhere. Of equally
 * long paths to an entity the same one is always chosen: edges are followed by type, then by the id that they lead to, outgoing
 * ones before incoming ones. Reads stop as soon as the answer is known, however many edges an entity has.
 *
 * <p>Both ways to run fail with {@link ErrorCode#TIMEOUT} after {@code P8_SEARCH_TIMEOUT_MS} and with
 * {@link ErrorCode#CANCELLED} when the thread is interrupted.
 */
public interface TraversalRequest {
    /** The longest path, in edges. */
    int MAX_DEPTH = 10;

    /** The {@link #depth} of {@link #run} unless one is set. */
    int DEFAULT_DEPTH = 2;

    /** The most paths a traversal gives. */
    int MAX_LIMIT = 10_000;

    /** The {@link #limit} unless one is set. */
    int DEFAULT_LIMIT = 100;

    /** The most entities that are looked at for one shortest path. */
    int MAX_VISITED = 200_000;

    /**
     * At most so many edges from the start, 1 to {@value #MAX_DEPTH}; default {@value #DEFAULT_DEPTH} for {@link #run} and
     * {@value #MAX_DEPTH} for {@link #to}.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    TraversalRequest depth(int depth);

    /** Which edges are followed; default {@link EdgeDirection#OUT}. */
    TraversalRequest direction(EdgeDirection direction);

    /**
     * Only edges of these types; none for all.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    TraversalRequest types(String... relTypes);

    /**
     * At most so many paths, 1 to {@value #MAX_LIMIT}; default {@value #DEFAULT_LIMIT}. Not for {@link #to}.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    TraversalRequest limit(int limit);

    /** The entities that are reached, each once by a shortest path, the nearest first; the start is not among them. */
    List<Path> run();

    /**
     * A shortest path to an entity; empty when there is none within the depth.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when the entity does not exist; {@link ErrorCode#TOO_LARGE} when more
     *     than {@value #MAX_VISITED} entities would have to be looked at
     */
    Optional<Path> to(UUID id);

    /**
     * The same to an entity by its id or one of its keys.
     *
     * @throws RemException also {@link ErrorCode#AMBIGUOUS_KEY} with the {@code candidates}
     */
    Optional<Path> to(String idOrKey);
}
