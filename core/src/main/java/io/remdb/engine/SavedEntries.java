package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.LogEntry;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.text.IoProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Entries of the log for people: what was changed, in words and rows. Vectors are left out. */
final class SavedEntries {
    private final Store store;
    private final LiveCatalog catalog;

    SavedEntries(Store store, LiveCatalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /** Writes the entries from one on; how many there were. */
    long write(long from, Path file) {
        long entries = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file);
                Cursor<LogEntry> log =
                        store.log().read(Math.max(from, store.log().oldestSequence()))) {
            while (log.hasNext()) {
                LogEntry entry = log.next();
                for (Change change : entry.changes()) {
                    ObjectNode line = Json.object();
                    line.put("sequence", entry.sequence());
                    line.put(
                            "committed_at",
                            Instant.EPOCH
                                    .plus(entry.committedAtMicros(), ChronoUnit.MICROS)
                                    .toString());
                    if (describe(change, line)) {
                        out.write(Json.mapper().writeValueAsString(line));
                        out.newLine();
                    }
                }
                entries++;
            }
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "What this database alone has cannot be saved", e)
                    .with("path", file)
                    .with("problem", IoProblem.of(e));
        }
        return entries;
    }

    /** Whether there is something to say. */
    private boolean describe(Change change, ObjectNode line) {
        switch (change) {
            case Change.PutEntity put -> {
                StoredEntity entity = put.entity();
                row(line, entity.deleted() ? "soft-delete" : "put", entity.table(), entity.id());
                line.set("row", entity.parseProperties());
            }
            case Change.RemoveEntity remove -> row(line, "delete", remove.table(), remove.id());
            case Change.PutEdge put -> {
                StoredEdge edge = put.edge();
                edge(line, "put-edge", edge.src(), edge.relType(), edge.dst());
                line.set("properties", Json.parseStored(edge.properties(), 0, edge.properties().length));
            }
            case Change.RemoveEdge(UUID src, String relType, UUID dst) -> edge(line, "delete-edge", src, relType, dst);
            case Change.DefineTable(var definition) ->
                line.put("change", "define-table").put("table", definition.name());
            case Change.DropTable(int table) -> line.put("change", "drop-table").put("table", name(table));
            case Change.PutEmbedding _,
                    Change.RemoveEmbedding _,
                    Change.PutIndexEntries _,
                    Change.RequireEntity _,
                    Change.DropIndex _,
                    Change.DropEmbeddings _ -> {
                return false;
            }
        }
        return true;
    }

    private void row(ObjectNode line, String change, int table, UUID id) {
        line.put("change", change).put("table", name(table)).put("id", id.toString());
    }

    private static void edge(ObjectNode line, String change, UUID src, String relType, UUID dst) {
        line.put("change", change)
                .put("src", src.toString())
                .put("rel_type", relType)
                .put("dst", dst.toString());
    }

    private String name(int table) {
        return catalog.nameOf(table).orElse("table " + table);
    }
}
