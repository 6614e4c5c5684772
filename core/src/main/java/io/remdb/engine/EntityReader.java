package io.remdb.engine;

import io.remdb.Edge;
import io.remdb.Entity;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.json.Json;
import io.remdb.schema.RowKeys;
import io.remdb.store.Cursor;
import io.remdb.store.KeyHit;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Turns what the store keeps into entities. */
final class EntityReader {
    private final Store store;
    private final LiveCatalog catalog;

    EntityReader(Store store, LiveCatalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    Optional<Entity> get(UUID id) {
        return stored(id).map(this::entity);
    }

    Optional<Entity> getWithEmbeddings(UUID id) {
        return stored(id).map(stored -> entity(stored, embeddings(stored)));
    }

    /** The entities that exist among these, in order. */
    List<Entity> getAll(List<UUID> ids) {
        List<Entity> entities = new ArrayList<>(ids.size());
        for (StoredEntity row : store.records().getAll(ids)) {
            if (row != null && !isGone(row.table())) {
                entities.add(entity(row));
            }
        }
        return entities;
    }

    Optional<StoredEntity> stored(UUID id) {
        OptionalInt table = store.records().tableOf(id);
        return table.isEmpty() || isGone(table.getAsInt())
                ? Optional.empty()
                : store.records().get(table.getAsInt(), id);
    }

    /** The living entities with one of these keys, each once, in the order of the keys, with their first edges. */
    List<Entity> lookup(List<String> keys, TimeLimit time) {
        return lookup(keys, this::withFirstEdges, time);
    }

    /** The living entities with this key, for readers of their properties. */
    List<Entity> lookupWithoutEdges(String key, TimeLimit time) {
        return lookup(List.of(key), this::withoutEdges, time);
    }

    private List<Entity> lookup(List<String> keys, Function<StoredEntity, Entity> read, TimeLimit time) {
        Set<KeyHit> hits = new LinkedHashSet<>();
        for (String key : keys) {
            hits.addAll(hits(key, time));
        }
        List<Entity> found = new ArrayList<>();
        for (KeyHit hit : hits) {
            time.check();
            store.records()
                    .get(hit.table(), hit.id())
                    .filter(stored -> !stored.deleted())
                    .map(read)
                    .filter(entity -> hasKey(hit, entity, keys))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The rows of a table that is being removed are there no more, though the last of them may not have gone yet. */
    boolean isGone(int table) {
        return catalog.nameOf(table).isEmpty();
    }

    /** Whether the row has one of the keys now: it may have been changed since the entry was read. */
    private boolean hasKey(KeyHit hit, Entity entity, List<String> keys) {
        return catalog.find(hit.table())
                .filter(table -> RowKeys.keys(table.schema(), entity.properties()).stream()
                        .anyMatch(keys::contains))
                .isPresent();
    }

    /** The entities that stand under a key, soft-deleted ones too. */
    List<KeyHit> hits(String key) {
        return hits(key, TimeLimit.CONFIGURED);
    }

    /** The same; that may take long only while the key field of a table is changed. */
    List<KeyHit> hits(String key, TimeLimit time) {
        time.check();
        List<KeyHit> hits = new ArrayList<>();
        List<CatalogTable> rekeying = catalog.rekeying();
        try (Cursor<KeyHit> cursor = store.indexes().byKey(key)) {
            while (cursor.hasNext()) {
                KeyHit hit = cursor.next();
                if (!isGone(hit.table()) && rekeying.stream().noneMatch(table -> table.number() == hit.table())) {
                    hits.add(hit);
                }
            }
        }
        rekeying.forEach(table -> addHits(table, key, hits, time));
        return hits;
    }

    /** While the key field of a table is changed, some of its rows do not stand under their keys yet: all are looked at. */
    private void addHits(CatalogTable table, String key, List<KeyHit> hits, TimeLimit time) {
        try (Cursor<StoredEntity> rows = store.records().scan(table.number(), null)) {
            while (rows.hasNext()) {
                time.check();
                StoredEntity row = rows.next();
                if (RowKeys.keys(table.schema(), row.parseProperties()).contains(key)) {
                    hits.add(new KeyHit(table.number(), row.id()));
                }
            }
        }
    }

    /** An entity with all of its edges. */
    Entity entity(StoredEntity stored) {
        return entity(stored, Map.of());
    }

    /** An entity as one of several results: with no more edges than a result shows, however many it has. */
    Entity withFirstEdges(StoredEntity stored) {
        return entity(stored, edges(stored.id(), Entity.MAX_EDGES_CARRIED));
    }

    /** An entity for readers of its properties. */
    Entity withoutEdges(StoredEntity stored) {
        return entity(stored, List.of());
    }

    private Entity entity(StoredEntity stored, Map<String, float[]> embeddings) {
        return entity(stored, edges(stored.id(), Integer.MAX_VALUE), embeddings);
    }

    /** An entity whose edges have been read. */
    Entity entity(StoredEntity stored, List<Edge> edges) {
        return entity(stored, edges, Map.of());
    }

    private Entity entity(StoredEntity stored, List<Edge> edges, Map<String, float[]> embeddings) {
        return entity(catalog.nameOf(stored.table()).orElse(""), stored, edges, embeddings);
    }

    /** An entity of which everything has been read. */
    static Entity entity(String table, StoredEntity stored, List<Edge> edges, Map<String, float[]> embeddings) {
        return new Entity(
                stored.id(),
                table,
                MicrosClock.instant(stored.createdAtMicros()),
                MicrosClock.instant(stored.modifiedAtMicros()),
                stored.deleted() ? MicrosClock.instant(stored.deletedAtMicros()) : null,
                edges,
                stored.parseProperties(),
                embeddings);
    }

    private List<Edge> edges(UUID src, int most) {
        try (Cursor<StoredEdge> cursor = store.records().edgesFrom(src, null)) {
            if (!cursor.hasNext()) {
                return List.of();
            }
            List<Edge> edges = new ArrayList<>();
            while (edges.size() < most && cursor.hasNext()) {
                edges.add(edge(cursor.next()));
            }
            return edges;
        }
    }

    static Edge edge(StoredEdge edge) {
        byte[] data = edge.properties();
        return new Edge(
                edge.src(),
                edge.dst(),
                edge.relType(),
                data.length == 0 ? Json.object() : Json.parseStored(data, 0, data.length),
                MicrosClock.instant(edge.createdAtMicros()));
    }

    private Map<String, float[]> embeddings(StoredEntity stored) {
        Map<String, float[]> embeddings = new LinkedHashMap<>();
        RecordStore records = store.records();
        CatalogTable table = catalog.find(stored.table()).orElseThrow();
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            if (table.vectors(slot) != null) {
                records.embedding(stored.table(), stored.id(), slot)
                        .ifPresent(vector -> embeddings.put(slot.fieldName(), vector));
            }
        }
        return embeddings;
    }
}
