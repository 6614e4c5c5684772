package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.config.RemConfig.Compression;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Search;
import io.remdb.config.RemConfig.Storage;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.json.Json;
import io.remdb.schema.Category;
import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.TestFileKeys;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.CommitResult;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import io.remdb.store.rocks.RocksStore;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A real store, the tables of a test, and a search index over them. */
final class SearchFixture implements AutoCloseable {
    static final int DIMENSION = 16;
    static final int ALTERNATIVE_DIMENSION = 8;
    static final Wal LOG = new Wal(true, WalSync.INTERVAL, 1000, 100, 24);
    static final Search SEARCH = new Search(20_000, Quantization.NONE, null, 16, 100);

    final Store store;
    final TestCatalog catalog;
    final @Nullable Path folder;
    final LuceneSearchIndex index;

    private SearchFixture(Store store, TestCatalog catalog, @Nullable Path folder, IndexSeal seal, Search search) {
        this.store = store;
        this.catalog = catalog;
        this.folder = folder;
        this.index = LuceneSearchIndex.open(store, catalog, folder, seal, search, SearchSizes.PRODUCTION);
    }

    /** Files that nobody can read without the key, and a cache that does not hold many of their blocks. */
    static IndexSeal sealed() {
        return IndexSeal.of(new TestFileKeys(0), new BlockCache(1 << 16, 1 << 20));
    }

    static SearchFixture inMemory(Search search) {
        Store store = RocksStore.openInMemory(config(LOG, search), TestKeys.chosen());
        return new SearchFixture(store, new TestCatalog(), null, IndexSeal.none(), search);
    }

    static SearchFixture inMemory() {
        return inMemory(SEARCH);
    }

    static SearchFixture open(Path home) {
        return open(home, new TestCatalog(), LOG, SEARCH);
    }

    static SearchFixture open(Path home, TestCatalog catalog, Wal log, Search search) {
        return open(home, catalog, IndexSeal.none(), log, search);
    }

    static SearchFixture open(Path home, TestCatalog catalog, IndexSeal seal, Wal log, Search search) {
        Store store =
                RocksStore.open(home.resolve("store"), Creation.IF_MISSING, config(log, search), TestKeys.chosen());
        return new SearchFixture(store, catalog, home.resolve("search"), seal, search);
    }

    static RemConfig config(Wal log, Search search) {
        RemConfig base = RemConfig.of(Map.of());
        return new RemConfig(
                base.home(),
                base.database(),
                base.batchRows(),
                base.python(),
                base.embedding(),
                base.languageModels(),
                new Storage(32 << 20, 2, Compression.LZ4, 1000, 64),
                log,
                base.backups(),
                base.replication(),
                search,
                base.logging(),
                base.sharing(),
                base.export(),
                base.dreams(),
                null,
                base.settings(),
                base.warnings());
    }

    @Override
    public void close() {
        try {
            index.close();
        } finally {
            store.close();
        }
    }

    // ---- tables

    static Field text(String name, boolean embedded) {
        return field(name, new FieldType.Scalar(ScalarType.TEXT), embedded);
    }

    static Field field(String name, FieldType type, boolean embedded) {
        return new Field(name, type, false, false, embedded, "", List.of());
    }

    static CatalogTable table(int number, String name, int dimension, long revision, Field... fields) {
        TableSchema schema = new TableSchema(
                name,
                name,
                "test." + name,
                "1.0.0",
                "",
                Category.USER,
                List.of(fields),
                null,
                "default",
                Json.object());
        return new CatalogTable(
                new TableDefinition(
                        number,
                        name,
                        Map.of(),
                        Set.of(),
                        new TableDefinition.Vectors("local:test", dimension, false),
                        new TableDefinition.Vectors("local:other", ALTERNATIVE_DIMENSION, false)),
                schema,
                revision);
    }

    /** {@code notes(title, body embedded, kind, tags[])}, number 1. */
    static CatalogTable notes() {
        return table(
                1,
                "notes",
                DIMENSION,
                1,
                text("title", false),
                text("body", true),
                text("kind", false),
                field("tags", new FieldType.ArrayOf(ScalarType.TEXT), false),
                field("stars", new FieldType.Scalar(ScalarType.INTEGER), false));
    }

