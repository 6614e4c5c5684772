package io.remdb.ingest.table;

import io.remdb.Entity;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.json.Json;
import io.remdb.schema.BuiltInSchemas;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.TableSchema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The row of a file in {@code documents}, which is there once, whatever table its chunks are in. */
public final class DocumentRow {
    /** The table. */
    public static final String TABLE = "documents";

    /** The type of the edges from a document to its chunks. */
    public static final String HAS_CHUNK = "has_chunk";

    private static final TableSchema SCHEMA = BuiltInSchemas.find(TABLE).orElseThrow();
    private static final String HASH = "file_hash";
    private static final String METADATA = "metadata";
    private static final String INGEST = "ingest";
    private static final String SETTINGS = "settings";

    private DocumentRow() {}

    /** The id of the document of a file. */
    public static UUID id(String uri) {
        return DeterministicId.ofKey(SCHEMA, uri);
    }

    /** What the ids of a file's rows are made of that have no key of their own: other than those of its chunks, and in each table others. */
    public static UUID idOfRows(String uri, String table) {
        return DeterministicId.ofKey(SCHEMA, uri + "#rows-of=" + table);
    }

    /** Whether a document is there, of the same bytes, taken in in the same way. */
    public static boolean isUnchanged(Entity document, String sha256, String settings) {
        ObjectNode row = document.properties();
        return document.deletedAt() == null
                && row.path(HASH).asString("").equals(sha256)
                && row.path(METADATA).path(INGEST).path(SETTINGS).asString("").equals(settings);
    }

    /** The chunks that a document says it has. */
    public static long chunks(Entity document) {
        return document.properties().path("chunk_count").asLong(0);
    }

    /** The rows that a file of rows had. */
    public static long rows(Entity document) {
        return document.properties().path(METADATA).path(INGEST).path("rows").asLong(0);
    }

    /**
     * The row.
     *
     * @param settings with which it is taken in, as one text
     * @param table where its chunks or rows are
     * @param rows that a file of rows has
     * @param chunks the ids of its chunks, in order
     */
    public static ObjectNode of(
            Description description, FileFacts facts, String settings, String table, long rows, List<UUID> chunks) {
        TableRow row = new TableRow(SCHEMA)
                .text("name", facts.name())
                .text("uri", facts.uri())
                .text("content_type", facts.contentType())
                .number("file_size", facts.size())
                .text(HASH, facts.sha256())
                .number("chunk_count", chunks.size())
                .description(description);
        ObjectNode known = known(facts.info());
        description.metadata().properties().forEach(entry -> known.set(entry.getKey(), entry.getValue()));
        ObjectNode ingest = known.putObject(INGEST);
        ingest.put(SETTINGS, settings).put("table", table);
        if (rows > 0) {
            ingest.put("rows", rows);
        }
        row.metadata(Json.object(), known);
        ArrayNode edges = row.json().putArray("edges");
        for (int i = 0; i < chunks.size(); i++) {
            ObjectNode edge = edges.addObject();
            edge.put("dst", chunks.get(i).toString()).put("rel_type", HAS_CHUNK);
            edge.putObject("properties").put("ordinal", i);
        }
        return row.json();
    }

    private static ObjectNode known(DocumentInfo info) {
        ObjectNode known = Json.object();
        put(known, "title", info.title());
        put(known, "author", info.author());
        put(known, "created", info.created() == null ? null : Description.time(info.created()));
        put(known, "modified", info.modified() == null ? null : Description.time(info.modified()));
        if (info.pages() > 0) {
            known.put("pages", info.pages());
        }
        put(known, "language", info.language());
        return known;
    }

    private static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }
}
