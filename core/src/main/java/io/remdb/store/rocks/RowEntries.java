package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
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
     * @param value likewise; of a vector empty, which is not derived
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(Kind kind, byte[] key, byte[] value) {}

    private static final byte[] NOT_DERIVED = {};

    private RowEntries() {}

    /**
     * Those of its id, its indexes and its keys, but for what is being built.
     *
     * @param cipher the store's
     */
    static List<Entry> derived(StoredEntity entity, RowParts parts, TableDefinition definition, StoreCipher cipher) {
        List<Entry> entries = new ArrayList<>();
        int table = entity.table();
        entries.add(id(entity));
        Set<Integer> building = building(definition);
        IndexedRow indexed = new IndexedRow(
                table, entity.id(), parts.derived().indexEntries(), entity.deleted(), cipher.keepsOrder());
        for (int i = 0; i < indexed.size(); i++) {
            int field = indexed.entry(i).field();
            if (!building.contains(field)) {
                entries.add(new Entry(new Kind(Family.INDEXES, table, field), indexed.key(i), indexed.value(i)));
            }
        }
        if (definition.rekeying() == null) {
            for (String key : parts.derived().keys()) {
                entries.add(new Entry(
                        new Kind(Family.KEY_INDEX, table, 0),
                        KeyCodec.lookup(key, entity.id()),
                        KeyCodec.table(table)));
            }
        }
        return entries;
    }

    /** That of its id. */
    static Entry id(StoredEntity entity) {
        return new Entry(
                new Kind(Family.IDS, entity.table(), 0), KeyCodec.id(entity.id()), KeyCodec.table(entity.table()));
    }

    /** Those of its vectors. */
    static List<Entry> vectors(StoredEntity entity, RowParts parts) {
        List<Entry> entries = new ArrayList<>();
        for (EmbeddingSlot slot : parts.vectors()) {
            entries.add(new Entry(
                    new Kind(Family.EMBEDDINGS, entity.table(), KeyCodec.slot(slot)),
                    KeyCodec.embedding(entity.table(), slot, entity.id()),
                    NOT_DERIVED));
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
