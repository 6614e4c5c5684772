package io.remdb.ingest;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.ingest.table.DocumentRow;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a document that is to be replaced has in the database. */
final class FormerChunks {
    private FormerChunks() {}

    /**
     * The chunks of a document, in whatever table they are. One that is soft-deleted has them still.
     *
     * @param document with all of its edges; empty where there is none
     */
    static Set<UUID> of(Optional<Entity> document) {
        return document.stream()
                .flatMap(entity -> entity.edges().stream())
                .filter(edge -> edge.relType().equals(DocumentRow.HAS_CHUNK))
                .map(Edge::dst)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
