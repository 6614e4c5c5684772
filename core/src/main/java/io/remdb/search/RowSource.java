package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows with what their documents are made of. */
final class RowSource {
    private final RecordStore records;
    private final CatalogTable table;

    RowSource(RecordStore records, CatalogTable table) {
        this.records = records;
        this.table = table;
    }

    /**
     * The living ones of some rows, by id: empty for one that is not there or is deleted; a damaged one is left out, since nothing can be said
     * of it.
     */
    Map<UUID, Optional<RowPrints.Row>> read(List<UUID> ids) {
        try {
            return together(ids);
        } catch (RemException e) {
            requireDamage(e);
            Map<UUID, Optional<RowPrints.Row>> rows = new HashMap<>();
            for (UUID id : ids) {
                try {
                    rows.putAll(together(List.of(id)));
                } catch (RemException damaged) {
                    requireDamage(damaged);
                }
            }
            return rows;
        }
    }

    private static void requireDamage(RemException e) {
        if (e.code() != ErrorCode.CORRUPTED) {
            throw e;
        }
    }

    private Map<UUID, Optional<RowPrints.Row>> together(List<UUID> ids) {
        List<@Nullable StoredEntity> entities = records.getAll(table.number(), ids);
        List<float @Nullable []> main = vectors(EmbeddingSlot.MAIN, ids);
        List<float @Nullable []> alternative = vectors(EmbeddingSlot.ALT, ids);
        Map<UUID, Optional<RowPrints.Row>> rows = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            StoredEntity entity = entities.get(i);
            if (entity == null || entity.deleted()) {
                rows.put(ids.get(i), Optional.empty());
            } else {
                var _ = entity.parseProperties(); // fails here when it is damaged
                rows.put(ids.get(i), Optional.of(new RowPrints.Row(entity, at(main, i), at(alternative, i))));
            }
        }
        return rows;
    }

    private List<float @Nullable []> vectors(EmbeddingSlot slot, List<UUID> ids) {
        return table.dimension(slot) == 0 ? List.of() : records.embeddings(table.number(), slot, ids);
    }

    private static float @Nullable [] at(List<float @Nullable []> vectors, int index) {
        return vectors.isEmpty() ? null : vectors.get(index);
    }
}
