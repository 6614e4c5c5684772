package io.remdb.ingest;

import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.RemDatabase;
import io.remdb.ingest.table.DocumentRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a document that is to be replaced has in the database. */
final class FormerChunks {
    private FormerChunks() {}

    /** The chunks of a document that is there, in whatever table they are. */
    static Set<UUID> of(RemDatabase database, UUID document) {
        Set<UUID> chunks = new LinkedHashSet<>();
        try (EdgeCursor edges =
                database.edges(document.toString(), EdgeDirection.OUT, List.of(DocumentRow.HAS_CHUNK))) {
            edges.forEachRemaining(edge -> chunks.add(edge.dst()));
        }
        return chunks;
    }
}