    CatalogTable define(CatalogTable table) {
        commit(new Change.DefineTable(table.definition()));
        catalog.tables.put(table.number(), table);
        return table;
    }

    /** The tables that a test has defined. */
    static final class TestCatalog implements Catalog {
        final Map<Integer, CatalogTable> tables = new ConcurrentSkipListMap<>();

        @Override
        public Optional<CatalogTable> find(String name) {
            return tables.values().stream()
                    .filter(table -> table.name().equals(name))
                    .findFirst();
        }

        @Override
        public Optional<CatalogTable> find(int number) {
            return Optional.ofNullable(tables.get(number));
        }

        @Override
        public CatalogTable require(String name) {
            return find(name).orElseThrow(() -> new RemException(ErrorCode.UNKNOWN_TABLE, name));
        }

        @Override
        public List<CatalogTable> tables() {
            return List.copyOf(tables.values());
        }

        @Override
        public List<CatalogTable> rekeying() {
            return tables().stream()
                    .filter(table -> table.definition().rekeying() != null)
                    .toList();
        }

        @Override
        public long revision() {
            return 1;
        }
    }

    // ---- rows

    long commit(Change... changes) {
        CommitResult result = store.records().commit(new WriteUnit(Atomicity.SEVERAL_ENTITIES, Arrays.asList(changes)));
        if (result instanceof CommitResult.Applied applied) {
            return applied.sequence();
        }
        throw new AssertionError("not applied: " + result);
    }

    long put(CatalogTable table, UUID id, String json, float @Nullable [] vector) {
        return commit(putChanges(table, id, json, vector, false).toArray(Change[]::new));
    }

    /** Inserts, updates, or brings back. */
    List<Change> putChanges(CatalogTable table, UUID id, String json, float @Nullable [] vector, boolean deleted) {
        long version = store.records()
                .get(table.number(), id)
                .map(StoredEntity::version)
                .orElse(0L);
        return changes(table.number(), id, version, json, vector, deleted);
    }

    static List<Change> changes(
            int table, UUID id, long version, String json, float @Nullable [] vector, boolean deleted) {
        List<Change> changes = new ArrayList<>();
        StoredEntity entity = new StoredEntity(
                table, id, 0, 1000, 2000, deleted ? 3000 : StoredEntity.NOT_DELETED, Json.write(Json.parse(json)));
        changes.add(new Change.PutEntity(entity, version, Derived.NONE, Derived.NONE));
        if (vector != null) {
            changes.add(new Change.PutEmbedding(table, id, EmbeddingSlot.MAIN, vector));
        }
        return changes;
    }

    void softDelete(CatalogTable table, UUID id) {
        commit(putChanges(table, id, "{}", null, true).toArray(Change[]::new));
    }

    void remove(CatalogTable table, UUID id) {
        StoredEntity entity = store.records().get(table.number(), id).orElseThrow();
        commit(new Change.RemoveEntity(table.number(), id, entity.version(), Derived.NONE, entity.deleted()));
    }

    // ---- searches

    List<UUID> nearest(CatalogTable table, float[] query, int k) {
        return ids(index.nearest(table, EmbeddingSlot.MAIN, query, k, CandidateFilter.Everything.EVERYTHING)
                .candidates());
    }

    List<UUID> matching(CatalogTable table, String text, int k) {
        return ids(index.matching(table, text, null, k, CandidateFilter.Everything.EVERYTHING)
                .candidates());
    }

    static List<UUID> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }

    static UUID id(long number) {
        // spread over the key space as hashes are
        Random random = new Random(number * 31 + 7);
        return new UUID(random.nextLong(), random.nextLong());
    }

    static float[] unit(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return normalise(vector);
    }

    static float[] normalise(float[] vector) {
        double sum = 0;
        for (float each : vector) {
            sum += each * each;
        }
        float length = (float) Math.sqrt(sum);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    static float dot(float[] left, float[] right) {
        float sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
