package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.CommitResult;
import io.remdb.store.Cursor;
import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.Receipt;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEmbedding;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import io.remdb.store.WriteUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads by identity; writes go to {@link CommitPath}, where they may. */
final class RocksRecords implements RecordStore {
    private final RocksHandle rocks;
    private final StoreState state;
    private final Function<WriteUnit, CommitResult> commits;
    private final ReceiptBook receipts;

    RocksRecords(RocksHandle rocks, StoreState state, Function<WriteUnit, CommitResult> commits, ReceiptBook receipts) {
        this.rocks = rocks;
        this.state = state;
        this.commits = commits;
        this.receipts = receipts;
    }

    @Override
    public OptionalInt tableOf(UUID id) {
        return rocks.gate().call(() -> {
            byte[] value = rocks.get(Family.IDS, KeyCodec.id(id));
            return value == null ? OptionalInt.empty() : OptionalInt.of(Bytes.intAt(value, 0));
        });
    }

    @Override
    public Optional<StoredEntity> get(int table, UUID id) {
        return rocks.gate().call(() -> {
            byte[] value = rocks.get(Family.ENTITIES, KeyCodec.entity(table, id));
            return value == null ? Optional.empty() : Optional.of(EntityCodec.decode(table, id, value));
        });
    }

    @Override
    public List<@Nullable StoredEntity> getAll(int table, List<UUID> ids) {
        List<byte[]> keys = new ArrayList<>(ids.size());
        ids.forEach(id -> keys.add(KeyCodec.entity(table, id)));
        @Nullable StoredEntity[] entities = new StoredEntity[ids.size()];
        List<byte @Nullable []> values = valuesOf(Family.ENTITIES, keys);
        for (int i = 0; i < entities.length; i++) {
            byte[] value = values.get(i);
            entities[i] = value == null ? null : EntityCodec.decode(table, ids.get(i), value);
        }
        return Arrays.asList(entities);
    }

    @Override
    public List<@Nullable StoredEntity> getAll(List<UUID> ids) {
        List<byte[]> idKeys = new ArrayList<>(ids.size());
        ids.forEach(id -> idKeys.add(KeyCodec.id(id)));
        List<byte @Nullable []> tables = valuesOf(Family.IDS, idKeys);
        List<byte[]> keys = new ArrayList<>(ids.size());
        int[] places = new int[ids.size()];
        for (int i = 0; i < ids.size(); i++) {
            byte[] table = tables.get(i);
            if (table != null) {
                places[keys.size()] = i;
                keys.add(KeyCodec.entity(Bytes.intAt(table, 0), ids.get(i)));
            }
        }
        @Nullable StoredEntity[] entities = new StoredEntity[ids.size()];
        List<byte @Nullable []> values = valuesOf(Family.ENTITIES, keys);
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                int place = places[i];
                entities[place] = EntityCodec.decode(Bytes.intAt(keys.get(i), 0), ids.get(place), value);
            }
        }
        return Arrays.asList(entities);
    }

    @Override
    public Cursor<StoredEntity> scan(int table, @Nullable UUID after) {
        byte[] prefix = KeyCodec.table(table);
        RocksCursor.Decoder<StoredEntity> decoder =
                (key, value) -> EntityCodec.decode(table, KeyCodec.entityId(key), value);
        return rocks.gate().call(() -> {
            if (after == null) {
                return RocksCursor.within(rocks, Family.ENTITIES, prefix, decoder);
            }
            byte[] start = Bytes.successor(rocks.cipher().key(Family.ENTITIES, KeyCodec.entity(table, after)));
            byte[] end = Bytes.successor(rocks.cipher().prefix(Family.ENTITIES, prefix));
            return RocksCursor.between(rocks, Family.ENTITIES, start, end, RocksCursor.Step.FORWARD, decoder);
        });
    }

    @Override
    public Optional<float[]> embedding(int table, UUID id, EmbeddingSlot slot) {
        return rocks.gate().call(() -> {
            byte[] value = rocks.get(Family.EMBEDDINGS, KeyCodec.embedding(table, slot, id));
            return value == null ? Optional.empty() : Optional.of(VectorCodec.decode(value));
        });
    }

    @Override
    public List<float @Nullable []> embeddings(int table, EmbeddingSlot slot, List<UUID> ids) {
        List<byte[]> keys = new ArrayList<>(ids.size());
        ids.forEach(id -> keys.add(KeyCodec.embedding(table, slot, id)));
        List<float @Nullable []> vectors = new ArrayList<>(ids.size());
        for (byte[] value : valuesOf(Family.EMBEDDINGS, keys)) {
            vectors.add(value == null ? null : VectorCodec.decode(value));
        }
        return vectors;
    }

    @Override
    public Cursor<StoredEmbedding> scanEmbeddings(int table, EmbeddingSlot slot) {
        byte[] prefix = KeyCodec.embeddingPrefix(table, slot);
        return rocks.gate()
                .call(() -> RocksCursor.within(
                        rocks,
                        Family.EMBEDDINGS,
                        prefix,
                        (key, value) -> new StoredEmbedding(KeyCodec.embeddingId(key), VectorCodec.decode(value))));
    }

    @Override
    public Cursor<StoredEdge> edgesFrom(UUID src, @Nullable String relType) {
        return edges(Family.EDGES, src, relType, EdgeCodec::forward);
    }

    @Override
    public Cursor<StoredEdge> edgesTo(UUID dst, @Nullable String relType) {
        return edges(Family.EDGES_REVERSE, dst, relType, EdgeCodec::reverse);
    }

    @Override
    public EdgeWalk walk(EdgeEnd near) {
        return rocks.gate().call(() -> new RocksEdgeWalk(rocks, near));
    }

    @Override
    public Optional<StoredEdge> edge(UUID src, String relType, UUID dst) {
        byte[] key = KeyCodec.edge(src, relType, dst);
        return rocks.gate().call(() -> {
            byte[] value = rocks.get(Family.EDGES, key);
            return value == null ? Optional.empty() : Optional.of(EdgeCodec.forward(key, value));
        });
    }

    private Cursor<StoredEdge> edges(
            Family family, UUID near, @Nullable String relType, RocksCursor.Decoder<StoredEdge> decoder) {
        byte[] prefix = KeyCodec.edgePrefix(near, relType);
        return rocks.gate().call(() -> RocksCursor.withPrefix(rocks, family, prefix, decoder));
    }

    @Override
    public TableCounts counts(int table) {
        return rocks.gate().call(() -> {
            Meta.TableStats stats = state.stats(table);
            return new TableCounts(stats.live(), stats.deleted());
        });
    }

    @Override
    public CommitResult commit(WriteUnit unit) {
        return commits.apply(unit);
    }

    @Override
    public Optional<Receipt> receipt(UUID request) {
        return rocks.gate().call(() -> receipts.find(request));
    }

    private List<byte @Nullable []> valuesOf(Family family, List<byte[]> keys) {
        return rocks.gate().call(() -> rocks.getAll(family, keys));
    }
}
