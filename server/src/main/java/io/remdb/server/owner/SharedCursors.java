package io.remdb.server.owner;

import io.remdb.Column;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.QueryResult;
import io.remdb.Row;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** What is read row by row and outlives the process that reads it. */
final class SharedCursors {
    private SharedCursors() {}

    /** The rows of a table. */
    static EntityCursor entities(SharedListing listing) {
        ReadingOn<EntityCursor, Entity> rows =
                new ReadingOn<>(listing.open(), listing::open, cursor -> cursor, last -> listing.after(last.id()));
        return new EntityCursor() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Entity next() {
                return rows.next();
            }

            @Override
            public void close() {
                rows.source().close();
            }
        };
    }

    /** The edges of an entity. */
    static EdgeCursor edges(Supplier<EdgeCursor> opening) {
        ReadingOn<EdgeCursor, Edge> edges = new ReadingOn<>(opening.get(), opening, cursor -> cursor, null);
        return new EdgeCursor() {
            @Override
            public boolean hasNext() {
                return edges.hasNext();
            }

            @Override
            public Edge next() {
                return edges.next();
            }

            @Override
            public void close() {
                edges.source().close();
            }
        };
    }

    /** The rows of a result. */
    static QueryResult result(QueryResult first, Supplier<QueryResult> again) {
        ReadingOn<QueryResult, Row> rows = new ReadingOn<>(first, again, QueryResult::iterator, null);
        return new QueryResult() {
            private boolean iterated;

            @Override
            public Kind kind() {
                return first.kind();
            }

            @Override
            public List<Column> columns() {
                return first.columns();
            }

            @Override
            public Iterator<Row> iterator() {
                if (iterated) {
                    throw new IllegalStateException("the rows of a result are read once");
                }
                iterated = true;
                return rows;
            }

            @Override
            public void close() {
                rows.source().close();
            }
        };
    }
}
