package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.embedding.EmbeddingText;
import io.remdb.schema.RowKeys;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.KeyHit;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.SystemFields;
import io.remdb.store.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Compares what is derived from the rows of a table with what is stored: index entries, keys and vectors. */
final class Consistency {
    private Consistency() {}

    static void check(Store store, RemConfig config, String name) {
        TableDefinition definition = store.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(definition.incomplete()).isFalse();
        CatalogTable table = new CatalogTable(definition, SchemaRows.stored(store, 1, name), 0);
        List<StoredEntity> rows = all(store.records().scan(definition.number(), null));
        indexes(store, table, rows);
        keys(store, table, rows);
        vectors(store, config, table, rows);
    }

    private static void indexes(Store store, CatalogTable table, List<StoredEntity> rows) {
        Map<Integer, Set<IndexHit>> expected = new HashMap<>();
        for (StoredEntity row : rows) {
            Derivation.of(table, row, row.parseProperties())
                    .indexEntries()
                    .forEach(entry -> expected.computeIfAbsent(entry.field(), _ -> new HashSet<>())
                            .add(new IndexHit(row.id(), entry.value(), row.deleted())));
        }
        Set<Integer> fields = new HashSet<>(table.definition().fields().values());
        fields.add(SystemFields.CREATED_AT);
        fields.add(SystemFields.MODIFIED_AT);
        for (int field : fields) {
            List<IndexHit> stored =
                    all(store.indexes().range(table.number(), field, FieldRange.ALL, Direction.ASCENDING));
            assertThat(stored).as("index %d", field).hasSameSizeAs(new HashSet<>(stored));
            assertThat(new HashSet<>(stored))
                    .as("index %d of %s", field, table.definition())
                    .isEqualTo(expected.getOrDefault(field, Set.of()));
        }
    }

    private static void keys(Store store, CatalogTable table, List<StoredEntity> rows) {
        for (StoredEntity row : rows) {
            for (String key : RowKeys.keys(table.schema(), row.parseProperties())) {
                assertThat(all(store.indexes().byKey(key))).as(key).contains(new KeyHit(table.number(), row.id()));
            }
        }
    }

    private static void vectors(Store store, RemConfig config, CatalogTable table, List<StoredEntity> rows) {
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            Map<UUID, float[]> stored = new HashMap<>();
            all(store.records().scanEmbeddings(table.number(), slot))
                    .forEach(embedding -> stored.put(embedding.id(), embedding.vector()));
            TableDefinition.Vectors vectors = table.vectors(slot);
            if (vectors == null) {
                assertThat(stored).as("vectors of %s", slot).isEmpty();
                continue;
            }
            String model = vectors.model().substring(vectors.model().indexOf(':') + 1);
            try (EmbeddingModel words = new WordsEmbeddingProvider().open(model, config)) {
                Set<UUID> expected = new HashSet<>();
                for (StoredEntity row : rows) {
                    String text = EmbeddingText.of(table.schema(), row.parseProperties());
                    if (!text.isEmpty()) {
                        expected.add(row.id());
                        assertThat(stored.get(row.id())).as(text).containsExactly(words.embedQuery(text));
                    }
                }
                assertThat(stored.keySet()).as("vectors of %s", slot).isEqualTo(expected);
            }
        }
    }

    private static <T> List<T> all(Cursor<T> cursor) {
        try (cursor) {
            List<T> all = new ArrayList<>();
            cursor.forEachRemaining(all::add);
            return all;
        }
    }
}
