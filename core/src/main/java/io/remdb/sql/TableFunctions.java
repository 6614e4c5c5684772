package io.remdb.sql;

import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.Path;
import io.remdb.SearchMode;
import java.util.List;

/**
 * What stands behind the table functions of SQL: {@code search()}, {@code lookup()} and {@code traverse()}. Thread-safe; called while
 * a statement runs, once for each mention of a function, with arguments that have been checked. The entities come without their
 * edges, which no column shows. A call fails with {@link io.remdb.ErrorCode#TIMEOUT} when it takes longer than it is given.
 */
public interface TableFunctions {
    /**
     * The best rows of a table for a text, best first.
     *
     * @param limit the most rows, from 1
     * @param timeoutMs in milliseconds; {@link io.remdb.QueryOptions#CONFIGURED_TIMEOUT} for that of the settings
     */
    List<Hit<Entity>> search(String table, String text, int limit, SearchMode mode, int timeoutMs);

    /** The living entities that have this key. */
    List<Entity> lookup(String key, int timeoutMs);

    /**
     * The entities that are reached along edges, each once by a shortest path, nearest first.
     *
     * @param depth the most edges, 1 to {@link io.remdb.TraversalRequest#MAX_DEPTH}
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#TOO_LARGE} when they are more than
     *     {@link io.remdb.TraversalRequest#MAX_LIMIT}
     */
    List<Path> traverse(String idOrKey, int depth, EdgeDirection direction, int timeoutMs);
}
