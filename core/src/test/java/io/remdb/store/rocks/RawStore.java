package io.remdb.store.rocks;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.value.FieldValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** Writes single entries of a store that is closed, past everything that keeps them right: what a defect would leave. */
public final class RawStore implements AutoCloseable {
    private final RocksHandle rocks;
    private final Optional<RocksEncryption> encryption;
    private final Batch batch;

    private RawStore(RocksHandle rocks, Optional<RocksEncryption> encryption) {
        this.rocks = rocks;
        this.encryption = encryption;
        this.batch = new Batch(rocks);
    }

    /** @param folder of a database */
    public static RawStore of(Path folder, RemConfig config, KeySource keys) {
        Path store = folder.resolve("store");
        RocksHandle rocks = StoreOpener.open(store, Creation.NEVER, config);
        UUID id = StoreOpener.identify(rocks, store, Creation.NEVER, keys);
        return new RawStore(rocks, RocksEncryption.unlock(rocks, id, keys));
    }

    /** Writes what was asked for. */
    @Override
    public void close() {
        if (!batch.isEmpty()) {
            rocks.write(batch);
        }
        rocks.close();
        encryption.ifPresent(RocksEncryption::close);
    }

    /** The number of a table. */
    public int table(String name) {
        return StoreState.load(rocks).definitions().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow()
                .number();
    }

    /** The number of the index of a field. */
    public int field(String table, String field) {
        Integer number = StoreState.load(rocks).definitions().stream()
                .filter(each -> each.name().equals(table))
                .findFirst()
                .orElseThrow()
                .fields()
                .get(field);
        return Objects.requireNonNull(number);
    }

    public RawStore removeIndexEntry(int table, int field, FieldValue value, UUID id) {
        batch.delete(Family.INDEXES, KeyCodec.index(table, field, value, id));
        return this;
    }

    public RawStore putIndexEntry(int table, int field, FieldValue value, UUID id, boolean deleted) {
        batch.put(Family.INDEXES, KeyCodec.index(table, field, value, id), new byte[] {(byte) (deleted ? 1 : 0)});
        return this;
    }

    /** Has an entry tell something of another field that no row can have there. */
    public RawStore putIndexEntry(int table, int field, FieldValue value, UUID id, int other) {
        byte[] key = KeyCodec.index(table, field, value, id);
        byte[] told = Objects.requireNonNull(rocks.get(Family.INDEXES, key)).clone();
        for (int i = 1; i + 1 < told.length; i += 2) {
            told[i + 1] += (byte) (told[i] == other ? 1 : 0);
        }
        batch.put(Family.INDEXES, key, told);
        return this;
    }

    /** The values of all entries of indexes. */
    public List<byte[]> indexValues() {
        List<byte[]> values = new ArrayList<>();
        try (ReadOptions reading = new ReadOptions();
                RocksIterator iterator = rocks.iterator(Family.INDEXES, reading)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                values.add(iterator.value());
            }
        }
        return values;
    }

    public RawStore removeKey(String key, UUID id) {
        batch.delete(Family.KEY_INDEX, KeyCodec.lookup(key, id));
        return this;
    }

    public RawStore putKey(String key, UUID id, int table) {
        batch.put(Family.KEY_INDEX, KeyCodec.lookup(key, id), KeyCodec.table(table));
        return this;
    }

    public RawStore removeId(UUID id) {
        batch.delete(Family.IDS, KeyCodec.id(id));
        return this;
    }

    public RawStore putId(UUID id, int table) {
        batch.put(Family.IDS, KeyCodec.id(id), KeyCodec.table(table));
        return this;
    }

    public RawStore removeEdge(UUID src, String type, UUID dst, boolean fromTarget) {
        if (fromTarget) {
            batch.delete(Family.EDGES_REVERSE, KeyCodec.edge(dst, type, src));
        } else {
            batch.delete(Family.EDGES, KeyCodec.edge(src, type, dst));
        }
        return this;
    }

    public RawStore putEdge(StoredEdge edge, boolean fromTarget) {
        if (fromTarget) {
            batch.put(
                    Family.EDGES_REVERSE,
                    KeyCodec.edge(edge.dst(), edge.relType(), edge.src()),
                    EdgeCodec.encode(edge));
        } else {
            batch.put(Family.EDGES, KeyCodec.edge(edge.src(), edge.relType(), edge.dst()), EdgeCodec.encode(edge));
        }
        return this;
    }

    public RawStore removeVector(int table, UUID id, EmbeddingSlot slot) {
        batch.delete(Family.EMBEDDINGS, KeyCodec.embedding(table, slot, id));
        return this;
    }

    public RawStore putVector(int table, UUID id, EmbeddingSlot slot, float... vector) {
        batch.put(Family.EMBEDDINGS, KeyCodec.embedding(table, slot, id), VectorCodec.encode(vector));
        return this;
    }

    public RawStore setCounters(int table, long live, long deleted) {
        Meta.putStats(
                batch,
                table,
                new Meta.TableStats(
                        live, deleted, StoreState.load(rocks).stats(table).lastChange()));
        return this;
    }

    public RawStore removeMark(int table) {
        batch.delete(Family.META, Meta.definedKey(table));
        return this;
    }

    public RawStore removeLogEntry(long sequence) {
        batch.delete(Family.WAL, KeyCodec.log(sequence));
        return this;
    }

    public RawStore putRow(StoredEntity entity) {
        byte[] value = EntityCodec.encode(entity);
        EntityCodec.setVersion(value, entity.version());
        batch.put(Family.ENTITIES, KeyCodec.entity(entity.table(), entity.id()), value);
        return this;
    }

    /** Has a row be something else than one. */
    public RawStore damageRow(int table, UUID id) {
        batch.put(Family.ENTITIES, KeyCodec.entity(table, id), new byte[] {9, 9, 9});
        return this;
    }

    public RawStore removeRow(int table, UUID id) {
        batch.delete(Family.ENTITIES, KeyCodec.entity(table, id));
        return this;
    }

    /** The last entry of the log. */
    public long lastSequence() {
        return StoreState.load(rocks).lastSequence();
    }

    /** The row as it is. */
    public StoredEntity row(int table, UUID id) {
        return EntityCodec.decode(
                table, id, Objects.requireNonNull(rocks.get(Family.ENTITIES, KeyCodec.entity(table, id))));
    }
}
