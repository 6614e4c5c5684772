package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.ValidationProblem;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingText;
import io.remdb.schema.RowKeys;
import io.remdb.schema.RowValidator;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import io.remdb.store.TableDefinition;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds new indexes, keys and vectors over the rows that a table has, while rows are written. Each chunk names the versions of
 * the rows that it was computed from; when one was changed meanwhile, its writer has already derived what is new, and the chunk
 * is computed again. A build that was cut off is done again at the next open.
 */
final class TableBuilder {
    private static final int CHUNK_ROWS = 500;
    private static final long CHUNK_BYTES = 4 << 20;
    private static final int INVALID_ROWS_SHOWN = 5;

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final RowEmbedder embedder;
    private final EntityWriter writer;

    TableBuilder(Store store, LiveCatalog catalog, SchemaGate gate, RowEmbedder embedder, EntityWriter writer) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.embedder = embedder;
        this.writer = writer;
    }

    /**
     * Builds what the table's definition says is incomplete, and then says that it is complete. Returns before that when the
     * table is changed or removed meanwhile.
     *
     * @param stop asked before each chunk; when it says yes, this returns with the table incomplete
     */
    void build(CatalogTable table, ProgressListener progress, BooleanSupplier stop) {
        TableCounts counts = store.records().counts(table.number());
        long total = counts.live() + counts.deleted();
        long done = 0;
        progress.progress(done, total);
        List<UUID> chunk = nextChunk(table, null);
        while (!chunk.isEmpty()) {
            if (stop.getAsBoolean() || !buildChunk(table, chunk)) {
                return;
            }
            done += chunk.size();
            progress.progress(Math.min(done, total), total);
            chunk = nextChunk(table, chunk.getLast());
        }
        complete(table);
    }

    private List<UUID> nextChunk(CatalogTable table, @Nullable UUID after) {
        List<UUID> ids = new ArrayList<>(CHUNK_ROWS);
        long bytes = 0;
        try (Cursor<StoredEntity> rows = store.records().scan(table.number(), after)) {
            while (rows.hasNext() && ids.size() < CHUNK_ROWS && bytes < CHUNK_BYTES) {
                StoredEntity row = rows.next();
                ids.add(row.id());
                bytes += row.properties().length;
            }
        }
        return ids;
    }

    /** @return whether the table is still the same */
    private boolean buildChunk(CatalogTable table, List<UUID> ids) {
        RowEmbedder.Vectors vectors = new RowEmbedder.Vectors();
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            List<Change> changes = changes(table, ids, vectors);
            switch (writer.commitUnlessChanged(table, new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes))) {
                case WRITTEN -> {
                    return true;
                }
                case OUTDATED -> {
                    return false;
                }
                case CONFLICT -> {}
            }
        }
        throw EntityWriter.contention(ids.getFirst());
    }

    private List<Change> changes(CatalogTable table, List<UUID> ids, RowEmbedder.Vectors vectors) {
        boolean indexes = !table.definition().building().isEmpty();
        List<Change> changes = new ArrayList<>();
        List<RowEmbedder.Text> texts = new ArrayList<>();
        for (StoredEntity row : store.records().getAll(table.number(), ids)) {
            if (row != null) {
                ObjectNode properties = row.parseProperties();
                changes.add(
                        table.definition().rekeying() != null
                                ? rewritten(table, row, properties)
                                : new Change.PutIndexEntries(
                                        table.number(),
                                        row.id(),
                                        row.version(),
                                        row.deleted(),
                                        indexes ? Derivation.entries(table, row, properties) : List.of()));
                // The old text is given as the new one: only what is being built is embedded.
                String text = EmbeddingText.of(table.schema(), properties);
                texts.add(new RowEmbedder.Text(row.id(), text, text));
            }
        }
        changes.addAll(embedder.changes(table, texts, vectors));
        return changes;
    }

    /** The row as it is, with every index entry and key that it shall have, and without those keys that it had. */
    private static Change rewritten(CatalogTable table, StoredEntity row, ObjectNode properties) {
        Change.Derived after = Derivation.of(table, row, properties);
        Change.Derived before = Derivation.former(table, row, properties, after);
        return new Change.PutEntity(row, row.version(), new Change.Derived(List.of(), before.keys()), after);
    }

    private void complete(CatalogTable table) {
        gate.switching(() -> {
            TableDefinition definition = table.definition().completed();
            // Registered again or removed meanwhile: whoever did that builds what it needs.
            boolean current = catalog.isCurrent(table);
            if (current) {
                EntityWriter.commit(
                        store.records(),
                        new WriteUnit(Atomicity.SEVERAL_ENTITIES, List.of(new Change.DefineTable(definition))));
                catalog.put(Map.of(definition, table.schema()));
            }
            return current;
        });
    }

    /** The first rows of a table that another schema would not accept, for a message; empty when all would be. */
    Optional<String> invalidRows(CatalogTable table, TableSchema schema) {
        List<String> shown = new ArrayList<>();
        long invalid = 0;
        RowValidator validator = RowValidator.of(schema);
        try (Cursor<StoredEntity> rows = store.records().scan(table.number(), null)) {
            while (rows.hasNext()) {
                StoredEntity row = rows.next();
                List<ValidationProblem> problems =
                        row.deleted() ? List.of() : validator.validate(row.parseProperties());
                if (!problems.isEmpty()) {
                    invalid++;
                    if (shown.size() < INVALID_ROWS_SHOWN) {
                        shown.add(name(table, row) + ": " + problems.getFirst().message());
                    }
                }
            }
        }
        return invalid == 0
                ? Optional.empty()
                : Optional.of(invalid + " of the existing rows do not obey the new rules: " + String.join("; ", shown));
    }

    /** What a person knows a row by. */
    private static String name(CatalogTable table, StoredEntity row) {
        List<String> keys = RowKeys.keys(table.schema(), row.parseProperties());
        return keys.isEmpty() ? row.id().toString() : keys.getFirst();
    }
}
