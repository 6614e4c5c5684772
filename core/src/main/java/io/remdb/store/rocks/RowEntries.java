package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.IndexEntry;
import io.remdb.store.RowParts;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.store.rocks.EntryCounts.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The entries that an entity should have in other families. */
final class RowEntries {
    /**
     * One of them.
     *
     * @param key as the store means it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(Kind kind, byte[] key) {}

    private RowEntries() {}

    /** Those of its id, its indexes and its keys, but for what is being built. */
    static List<Entry> derived(StoredEntity entity, RowParts parts, TableDefinition definition) {
        List<Entry> entries = new ArrayList<>();
        int table = entity.table();
        entries.add(id(entity));
        Set<Integer> building = building(definition);
        for (IndexEntry entry : parts.derived().indexEntries()) {
            if (!building.contains(entry.field())) {
                entries.add(new Entry(
                        new Kind(Family.INDEXES, table, entry.field()),
                        KeyCodec.index(table, entry.field(), entry.value(), entity.id())));
            }
        }
        if (definition.rekeying() == null) {
            for (String key : parts.derived().keys()) {
                entries.add(new Entry(new Kind(Family.KEY_INDEX, table, 0), KeyCodec.lookup(key, entity.id())));
            }
        }
        return entries;
    }

    /** That of its id. */
    static Entry id(StoredEntity entity) {
        return new Entry(new Kind(Family.IDS, entity.table(), 0), KeyCodec.id(entity.id()));
    }

    /** Those of its vectors. */
    static List<Entry> vectors(StoredEntity entity, RowParts parts) {
        List<Entry> entries = new ArrayList<>();
        for (EmbeddingSlot slot : parts.vectors()) {
            entries.add(new Entry(
                    new Kind(Family.EMBEDDINGS, entity.table(), KeyCodec.slot(slot)),
                    KeyCodec.embedding(entity.table(), slot, entity.id())));
        }
        return entries;
    }

    /** Whether entries of a kind may be there or not, because what they belong to is being built. */
    static boolean isOpen(Kind kind, TableDefinition definition) {
        return switch (kind.family()) {
            case INDEXES -> building(definition).contains(kind.part());
            case KEY_INDEX -> definition.rekeying() != null;
            case ENTITIES, IDS, EDGES, EDGES_REVERSE, EMBEDDINGS, WAL, KEYS, META -> false;
        };
    }

    private static Set<Integer> building(TableDefinition definition) {
        Set<Integer> numbers = new HashSet<>();
        for (String field : definition.building()) {
            Integer number = definition.fields().get(field);
            if (number != null) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
