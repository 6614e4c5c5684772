package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.EdgeEnd;
import io.remdb.store.IndexEntry;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the changes of one unit into writes. {@link #prepare} does all that needs no sequence, outside of the commit lock;
 * {@link #seal} adds the rest under it.
 */
final class UnitWriter {
    private static final byte[] NOTHING = {};
    /** From here on a set is faster than looking through a list. */
    private static final int FEW = 8;

    /** An encoded entity that waits for its version. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pending(byte[] key, byte[] value) {}

    /** What a unit adds to a table's counters. */
    private record Delta(long live, long deleted) {
        Delta plus(long moreLive, long moreDeleted) {
            return new Delta(live + moreLive, deleted + moreDeleted);
        }
    }

    private final RocksHandle rocks;
    private final Batch batch;
    private final boolean tellsOthers;
    private final byte[] header = new byte[EntityCodec.HEADER_LENGTH];
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Integer, Delta> touched = new LinkedHashMap<>();
    private final List<TableDefinition> defined = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private byte[] logEntry = NOTHING;

    UnitWriter(RocksHandle rocks) {
        this.rocks = rocks;
        this.batch = new Batch(rocks);
        this.tellsOthers = rocks.cipher().keepsOrder();
    }

    /**
     * Checks the expected versions and prepares the writes; the entities are locked.
     *
     * @return the first entity that has another version than expected; null when all is well
     */
    @Nullable
    UUID prepare(List<Change> changes) {
        Set<UUID> written = new HashSet<>();
        for (Change change : changes) {
            UUID conflict = add(change, written);
            if (conflict == null && change instanceof Change.RemoveEntity remove && leavesEdges(remove.id(), changes)) {
                conflict = remove.id();
            }
            if (conflict != null) {
                return conflict;
            }
        }
        logEntry = LogCodec.encode(changes);
        return null;
    }

    private @Nullable UUID add(Change change, Set<UUID> written) {
        switch (change) {
            case Change.PutEntity put -> {
                requireOnce(put.entity().id(), written);
                return putEntity(put);
            }
            case Change.RemoveEntity remove -> {
                requireOnce(remove.id(), written);
                return removeEntity(remove);
            }
            case Change.DefineTable(var definition) -> {
                defined.add(definition);
                touch(definition.number());
                batch.put(Family.META, Meta.definedKey(definition.number()), NOTHING);
                Meta.putDefinition(batch, definition);
            }
            case Change.DropTable(int table) -> dropTable(table);
            case Change.RequireEntity(int table, UUID id, long expectedVersion) -> {
                if (currentVersion(KeyCodec.entity(table, id), id, expectedVersion) != expectedVersion) {
                    return id;
                }
            }
            case Change.PutEdge put -> {
                return putEdge(put);
            }
            case Change.RemoveEdge(UUID src, String relType, UUID dst) -> {
                batch.delete(Family.EDGES, KeyCodec.edge(src, relType, dst));
                batch.delete(Family.EDGES_REVERSE, KeyCodec.edge(dst, relType, src));
            }
            case Change.PutEmbedding(int table, UUID id, EmbeddingSlot slot, float[] vector) -> {
                touch(table);
                batch.put(Family.EMBEDDINGS, KeyCodec.embedding(table, slot, id), VectorCodec.encode(vector));
            }
            case Change.RemoveEmbedding(int table, UUID id, EmbeddingSlot slot) -> {
                touch(table);
                batch.delete(Family.EMBEDDINGS, KeyCodec.embedding(table, slot, id));
            }
            case Change.PutIndexEntries entries -> {
                byte[] key = KeyCodec.entity(entries.table(), entries.id());
                if (currentVersion(key, entries.id(), entries.expectedVersion()) != entries.expectedVersion()) {
                    return entries.id();
                }
                putIndexEntries(
                        new IndexedRow(
                                entries.table(), entries.id(), entries.entries(), entries.deleted(), tellsOthers),
                        new IndexedRow(entries.table(), entries.id(), List.of(), false, false));
            }
            case Change.DropIndex(int table, int field) ->
                batch.deletePrefix(Family.INDEXES, KeyCodec.indexPrefix(table, field));
            case Change.DropEmbeddings(int table, EmbeddingSlot slot) -> {
                touch(table);
                batch.deletePrefix(Family.EMBEDDINGS, KeyCodec.embeddingPrefix(table, slot));
            }
        }
        return null;
    }

    private @Nullable UUID putEdge(Change.PutEdge put) {
        StoredEdge edge = put.edge();
        byte[] key = KeyCodec.edge(edge.src(), edge.relType(), edge.dst());
        if (put.creation() == Change.PutEdge.Creation.KEPT) {
            byte[] before = rocks.get(Family.EDGES, key);
            if (before != null && EdgeCodec.createdAtMicros(before) != edge.createdAtMicros()) {
                return edge.src();
            }
        }
        byte[] value = EdgeCodec.encode(edge);
        batch.put(Family.EDGES, key, value);
        batch.put(Family.EDGES_REVERSE, KeyCodec.edge(edge.dst(), edge.relType(), edge.src()), value);
        return null;
    }

    private @Nullable UUID putEntity(Change.PutEntity put) {
        StoredEntity entity = put.entity();
        UUID id = entity.id();
        byte[] key = KeyCodec.entity(entity.table(), id);
        if (currentVersion(key, id, put.expectedVersion()) != put.expectedVersion()) {
            return id;
        }
        boolean isNew = put.expectedVersion() == 0;
        boolean wasDeleted = !isNew && EntityCodec.deleted(header);
        if (isNew) {
            batch.put(Family.IDS, KeyCodec.id(id), KeyCodec.table(entity.table()));
        } else {
            count(entity.table(), wasDeleted, -1);
        }
        count(entity.table(), entity.deleted(), 1);
        Change.Derived before = put.before();
        Change.Derived after = put.after();
        int table = entity.table();
        removeIndexEntries(table, id, without(before.indexEntries(), after.indexEntries()));
        putIndexEntries(
                new IndexedRow(table, id, after.indexEntries(), entity.deleted(), tellsOthers),
                new IndexedRow(table, id, before.indexEntries(), wasDeleted, tellsOthers));
        removeKeys(id, without(before.keys(), after.keys()));
        for (String added : without(after.keys(), before.keys())) {
            batch.put(Family.KEY_INDEX, KeyCodec.lookup(added, id), KeyCodec.table(table));
        }
        pending.add(new Pending(key, EntityCodec.encode(entity)));
        return null;
    }

    private @Nullable UUID removeEntity(Change.RemoveEntity remove) {
        UUID id = remove.id();
        int table = remove.table();
        byte[] key = KeyCodec.entity(table, id);
        if (currentVersion(key, id, remove.expectedVersion()) != remove.expectedVersion()) {
            return id;
        }
        touch(table);
        if (remove.expectedVersion() != 0) {
            count(table, EntityCodec.deleted(header), -1);
        }
        batch.delete(Family.ENTITIES, key);
        batch.delete(Family.IDS, KeyCodec.id(id));
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            batch.delete(Family.EMBEDDINGS, KeyCodec.embedding(table, slot, id));
        }
        removeIndexEntries(table, id, remove.before().indexEntries());
        removeKeys(id, remove.before().keys());
        return null;
    }

    /** Whether an edge that starts at an entity would outlive it: one that was written after the unit was computed. */
    private boolean leavesEdges(UUID id, List<Change> changes) {
        try (RocksEdgeWalk walk = new RocksEdgeWalk(rocks, EdgeEnd.SOURCE)) {
            walk.moveTo(id, null);
            Set<Change> removed = null;
            while (walk.next()) {
                if (removed == null) {
                    removed = changes.stream()
                            .filter(Change.RemoveEdge.class::isInstance)
                            .collect(Collectors.toSet());
                }
                StoredEdge edge = walk.edge();
                if (!removed.contains(new Change.RemoveEdge(edge.src(), edge.relType(), edge.dst()))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The version that an entity has now, its header being read by the way; 0 for none. */
    private long currentVersion(byte[] key, UUID id, long expected) {
        if (expected == 0) {
            // Ids are unique over all tables, and theirs is the smallest family.
            return rocks.getStart(Family.IDS, KeyCodec.id(id), header) < 0 ? 0 : -1;
        }
        int length = rocks.getStart(Family.ENTITIES, key, header);
        if (length < 0) {
            return 0;
        }
        EntityCodec.requireFormat(header, length);
        return EntityCodec.version(header);
    }

    private void dropTable(int table) {
        dropped.add(table);
        byte[] prefix = KeyCodec.table(table);
        batch.deletePrefix(Family.ENTITIES, prefix);
        batch.deletePrefix(Family.INDEXES, prefix);
        batch.deletePrefix(Family.EMBEDDINGS, prefix);
        batch.delete(Family.META, Meta.tableKey(table));
        batch.delete(Family.META, Meta.statsKey(table));
    }

    /** Writes a row's entries, but for those that are there and say the same. */
    private void putIndexEntries(IndexedRow row, IndexedRow before) {
        for (int i = 0; i < row.size(); i++) {
            byte[] value = row.value(i);
            int former = before.indexOf(row.entry(i));
            if (former < 0 || !Arrays.equals(value, before.value(former))) {
                batch.put(Family.INDEXES, row.key(i), value);
            }
        }
    }

    private void removeIndexEntries(int table, UUID id, Collection<IndexEntry> entries) {
        for (IndexEntry entry : entries) {
            batch.delete(Family.INDEXES, KeyCodec.index(table, entry.field(), entry.value(), id));
        }
    }

    private void removeKeys(UUID id, Collection<String> keys) {
        for (String key : keys) {
            batch.delete(Family.KEY_INDEX, KeyCodec.lookup(key, id));
        }
    }

    private static <T> Collection<T> without(List<T> all, List<T> excluded) {
        if (excluded.isEmpty() || all.isEmpty()) {
            return all;
        }
        Collection<T> lookup = excluded.size() <= FEW ? excluded : new HashSet<>(excluded);
        List<T> rest = new ArrayList<>(all.size());
        for (T item : all) {
            if (!lookup.contains(item)) {
                rest.add(item);
            }
        }
        return rest;
    }

    private void count(int table, boolean deleted, int difference) {
        Delta delta = touched.getOrDefault(table, new Delta(0, 0));
        touched.put(table, deleted ? delta.plus(0, difference) : delta.plus(difference, 0));
    }

    private void touch(int table) {
        touched.putIfAbsent(table, new Delta(0, 0));
    }

    private static void requireOnce(UUID id, Set<UUID> written) {
        if (!written.add(id)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A unit writes the same entity twice").with("id", id);
        }
    }

    /** Completes the batch with everything that depends on its place in the log; under the commit lock. */
    Batch seal(StoreState state, Meta.Head head, long committedAtMicros) {
        requireEmpty(state);
        LogCodec.setTime(logEntry, committedAtMicros);
        for (Pending entity : pending) {
            EntityCodec.setVersion(entity.value(), head.sequence());
            batch.put(Family.ENTITIES, entity.key(), entity.value());
        }
        batch.put(Family.WAL, KeyCodec.log(head.sequence()), logEntry);
        touched.forEach((table, _) -> {
            if (!dropped.contains(table)) {
                Meta.putStats(batch, table, statsAfter(state, table, head.sequence()));
            }
        });
        Meta.putHead(batch, head);
        return batch;
    }

    /** What {@link #seal} adds to the log. */
    int logBytes() {
        return logEntry.length;
    }

    /** Makes what was written visible; under the commit lock. */
    void publish(StoreState state, Meta.Head head) {
        defined.forEach(state::define);
        touched.forEach((table, _) -> state.putStats(table, statsAfter(state, table, head.sequence())));
        dropped.forEach(state::drop);
        state.advance(head);
    }

    private Meta.TableStats statsAfter(StoreState state, int table, long sequence) {
        Meta.TableStats stats = state.stats(table);
        Delta delta = touched.getOrDefault(table, new Delta(0, 0));
        return new Meta.TableStats(stats.live() + delta.live(), stats.deleted() + delta.deleted(), sequence);
    }

    private void requireEmpty(StoreState state) {
        for (int table : dropped) {
            Meta.TableStats stats = statsAfter(state, table, 0);
            if (stats.live() + stats.deleted() != 0) {
                throw new RemException(ErrorCode.TABLE_NOT_EMPTY, "The table still holds rows")
                        .with("table", table)
                        .with("rows", stats.live() + stats.deleted());
            }
        }
    }
}
