package io.remdb.engine;

import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEdge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The edges of an entity, read as they are asked for. */
final class EdgeReader {
    private final RecordStore records;
    private final EntityNames names;

    EdgeReader(RecordStore records, EntityNames names) {
        this.records = records;
        this.names = names;
    }

    EdgeCursor edges(EdgeSpec.Target name, EdgeDirection direction, List<String> relTypes) {
        UUID id = names.id(name);
        Deque<Part> parts = new ArrayDeque<>();
        switch (direction) {
            case OUT -> out(id, relTypes, parts);
            case IN -> in(id, relTypes, edge -> true, parts);
            case BOTH -> {
                out(id, relTypes, parts);
                // An edge from the entity to itself has been given among the outgoing ones.
                in(id, relTypes, edge -> !edge.src().equals(edge.dst()), parts);
            }
        }
        Edges edges = new Edges(parts);
        try {
            if (!edges.hasNext()) {
                requireKnown(id);
            }
            return edges;
        } catch (RuntimeException | Error e) {
            edges.close();
            throw e;
        }
    }

    /** Edges of one direction and type; opened when the ones before it are read. */
    private record Part(Supplier<Cursor<StoredEdge>> edges, Predicate<StoredEdge> shown) {}

    private void out(UUID id, List<String> relTypes, Deque<Part> parts) {
        each(relTypes, relType -> parts.add(new Part(() -> records.edgesFrom(id, relType), edge -> true)));
    }

    private void in(UUID id, List<String> relTypes, Predicate<StoredEdge> shown, Deque<Part> parts) {
        each(relTypes, relType -> parts.add(new Part(() -> records.edgesTo(id, relType), shown)));
    }

    private interface ForType {
        void accept(@Nullable String relType);
    }

    private static void each(List<String> relTypes, ForType action) {
        if (relTypes.isEmpty()) {
            action.accept(null);
        } else {
            relTypes.stream().distinct().sorted().forEach(action::accept);
        }
    }

    /** An entity that does not exist may yet be the end of edges, of other types or in the other direction. */
    private void requireKnown(UUID id) {
        if (records.tableOf(id).isPresent()) {
            return;
        }
        try (Cursor<StoredEdge> in = records.edgesTo(id, null)) {
            if (!in.hasNext()) {
                throw new RemException(ErrorCode.NOT_FOUND, "There is no entity of this id, and no edge to it")
                        .with("id", id);
            }
        }
    }

    /** One cursor after the other. */
    private static final class Edges implements EdgeCursor {
        private final Deque<Part> parts;
        private Predicate<StoredEdge> shown = edge -> true;
        private @Nullable Cursor<StoredEdge> current;
        private @Nullable StoredEdge upcoming;

        Edges(Deque<Part> parts) {
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            while (upcoming == null) {
                if (current != null && current.hasNext()) {
                    StoredEdge edge = current.next();
                    upcoming = shown.test(edge) ? edge : null;
                } else if (parts.isEmpty()) {
                    return false;
                } else {
                    Part part = parts.remove();
                    closeCurrent();
                    current = part.edges().get();
                    shown = part.shown();
                }
            }
            return true;
        }

        @Override
        public Edge next() {
            StoredEdge edge = hasNext() ? upcoming : null;
            if (edge == null) {
                throw new NoSuchElementException();
            }
            upcoming = null;
            return EntityReader.edge(edge);
        }

        @Override
        public void close() {
            parts.clear();
            closeCurrent();
        }

        private void closeCurrent() {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }
}
