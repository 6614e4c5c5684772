package io.remdb.graph;

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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what is read, and how many walks are open. */
final class CountingRecords implements RecordStore {
    private final RecordStore records;
    private int edges;
    private int entities;
    private int open;

    CountingRecords(RecordStore records) {
        this.records = records;
    }

    int edges() {
        return edges;
    }

    int entities() {
        return entities;
    }

    int open() {
        return open;
    }

    @Override
    public List<@Nullable StoredEntity> getAll(List<UUID> ids) {
        entities += ids.size();
        return records.getAll(ids);
    }

    @Override
    public EdgeWalk walk(EdgeEnd near) {
        EdgeWalk walk = records.walk(near);
        open++;
        return new EdgeWalk() {
            @Override
            public void moveTo(UUID entity, @Nullable String relType) {
                walk.moveTo(entity, relType);
            }

            @Override
            public boolean next() {
                edges++;
                return walk.next();
            }

            @Override
            public UUID far() {
                return walk.far();
            }

            @Override
            public StoredEdge edge() {
                return walk.edge();
            }

            @Override
            public void close() {
                open--;
                walk.close();
            }
        };
    }

    @Override
    public OptionalInt tableOf(UUID id) {
        return records.tableOf(id);
    }

    @Override
    public Optional<StoredEntity> get(int table, UUID id) {
        return records.get(table, id);
    }

    @Override
    public List<@Nullable StoredEntity> getAll(int table, List<UUID> ids) {
        return records.getAll(table, ids);
    }

    @Override
    public Cursor<StoredEntity> scan(int table, @Nullable UUID after) {
        return records.scan(table, after);
    }

    @Override
    public Optional<float[]> embedding(int table, UUID id, EmbeddingSlot slot) {
        return records.embedding(table, id, slot);
    }

    @Override
    public List<float @Nullable []> embeddings(int table, EmbeddingSlot slot, List<UUID> ids) {
        return records.embeddings(table, slot, ids);
    }

    @Override
    public Cursor<StoredEmbedding> scanEmbeddings(int table, EmbeddingSlot slot) {
        return records.scanEmbeddings(table, slot);
    }

    @Override
    public Cursor<StoredEdge> edgesFrom(UUID src, @Nullable String relType) {
        return records.edgesFrom(src, relType);
    }

    @Override
    public Cursor<StoredEdge> edgesTo(UUID dst, @Nullable String relType) {
        return records.edgesTo(dst, relType);
    }

    @Override
    public Optional<StoredEdge> edge(UUID src, String relType, UUID dst) {
        return records.edge(src, relType, dst);
    }

    @Override
    public TableCounts counts(int table) {
        return records.counts(table);
    }

    @Override
    public Optional<Receipt> receipt(UUID request) {
        return records.receipt(request);
    }

    @Override
    public CommitResult commit(WriteUnit unit) {
        return records.commit(unit);
    }
}
