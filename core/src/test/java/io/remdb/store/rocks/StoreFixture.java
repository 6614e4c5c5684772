package io.remdb.store.rocks;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig;
import io.remdb.config.RemConfig.Compression;
import io.remdb.config.RemConfig.Storage;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.crypto.TestKeys;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.CommitResult;
import io.remdb.store.Cursor;
import io.remdb.store.IndexEntry;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import io.remdb.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the tests of this package write and read with. */
final class StoreFixture {
    static final int TABLE = 1;
    static final int FIELD = 16;
    static final Wal LOG = new Wal(true, WalSync.INTERVAL, 1000, 100, 24);

    private StoreFixture() {}

    static RemConfig config() {
        return config(LOG);
    }

    static RemConfig config(Wal log) {
        RemConfig base = RemConfig.of(Map.of());
        return new RemConfig(
                base.home(),
                base.database(),
                base.batchRows(),
                base.python(),
                base.embedding(),
                base.languageModels(),
                new Storage(8 << 20, 2, Compression.LZ4, 1000, 32),
                log,
                base.backups(),
                base.replication(),
                base.search(),
                base.logging(),
                base.sharing(),
                base.export(),
                base.dreams(),
                null,
                base.settings(),
                base.warnings());
    }

    static RocksStore open(Path folder) {
        return RocksStore.open(folder, Creation.IF_MISSING, config(), TestKeys.chosen());
    }

    static StoredEntity entity(UUID id, String json) {
        return entity(id, json, StoredEntity.NOT_DELETED);
    }

    static StoredEntity entity(UUID id, String json, long deletedAt) {
        return new StoredEntity(TABLE, id, 0, 1000, 2000, deletedAt, json.getBytes(StandardCharsets.UTF_8));
    }

    static String json(StoredEntity entity) {
        return new String(entity.properties(), StandardCharsets.UTF_8);
    }

    static Change.PutEntity insert(UUID id, String json) {
        return new Change.PutEntity(entity(id, json), 0, Derived.NONE, Derived.NONE);
    }

    static Change.PutEntity insert(UUID id, Derived after) {
        return new Change.PutEntity(entity(id, "{}"), 0, Derived.NONE, after);
    }

    static Change.PutEntity update(UUID id, long expectedVersion, String json) {
        return new Change.PutEntity(entity(id, json), expectedVersion, Derived.NONE, Derived.NONE);
    }

    static Derived indexed(FieldValue... values) {
        List<IndexEntry> entries = new ArrayList<>();
        for (FieldValue value : values) {
            entries.add(new IndexEntry(FIELD, value));
        }
        return new Derived(entries, List.of());
    }

    static FieldValue text(String value) {
        return new FieldValue.Text(value);
    }

    static FieldValue whole(long value) {
        return new FieldValue.Whole(value);
    }

    static StoredEdge edge(UUID src, String relType, UUID dst) {
        return new StoredEdge(src, relType, dst, "{\"w\":1}".getBytes(StandardCharsets.UTF_8), 77);
    }

    /** Commits a unit that must be applied. */
    static long commit(Store store, Change... changes) {
        CommitResult result = tryCommit(store, changes);
        if (result instanceof CommitResult.Applied(long sequence)) {
            return sequence;
        }
        throw new AssertionError("not applied: " + result);
    }

    static CommitResult tryCommit(Store store, Change... changes) {
        return store.records().commit(new WriteUnit(Atomicity.SEVERAL_ENTITIES, List.of(changes)));
    }

    static <T> List<T> drain(Cursor<T> cursor) {
        try (cursor) {
            List<T> all = new ArrayList<>();
            cursor.forEachRemaining(all::add);
            return all;
        }
    }
}
