package io.remdb.engine;

import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.Path;
import io.remdb.SearchMode;
import io.remdb.TraversalRequest;
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
    public List<Hit<Entity>> search(String table, String text, int limit, SearchMode mode) {
        return searcher.search(SearchSpec.of(text).in(table).limit(limit).mode(mode));
    }

    @Override
    public List<Entity> lookup(String key) {
        return reader.lookup(List.of(key));
    }

    /** Without a limit of its own: what is counted or joined must be all of them. */
    @Override
    public List<Path> traverse(String idOrKey, int depth, EdgeDirection direction) {
        return new LocalTraversal(traverser, EdgeSpec.Target.of(idOrKey))
                .depth(depth)
                .direction(direction)
                .limit(TraversalRequest.MAX_LIMIT)
                .run();
    }
}
