package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Changes;
import io.remdb.DatabaseInfo;
import io.remdb.DatabaseKeys;
import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.EntityScan;
import io.remdb.FuzzyRequest;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.ScanOptions;
import io.remdb.Schemas;
import io.remdb.Statistics;
import io.remdb.Table;
import io.remdb.TraversalRequest;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.WriteResult;
import io.remdb.schema.RecordTable;
import io.remdb.spi.OwnerFigures;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import io.remdb.telemetry.Kind;
import io.remdb.telemetry.Observation;
import io.remdb.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A database of this process whose calls ({@link Kind}) are counted, timed and traced. What a call does inside is not. */
final class ObservedDatabase implements ReplicatedDatabase {
    private final LocalDatabase database;
    private final Telemetry telemetry;

    ObservedDatabase(LocalDatabase database) {
        this.database = database;
        this.telemetry = database.telemetry();
    }

    /** The database itself. */
    LocalDatabase inner() {
        return database;
    }

    @Override
    public DatabaseInfo info() {
        return database.info();
    }

    @Override
    public Schemas schemas() {
        return database.schemas();
    }

    @Override
    public <T extends Record> Table<T> table(Class<T> recordType) {
        return RecordTable.of(this, recordType);
    }

    @Override
    public WriteResult insert(String table, String json) {
        return telemetry.observe(Kind.INSERT, table, () -> database.insert(table, json), _ -> 1);
    }

    @Override
    public BatchResult insertAll(String table, Iterator<String> rows, BatchOptions options) {
        return telemetry.observe(
                Kind.BATCH, table, () -> database.insertAll(table, rows, options), ObservedDatabase::written);
    }

    @Override
    public BatchResult restoreAll(String table, Iterator<String> rows, BatchOptions options) {
        return telemetry.observe(
                Kind.BATCH, table, () -> database.restoreAll(table, rows, options), ObservedDatabase::written);
    }

    private static long written(BatchResult result) {
        return result.inserted() + result.updated();
    }

    @Override
    public WriteBatchResult write(WriteBatch batch, ProgressListener progress) {
        return telemetry.observe(
                Kind.WRITE,
                null,
                () -> database.write(batch, progress),
                result -> result.inserted() + result.updated());
    }

    @Override
    public Optional<Entity> get(UUID id) {
        return telemetry.observe(Kind.GET, null, () -> database.get(id));
    }

    @Override
    public Optional<Entity> getWithEmbeddings(UUID id) {
        return telemetry.observe(Kind.GET, null, () -> database.getWithEmbeddings(id));
    }

    @Override
    public List<Entity> getAll(List<UUID> ids) {
        return telemetry.observe(Kind.GET, null, () -> database.getAll(ids));
    }

    @Override
    public EntityCursor list(String table, Visibility visibility) {
        return database.list(table, visibility);
    }

    @Override
    public EntityCursor listAfter(String table, Visibility visibility, UUID after) {
        return database.listAfter(table, visibility, after);
    }

    @Override
    public EntityScan scan(List<String> tables, ScanOptions options) {
        return database.scan(tables, options);
    }

    @Override
    public long count(String table) {
        return database.count(table);
    }

    @Override
    public List<Object> distinctValues(String table, String field, int limit) {
        return database.distinctValues(table, field, limit);
    }

    @Override
    public Entity update(UUID id, String mergePatch) {
        return telemetry.observe(Kind.UPDATE, null, () -> database.update(id, mergePatch), _ -> 1);
    }

    @Override
    public Entity updateIfUnmodified(UUID id, String mergePatch, Instant since) {
        return telemetry.observe(Kind.UPDATE, null, () -> database.updateIfUnmodified(id, mergePatch, since), _ -> 1);
    }

    @Override
    public Deletion delete(UUID id, Deletion.Mode mode) {
        return telemetry.observe(Kind.DELETE, null, () -> database.delete(id, mode), _ -> 1);
    }

    @Override
    public List<Entity> lookup(String... keys) {
        return telemetry.observe(
                Kind.LOOKUP, null, () -> database.lookup(keys), List::size, () -> "LOOKUP of " + keys.length);
    }

    @Override
    public Edge link(UUID src, UUID dst, String relType, Map<String, ?> properties) {
        return telemetry.observe(Kind.LINK, null, () -> database.link(src, dst, relType, properties), _ -> 1);
    }

    @Override
    public Edge link(String src, String dst, String relType, String propertiesJson) {
        return telemetry.observe(Kind.LINK, null, () -> database.link(src, dst, relType, propertiesJson), _ -> 1);
    }

    @Override
    public boolean unlink(String src, String dst, String relType) {
        return telemetry.observe(
                Kind.UNLINK, null, () -> database.unlink(src, dst, relType), removed -> removed ? 1 : 0);
    }

    @Override
    public EdgeCursor edges(String idOrKey, EdgeDirection direction, List<String> relTypes) {
        return database.edges(idOrKey, direction, relTypes);
    }

    @Override
    public TraversalRequest traverse(UUID id) {
        return new ObservedTraversal(database.traverse(id), telemetry);
    }

    @Override
    public TraversalRequest traverse(String idOrKey) {
        return new ObservedTraversal(database.traverse(idOrKey), telemetry);
    }

    @Override
    public FuzzyRequest fuzzy(String text) {
        return new ObservedFuzzy(database.fuzzy(text), telemetry);
    }

    @Override
    public LocalSearch.OfEntities search(String text) {
        return new LocalSearch.OfEntities(new ObservedSearcher(database.searcher(), telemetry), SearchSpec.of(text));
    }

    @Override
    public QueryResult query(String statement, Object... parameters) {
        return query(statement, QueryOptions.DEFAULTS, parameters);
    }

    @Override
    public QueryResult query(String statement, QueryOptions options, Object... parameters) {
        Observation observation = telemetry.begin(Kind.QUERY, null);
        QueryResult result = null;
        try {
            result = observation.during(() -> database.query(statement, options, parameters));
        } finally {
            if (result == null) {
                observation.end(() -> StatementText.of(database, statement, parameters));
            }
        }
        return new ObservedResult(result, observation, () -> StatementText.of(database, statement, parameters));
    }

    @Override
    public DatabaseKeys keys() {
        return database.keys();
    }

    @Override
    public Operations operations() {
        return database.operations();
    }

    @Override
    public Changes changes() {
        return database.changes();
    }

    @Override
    public void flush() {
        database.flush();
    }

    @Override
    public Replication replication() {
        return database.replication();
    }

    @Override
    public boolean isEmpty() {
        return database.isEmpty();
    }

    @Override
    public long saveEntries(long from, Path file) {
        return database.saveEntries(from, file);
    }

    @Override
    public long promote() {
        return database.promote();
    }

    @Override
    public Optional<Statistics.Archiving> archiving() {
        return database.archiving();
    }

    @Override
    public void describeWith(OwnerFigures figures) {
        database.describeWith(figures);
    }

    @Override
    public void close() {
        database.close();
    }
}
