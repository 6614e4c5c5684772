package io.remdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.Path;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.SearchMode;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.crypto.TestKeys;
import io.remdb.json.Json;
import io.remdb.schema.Category;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.CommitResult;
import io.remdb.store.IndexEntry;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.SystemFields;
import io.remdb.store.TableDefinition;
import io.remdb.store.WriteUnit;
import io.remdb.store.rocks.RocksStore;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real store with tables made by hand, and an engine over it. */
final class SqlFixture implements AutoCloseable {
    static final long CREATED = 1_767_323_045_000_006L; // 2026-01-02T03:04:05.000006Z

    final Store store = RocksStore.openInMemory(config(), TestKeys.chosen());
    final TestCatalog catalog = new TestCatalog();
    final SqlEngine sql;

    SqlFixture() {
        this(SqlLimits.DEFAULT);
    }

    SqlFixture(SqlLimits limits) {
        sql = new SqlEngine(store, catalog, new NoWrites(), NoFunctions.NONE, GroupReader.NONE, limits);
    }

    /** Writing has its own tests, with the write path that it needs. */
    static final class NoWrites implements RowWrites {
        @Override
        public void requireWritable(CatalogTable table) {
            throw new RemException(ErrorCode.UNSUPPORTED, "There is no write path here");
        }

        @Override
        public Statement begin() {
            throw new IllegalStateException("nothing is writable");
        }

        @Override
        public <T> T alone(Supplier<T> work) {
            return work.get();
        }
    }

    static RemConfig config() {
        return RemConfig.load();
    }

    static Field field(String name, FieldType type, boolean indexed) {
        return new Field(name, type, false, indexed, false, "", List.of());
    }

    static Field text(String name) {
        return field(name, new FieldType.Scalar(ScalarType.TEXT), false);
    }

    static Field scalar(String name, ScalarType type) {
        return field(name, new FieldType.Scalar(type), false);
    }

    static Field indexed(String name, ScalarType type) {
        return field(name, new FieldType.Scalar(type), true);
    }

    /** Defines (or redefines) a table. */
    CatalogTable define(String name, Field... fields) {
        int number = catalog.find(name)
                .map(CatalogTable::number)
                .orElse(catalog.tables().size() + 1);
        Map<String, Integer> numbers = new TreeMap<>();
        for (Field field : fields) {
            if (field.indexed()) {
                numbers.put(field.name(), SystemFields.FIRST_USER_FIELD + numbers.size());
            }
        }
        TableDefinition definition = new TableDefinition(number, name, numbers);
        commit(new Change.DefineTable(definition));
        TableSchema schema = new TableSchema(
                name, name, name, "1.0.0", "", Category.USER, List.of(fields), null, "default", Json.object());
        return catalog.put(definition, schema);
    }

    /** The articles of most tests. */
    CatalogTable articles() {
        return define(
                "articles",
                text("title"),
                indexed("category", ScalarType.TEXT),
                indexed("views", ScalarType.INTEGER),
                scalar("score", ScalarType.NUMBER),
                field("tags", new FieldType.ArrayOf(ScalarType.TEXT), true),
                field("author", new FieldType.Scalar(ScalarType.UUID), true),
                field("extra", new FieldType.Json(), false));
    }

    UUID insert(CatalogTable table, String json) {
        UUID id = UUID.randomUUID();
        put(table, id, json, false);
        return id;
    }

    void put(CatalogTable table, UUID id, String json, boolean deleted) {
        commit(change(table, id, json, deleted, CREATED));
    }

    void insertAll(CatalogTable table, List<String> rows) {
        List<Change> changes = new ArrayList<>();
        long at = CREATED;
        for (String row : rows) {
            changes.add(change(table, UUID.randomUUID(), row, false, at++));
            if (changes.size() == 1_000) {
                commit(changes.toArray(Change[]::new));
                changes.clear();
            }
        }
        if (!changes.isEmpty()) {
            commit(changes.toArray(Change[]::new));
        }
    }

    Change change(CatalogTable table, UUID id, String json, boolean deleted, long at) {
        Optional<StoredEntity> old = store.records().get(table.number(), id);
        byte[] properties = Json.write(Json.parseObject(json));
        StoredEntity entity = new StoredEntity(
                table.number(), id, 0, at, at, deleted ? at + 1 : StoredEntity.NOT_DELETED, properties);
        return new Change.PutEntity(
                entity,
                old.map(StoredEntity::version).orElse(0L),
                old.map(before -> derived(table, before)).orElse(Change.Derived.NONE),
                derived(table, entity));
    }

    void commit(Change... changes) {
        WriteUnit unit = new WriteUnit(WriteUnit.Atomicity.SEVERAL_ENTITIES, List.of(changes));
        assertThat(store.records().commit(unit)).isInstanceOf(CommitResult.Applied.class);
    }

