package io.remdb.ingest;

import io.remdb.Deletion;
import io.remdb.RemDatabase;
import io.remdb.WriteBatch.Write;
import io.remdb.ingest.chunk.Chunk;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.table.Description;
import io.remdb.ingest.table.DocumentRow;
import io.remdb.ingest.table.FileFacts;
import io.remdb.ingest.table.Target;
import io.remdb.json.Json;
import io.remdb.schema.DeterministicId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a document everything that is written of it: its row, its chunks, its edges, and the removal of chunks that it had and has no
 * more. One thread, but {@link #written}, which any may call.
 */
final class ChunkRows {
    private static final int IDS_AT_ONCE = 500;

    private final RemDatabase database;
    /** Ids that are made of names, of documents that are not written yet and so not in the database. */
    private final Set<UUID> taken = ConcurrentHashMap.newKeySet();

    ChunkRows(RemDatabase database) {
        this.database = database;
    }

    /**
     * What was made.
     *
     * @param characters how long the rows are
     */
    record Made(List<Write> writes, int chunks, long characters) {}

    private record Row(UUID id, String json) {}

    /** @param former the chunks that the document has in the database */
    Made make(Plan plan, FileFacts facts, UUID documentId, Document document, Set<UUID> former) {
        List<Row> rows = rows(plan, facts, facts.name(), documentId, document);
        if (plan.target().namesMakeIds()) {
            if (belongToOthers(rows, former)) {
                rows = rows(plan, facts, facts.name() + " (" + facts.uri() + ")", documentId, document);
            }
            rows.forEach(row -> taken.add(row.id));
        }
        List<Write> writes = new ArrayList<>();
        Set<UUID> stale = new HashSet<>(former);
        rows.forEach(row -> stale.remove(row.id));
        stale.forEach(id -> writes.add(new Write.Delete(id, Deletion.Mode.HARD)));
        String table = plan.target().table();
        long characters = 0;
        for (Row row : rows) {
            writes.add(new Write.Insert(table, row.json, row.id));
            characters += row.json.length();
        }
        String own = Json.text(DocumentRow.of(
                plan.description(),
                facts,
                plan.settings(),
                table,
                0,
                rows.stream().map(Row::id).toList()));
        writes.add(new Write.Insert(DocumentRow.TABLE, own, null));
        return new Made(writes, rows.size(), characters + own.length());
    }

    /** What was made has been written, or will not be. */
    void written(List<Write> writes) {
        for (Write write : writes) {
            if (write instanceof Write.Insert(String _, String _, UUID id) && id != null) {
                taken.remove(id);
            }
        }
    }

    private static List<Row> rows(Plan plan, FileFacts facts, String name, UUID documentId, Document document) {
        Target target = plan.target();
        Description description = plan.description();
        List<Chunk> chunks = plan.chunker(facts, name).chunks(document);
        List<Row> rows = new ArrayList<>(chunks.size());
        for (Chunk chunk : chunks) {
            ObjectNode row = target.row(description, facts, name, documentId, chunk, chunk.content(document.text()));
            // Without a key the id is as good as random, and the same each time.
            UUID id = target.id(row).orElseGet(() -> DeterministicId.ofBatchRow(documentId, chunk.ordinal()));
            rows.add(new Row(id, Json.text(row)));
        }
        return rows;
    }

    /** Whether one of the rows is there already, and not as a chunk of this document: it is not to be overwritten. */
    private boolean belongToOthers(List<Row> rows, Set<UUID> former) {
        List<UUID> foreign =
                rows.stream().map(Row::id).filter(id -> !former.contains(id)).toList();
        // Before the database: what leaves this set is there.
        if (foreign.stream().anyMatch(taken::contains)) {
            return true;
        }
        for (int from = 0; from < foreign.size(); from += IDS_AT_ONCE) {
            // A soft-deleted row may be wanted back.
            if (!database.getAll(foreign.subList(from, Math.min(foreign.size(), from + IDS_AT_ONCE)))
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
