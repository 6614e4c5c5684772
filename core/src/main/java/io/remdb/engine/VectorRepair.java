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
        try {
            for (int attempt = 0; attempt < EntityWriter.MOST_ATTEMPTS; attempt++) {
                CatalogTable table = catalog.find(number).orElse(null);
                if (table == null) {
                    return 0;
                }
                List<StoredEntity> rows = rows(number, ids);
                if (rows.isEmpty()) {
                    return 0;
                }
                WriteUnit unit = new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes(table, rows));
                if (writer.commitUnlessChanged(table, unit) == EntityWriter.Outcome.WRITTEN) {
                    return rows.size();
                }
            }
            throw EntityWriter.contention(ids.getFirst());
        } catch (RemException e) {
            if (e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.READ_ONLY) {
                throw e;
            }
            // They stay missing, and the check that follows says so.
            LOGGER.log(Level.WARNING, "Vectors that are missing cannot be made", e);
            return 0;
        }
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

    private List<Change> changes(CatalogTable table, List<StoredEntity> rows) {
        List<Change> changes = new ArrayList<>();
        List<RowEmbedder.Text> texts = new ArrayList<>();
        for (StoredEntity row : rows) {
            String text = EmbeddingText.of(table.schema(), row.parseProperties());
            changes.add(new Change.RequireEntity(table.number(), row.id(), row.version()));
            // As if it had been another text: so it is embedded, and a vector without a text is removed.
            texts.add(new RowEmbedder.Text(row.id(), text.isEmpty() ? " " : "", text));
        }
        changes.addAll(embedder.changes(table, texts, new RowEmbedder.Vectors()));
        return changes;
    }
}
