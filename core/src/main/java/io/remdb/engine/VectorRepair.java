package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.embedding.EmbeddingText;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes vectors anew that rows lack. A chunk names the versions of its rows, as a build does ({@link TableBuilder}); rows that are
 * written meanwhile get their vectors by that. Thread-safe.
 */
final class VectorRepair {
    private static final Logger LOGGER = System.getLogger(VectorRepair.class.getName());

    private final Store store;
    private final LiveCatalog catalog;
    private final RowEmbedder embedder;
    private final EntityWriter writer;

    VectorRepair(Store store, LiveCatalog catalog, RowEmbedder embedder, EntityWriter writer) {
        this.store = store;
        this.catalog = catalog;
        this.embedder = embedder;
        this.writer = writer;
    }

    /** A vector that is missing, or is none of its table's model. */
    record Missing(int table, UUID id, EmbeddingSlot slot) {}

    /**
     * Makes them.
     *
     * @return how many rows got theirs
     */
    long embed(List<Missing> missing) {
        Map<Integer, Set<UUID>> byTable = new LinkedHashMap<>();
        missing.forEach(each ->
                byTable.computeIfAbsent(each.table(), _ -> new HashSet<>()).add(each.id()));
        long done = 0;
        for (Map.Entry<Integer, Set<UUID>> each : byTable.entrySet()) {
            done += embed(each.getKey(), List.copyOf(each.getValue()));
        }
        return done;
    }

    private long embed(int number, List<UUID> ids) {
        for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
            CatalogTable table = catalog.find(number).orElse(null);
            List<StoredEntity> rows = table == null ? List.of() : rows(number, ids);
            if (table == null || rows.isEmpty()) {
                return 0;
            }
            List<Change> changes = changes(table, rows).orElse(null);
            if (changes == null) {
                return 0;
            }
            WriteUnit unit = new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes);
            if (writer.commitUnlessChanged(table, unit) == EntityWriter.Outcome.WRITTEN) {
                return rows.size();
            }
        }
        staysMissing(EntityWriter.contention(ids.getFirst()));
        return 0;
    }

    /** The check that follows says so, too. */
    private static void staysMissing(RemException reason) {
        LOGGER.log(Level.WARNING, "Vectors that are missing cannot be made", reason);
    }

    /** Those of the rows that are there and can be read. */
    private List<StoredEntity> rows(int table, List<UUID> ids) {
        List<StoredEntity> rows = new ArrayList<>();
        for (UUID id : ids) {
            try {
                store.records().get(table, id).ifPresent(rows::add);
            } catch (RemException e) {
                if (e.code() != ErrorCode.CORRUPTED) {
                    throw e;
                }
            }
        }
        return rows;
    }

    /** What is to be written; empty where the model fails: that keeps nothing else from being mended, as a store that fails does. */
    private Optional<List<Change>> changes(CatalogTable table, List<StoredEntity> rows) {
        try {
            List<Change> changes = new ArrayList<>();
            List<RowEmbedder.Text> texts = new ArrayList<>();
            for (StoredEntity row : rows) {
                String text = EmbeddingText.of(table.schema(), row.parseProperties());
                changes.add(new Change.RequireEntity(table.number(), row.id(), row.version()));
                // As if it had been another text: so it is embedded, and a vector without a text is removed.
                texts.add(new RowEmbedder.Text(row.id(), text.isEmpty() ? " " : "", text));
            }
            changes.addAll(embedder.changes(table, texts, new RowEmbedder.Vectors()));
            return Optional.of(changes);
        } catch (RemException e) {
            if (e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            staysMissing(e);
            return Optional.empty();
        }
    }
}
