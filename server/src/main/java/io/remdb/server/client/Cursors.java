package io.remdb.server.client;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.Entity;
import io.remdb.EntityCursor;

/** Cursors over streams. */
final class Cursors {
    private Cursors() {}

    /** Over entities. */
    static final class OfEntities implements EntityCursor {
        private final Stream<?, Entity> stream;

        OfEntities(Stream<?, Entity> stream) {
            this.stream = stream;
        }

        @Override
        public boolean hasNext() {
            return stream.hasNext();
        }

        @Override
        public Entity next() {
            return stream.next();
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** Over edges. */
    static final class OfEdges implements EdgeCursor {
        private final Stream<?, Edge> stream;

        OfEdges(Stream<?, Edge> stream) {
            this.stream = stream;
        }

        @Override
        public boolean hasNext() {
            return stream.hasNext();
        }

        @Override
        public Edge next() {
            return stream.next();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
