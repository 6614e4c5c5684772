package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.ValidationProblem;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingText;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.schema.RowValidator;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds new indexes, keys and vectors over the rows that a table has, while rows are written. Each chunk names the versions of
 * the rows that it was computed from; when one was changed meanwhile, its writer has already derived what is new, and the chunk
 * is computed again. A build that was cut off is done again at the next open.
 */
final class TableBuilder {
    private static final int CHUNK_ROWS = 500;
    private static final int INVALID_ROWS_SHOWN = 5;

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final RowEmbedder embedder;

    TableBuilder(Store store, LiveCatalog catalog, SchemaGate gate, RowEmbedder embedder) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.embedder = embedder;
    }

    /** Builds what the table's definition says is incomplete, and then says that it is complete. */
    void build(CatalogTable before, CatalogTable table, ProgressListener progress) {
        boolean keysChanged =
                !Objects.equals(before.schema().keyField(), table.schema().keyField());
        if (!table.definition().incomplete() && !keysChanged) {
            return;
        }
        TableCounts counts = store.records().counts(table.number());
        long total = counts.live() + counts.deleted();
        long done = 0;
        List<UUID> chunk = nextChunk(table, null);
        while (!chunk.isEmpty()) {
            buildChunk(before, table, chunk, keysChanged);
            done += chunk.size();
            progress.progress(Math.min(done, total), total);
            chunk = nextChunk(table, chunk.getLast());
        }
        complete(table);
    }

    private List<UUID> nextChunk(CatalogTable table, @Nullable UUID after) {
        List<UUID> ids = new ArrayList<>(CHUNK_ROWS);
        try (Cursor<StoredEntity> rows = store.records().scan(table.number(), after)) {
            while (rows.hasNext() && ids.size() < CHUNK_ROWS) {
                ids.add(rows.next().id());
            }
        }
        return ids;
    }

    private void buildChunk(CatalogTable before, CatalogTable table, List<UUID> ids, boolean keysChanged) {
        RowEmbedder.Vectors vectors = new RowEmbedder.Vectors();
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            List<Change> changes = changes(before, table, ids, keysChanged, vectors);
            if (changes.isEmpty()
                    || EntityWriter.commit(store.records(), new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes))
                            .isPresent()) {
                return;
            }
        }
        throw EntityWriter.contention(ids.getFirst());
    }

    private List<Change> changes(
            CatalogTable before, CatalogTable table, List<UUID> ids, boolean keysChanged, RowEmbedder.Vectors vectors) {
        List<Field> building = table.schema().indexedFields().stream()
                .filter(field -> table.definition().building().contains(field.name()))
                .toList();
        List<Change> changes = new ArrayList<>();
        List<RowEmbedder.Text> texts = new ArrayList<>();
        for (StoredEntity row : store.records().getAll(table.number(), ids)) {
            if (row != null) {
                ObjectNode properties = row.parseProperties();
                changes.add(
                        keysChanged
                                ? rewritten(before, table, row, properties)
                                : new Change.PutIndexEntries(
                                        table.number(),
                                        row.id(),
                                        row.version(),
                                        row.deleted(),
                                        Derivation.entries(table, building, properties)));
                // The old text is given as the new one: only what is being built is embedded.
                String text = EmbeddingText.of(table.schema(), properties);
                texts.add(new RowEmbedder.Text(row.id(), text, text));
            }
        }
        changes.addAll(embedder.changes(table, texts, vectors));
        return changes;
    }

    private static Change rewritten(CatalogTable before, CatalogTable table, StoredEntity row, ObjectNode properties) {
        Change.Derived old = new Change.Derived(List.of(), RowKeys.keys(before.schema(), properties));
        return new Change.PutEntity(row, row.version(), old, Derivation.of(table, row, properties));
    }

    private void complete(CatalogTable table) {
        gate.switching(() -> {
            var definition = table.definition().completed();
            boolean current = catalog.find(table.number())
                    .filter(now -> now.definition().equals(table.definition()))
                    .isPresent();
            if (!current) {
                // Registered again or removed meanwhile: whoever did that builds what it needs.
                return definition;
            }
            EntityWriter.commit(
                    store.records(),
                    new WriteUnit(Atomicity.SEVERAL_ENTITIES, List.of(new Change.DefineTable(definition))));
            catalog.put(Map.of(definition, table.schema()));
            return definition;
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
                        shown.add(row.id() + ": " + problems.getFirst().message());
                    }
                }
            }
        }
        return invalid == 0
                ? Optional.empty()
                : Optional.of(invalid + " of the existing rows would not validate: " + String.join("; ", shown));
    }

    /** Finishes builds that were cut off. */
    void resume() {
        for (CatalogTable table : catalog.tables()) {
            if (table.definition().incomplete()) {
                build(table, table, ProgressListener.NONE);
            }
        }
    }
}