    private static Change.Derived derived(CatalogTable table, StoredEntity entity) {
        ObjectNode row = entity.parseProperties();
        List<IndexEntry> entries = new ArrayList<>();
        entries.add(new IndexEntry(SystemFields.CREATED_AT, new FieldValue.Timestamp(entity.createdAtMicros())));
        entries.add(new IndexEntry(SystemFields.MODIFIED_AT, new FieldValue.Timestamp(entity.modifiedAtMicros())));
        for (Field field : table.schema().indexedFields()) {
            int number = table.indexNumber(field);
            JsonNode value = row.path(field.name());
            switch (field.type()) {
                case FieldType.Scalar scalar -> entries.add(new IndexEntry(number, value(value, scalar.type())));
                case FieldType.ArrayOf array -> {
                    Set<FieldValue> elements = new LinkedHashSet<>();
                    value.forEach(element -> elements.add(value(element, array.element())));
                    elements.forEach(element -> entries.add(new IndexEntry(number, element)));
                }
                case FieldType.Json json -> throw new IllegalStateException("no index over JSON");
            }
        }
        return new Change.Derived(entries, RowKeys.keys(table.schema(), row));
    }

    static FieldValue value(JsonNode node, ScalarType type) {
        return switch (type) {
            case TEXT -> node.isString() ? new FieldValue.Text(node.stringValue()) : FieldValue.Null.NULL;
            case INTEGER -> node.isIntegralNumber() ? new FieldValue.Whole(node.longValue()) : FieldValue.Null.NULL;
            case NUMBER -> node.isNumber() ? new FieldValue.Decimal(node.doubleValue()) : FieldValue.Null.NULL;
            case BOOLEAN -> node.isBoolean() ? new FieldValue.Bool(node.booleanValue()) : FieldValue.Null.NULL;
            case TIMESTAMP ->
                node.isString()
                        ? new FieldValue.Timestamp(
                                ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(node.stringValue())))
                        : FieldValue.Null.NULL;
            case DATE ->
                node.isString() ? new FieldValue.Day(LocalDate.parse(node.stringValue())) : FieldValue.Null.NULL;
            case UUID ->
                node.isString() ? new FieldValue.Id(UUID.fromString(node.stringValue())) : FieldValue.Null.NULL;
        };
    }

    /** The rows as JSON. */
    List<String> rows(String statement, @Nullable Object... parameters) {
        try (QueryResult result = sql.query(statement, java.util.Arrays.asList(parameters))) {
            return result.stream().map(row -> row.json().toString()).toList();
        }
    }

    /** The first column of the rows. */
    List<@Nullable Object> column(String statement, @Nullable Object... parameters) {
        try (QueryResult result = sql.query(statement, java.util.Arrays.asList(parameters))) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Row row : result) {
                values.add(row.value(0));
            }
            return values;
        }
    }

    String plan(String statement, @Nullable Object... parameters) {
        return String.valueOf(column("EXPLAIN " + statement, parameters).getFirst());
    }

    RemException failure(ErrorCode code, String statement, @Nullable Object... parameters) {
        RemException error = org.assertj.core.api.Assertions.catchThrowableOfType(
                RemException.class, () -> rows(statement, parameters));
        assertThat(error).as(statement).isNotNull();
        assertThat(error.code()).as(statement + ": " + error.getMessage()).isEqualTo(code);
        return error;
    }

    @Override
    public void close() {
        sql.close();
        store.close();
    }

    /** For tests of SQL without the rest of a database; {@code TableFunctionsTest} has one. */
    enum NoFunctions implements TableFunctions {
        NONE;

        @Override
        public List<Hit<Entity>> search(String table, String text, int limit, SearchMode mode, int timeoutMs) {
            throw new IllegalStateException("no search here");
        }

        @Override
        public List<Entity> lookup(String key, int timeoutMs) {
            throw new IllegalStateException("no lookup here");
        }

        @Override
        public List<Path> traverse(String idOrKey, int depth, EdgeDirection direction, int timeoutMs) {
            throw new IllegalStateException("no traversal here");
        }
    }

    /** A catalog that tests change. */
    static final class TestCatalog implements Catalog {
        private final Map<String, CatalogTable> tables = new ConcurrentHashMap<>();
        private final AtomicLong revision = new AtomicLong();

        CatalogTable put(TableDefinition definition, TableSchema schema) {
            CatalogTable table = new CatalogTable(definition, schema, revision.incrementAndGet());
            tables.put(definition.name(), table);
            return table;
        }

        void remove(String name) {
            tables.remove(name);
            revision.incrementAndGet();
        }

        @Override
        public Optional<CatalogTable> find(String name) {
            return Optional.ofNullable(tables.get(name));
        }

        @Override
        public Optional<CatalogTable> find(int number) {
            return tables.values().stream()
                    .filter(table -> table.number() == number)
                    .findFirst();
        }

        @Override
        public CatalogTable require(String name) {
            return find(name).orElseThrow();
        }

        @Override
        public List<CatalogTable> tables() {
            return List.copyOf(new TreeMap<>(tables).values());
        }

        @Override
        public List<CatalogTable> rekeying() {
            return tables().stream()
                    .filter(table -> table.definition().rekeying() != null)
                    .toList();
        }

        @Override
        public long revision() {
            return revision.get();
        }
    }
}
