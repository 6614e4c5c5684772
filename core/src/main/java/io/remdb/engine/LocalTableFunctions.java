package io.remdb.engine;

import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.Path;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.TraversalRequest;
import io.remdb.graph.Pattern;
import io.remdb.sql.TableFunctions;
import java.util.List;

/** What the table functions of SQL ask the database for. */
final class LocalTableFunctions implements TableFunctions {
    private final Searcher searcher;
    private final EntityReader reader;
    private final Traverser traverser;

    LocalTableFunctions(Searcher searcher, EntityReader reader, Traverser traverser) {
        this.searcher = searcher;
        this.reader = reader;
        this.traverser = traverser;
    }

    @Override
    public List<Hit<Entity>> search(String table, String text, int limit, SearchMode mode, int timeoutMs) {
        return searcher.search(SearchSpec.of(text)
                .in(table)
                .limit(limit)
                .mode(mode)
                .withoutEdges()
                .within(time(timeoutMs)));
    }

    @Override
    public List<Entity> lookup(String key, int timeoutMs) {
        return reader.lookupWithoutEdges(key, time(timeoutMs));
    }

    /** What is counted or joined must be all of them: more than can be given is an error, and never left out in silence. */
    @Override
    public List<Path> traverse(String idOrKey, int depth, EdgeDirection direction, int timeoutMs) {
        Pattern pattern = new Pattern(direction, List.of(), depth);
        List<Path> paths = traverser.aroundWithoutEdges(
                EdgeSpec.Target.of(idOrKey), pattern, TraversalRequest.MAX_LIMIT + 1, time(timeoutMs));
        if (paths.size() > TraversalRequest.MAX_LIMIT) {
            throw new RemException(ErrorCode.TOO_LARGE, "The traversal reaches more entities than traverse() gives")
                    .with("limit", TraversalRequest.MAX_LIMIT)
                    .hint("Give a smaller depth or one direction; TRAVERSE FROM ... LIMIT gives the nearest");
        }
        return paths;
    }

    private static TimeLimit time(int timeoutMs) {
        return TimeLimit.of(QueryOptions.DEFAULTS.withTimeoutMs(timeoutMs));
    }
}
