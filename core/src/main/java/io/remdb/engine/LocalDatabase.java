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
import io.remdb.ErrorCode;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.Schemas;
import io.remdb.Statistics;
import io.remdb.Table;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.WriteResult;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.query.Statement;
import io.remdb.query.StatementParser;
import io.remdb.schema.RecordTable;
import io.remdb.search.LuceneSearchIndex;
import io.remdb.search.SearchIndex;
import io.remdb.search.SearchPosition;
import io.remdb.search.SearchSizes;
import io.remdb.spi.BatchRequest;
import io.remdb.spi.OwnerFigures;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import io.remdb.sql.GroupReader;
import io.remdb.sql.SqlEngine;
import io.remdb.sql.SqlLimits;
import io.remdb.sql.TableFunctions;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The database in this process: hands each call to the class that does it. */
final class LocalDatabase implements ReplicatedDatabase {
    private final Store store;
    private final Path path;
    private final RemConfig config;
    private final LiveCatalog catalog;
    private final SchemaGate gate = new SchemaGate();
    private final Telemetry telemetry;
    private final EmbeddingModels models;
    private final EntityReader reader;
    private final RowPreparer preparer = new RowPreparer();
    private final EdgeResolver resolver;
    private final Receipts receipts;
    private final EdgeWriter edgeWriter;
    private final EdgeReader edgeReader;
    private final Traverser traverser;
    private final EntityWriter writer;
    private final EntityChanger changer;
    private final SchemaVerbs schemas;
    private final Searcher searcher;
    private final FuzzyLookup fuzzy;
    private final Once<SearchIndex> search;
    private final GroupReader groups;
    private final Once<SqlEngine> sql;
    private final StatementRunner statements;
    private final Scanner scanner;
    private final Upkeep upkeep;
    private final BackgroundWork background;
    private final LocalChanges changes;
    private final @Nullable OwnerFile owner;
    private final Archiving archiving;

    private LocalDatabase(Store store, Path path, @Nullable Path searchFolder, RemConfig config, SearchSizes sizes) {
        this.store = store;
        this.path = path;
        this.config = config;
        MicrosClock clock = new MicrosClock();
        telemetry = Telemetry.ofProgram(config.logging().slowQueryMs());
        store.observe(new WriteTelemetry(telemetry));
        models = new EmbeddingModels(config, telemetry);
        catalog = new LiveCatalog(store.tables(), name -> SchemaRows.stored(store, SchemaRows.table(store), name));
        // Neither is needed to get a row by its id, and both take time to load.
        search = new Once<>(() -> LuceneSearchIndex.open(
                store, catalog, searchFolder, SearchKeys.seal(store, config.search()), config.search(), sizes));
        groups = new IndexedGroups(store, search, sizes);
        sql = new Once<>(this::openSql);
        store.log().onCommit(new CatalogFollower(store, catalog, search));
        store.log().onCommit(new SearchStart(search, SearchPosition.hold(store.log(), searchFolder)));
        reader = new EntityReader(store, catalog);
        EntityNames names = new EntityNames(catalog, reader);
        resolver = new EdgeResolver(names);
        receipts = new Receipts(store);
        edgeWriter = new EdgeWriter(store.records(), names, clock);
        edgeReader = new EdgeReader(store.records(), names);
        traverser = new Traverser(store.records(), config.search().timeoutMs(), names, reader);
        RowEmbedder embedder = new RowEmbedder(models);
        writer = new EntityWriter(store, catalog, gate, embedder, clock);
        changer = new EntityChanger(store, catalog, reader, preparer, resolver, writer, clock);
        TableBuilder builder = new TableBuilder(store, catalog, gate, embedder, writer);
        BackgroundBuilds builds = new BackgroundBuilds(catalog, builder);
        SchemaPublisher publisher = new SchemaPublisher(store, catalog, gate, preparer, writer);
        schemas = new SchemaVerbs(
                store,
                catalog,
                builds,
                new SchemaRegistrar(store, catalog, models, builder, publisher),
                new SchemaRemoval(store, catalog, publisher, new TableRemover(store, catalog, changer), search));
        searcher = new Searcher(
                store,
                catalog,
                models,
                reader,
                search,
                sql,
                sizes,
                config.search().timeoutMs());
        fuzzy = new FuzzyLookup(store, catalog, reader, search);
        statements = new StatementRunner(this, catalog);
        scanner = new Scanner(store, catalog, gate, (read, then) -> openSql(read, then, GroupReader.NONE));
        RowRemover rowRemover = new RowRemover(store, changer, writer);
        archiving = new Archiving(store, config);
        Checks checks = Checks.of(store, catalog, gate, models, embedder, writer, search);
        upkeep = Upkeep.of(store, catalog, search, path, searchFolder, checks, rowRemover, telemetry, archiving);
        background = new BackgroundWork(store, models, builds, schemas, upkeep.expiry());
        changes = new LocalChanges(store, catalog, config.wal().enabled());
        owner = searchFolder == null ? null : new OwnerFile(path);
    }

    Upkeep upkeep() {
        return upkeep;
    }

    private SqlEngine openSql() {
        return openSql(Upkeep.readable(store, catalog, search), catalog, groups);
    }

    private SqlEngine openSql(Store read, Catalog tables, GroupReader grouping) {
        SqlLimits limits = SqlLimits.DEFAULT.withTimeoutMs(config.search().timeoutMs());
        SqlWrites writes = new SqlWrites(catalog, gate, preparer, store, writer, changer);
        return new SqlEngine(read, tables, writes, tableFunctions(), grouping, limits);
    }

    TableFunctions tableFunctions() {
        return new LocalTableFunctions(searcher, reader, traverser);
    }

    /** Takes the store over; closes it when the database cannot be opened. */
    static LocalDatabase over(Store store, Path path, @Nullable Path searchFolder, RemConfig config) {
        return over(store, path, searchFolder, config, SearchSizes.PRODUCTION);
    }

    /** The same with other sizes at which a search takes another way. */
    static LocalDatabase over(
            Store store, Path path, @Nullable Path searchFolder, RemConfig config, SearchSizes sizes) {
        try {
            LocalDatabase database = new LocalDatabase(store, path, searchFolder, config, sizes);
            database.start();
            return database;
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private void start() {
        if (store.replication().flatMap(Replication::replicaOf).isPresent()) {
            return; // its primary builds, and ships what it has built
        }
        archiving.start();
        background.start();
    }

    @Override
    public Replication replication() {
        return store.replication()
                .orElseThrow(
                        () -> new RemException(ErrorCode.UNSUPPORTED, "A database in memory has no files to be copied")
                                .hint("Open a folder"));
    }

    @Override
    public boolean isEmpty() {
        return store.log().lastSequence() <= 1;
    }

    @Override
    public long saveEntries(long from, Path file) {
        return new SavedEntries(store, catalog).write(from, file);
    }

    @Override
    public long promote() {
        long epoch = replication().promote();
        start();
        return epoch;
    }

    @Override
    public void describeWith(OwnerFigures figures) {
        upkeep.operations().describeWith(figures);
    }

    @Override
    public Optional<Statistics.Archiving> archiving() {
        return archiving.state();
    }

    Telemetry telemetry() {
        return telemetry;
    }

    /** The number that the store knows a table by. */
    int tableNumber(String table) {
        return catalog.require(table).number();
    }

    Searcher searcher() {
        return searcher;
    }

    @Override
    public DatabaseInfo info() {
        return new DatabaseInfo(
                path,
                store.encryption().isPresent(),
                store.formatVersion(),
                store.log().lastSequence());
    }

    @Override
    public Schemas schemas() {
        return schemas;
    }

    @Override
    public <T extends Record> Table<T> table(Class<T> recordType) {
        return RecordTable.of(this, recordType);
    }

    @Override
    public WriteResult insert(String table, String json) {
        return receipts.once(EntityWriter::replay, () -> write(table, json));
    }

    private WriteResult write(String table, String json) {
        while (true) {
            CatalogTable target = writable(table);
            PreparedRow row = resolver.resolve(preparer.prepare(target, json), Map.of());
            Optional<List<WriteResult>> written = writer.writeUnlessChanged(target, List.of(row));
            if (written.isPresent()) {
                return written.get().getFirst();
            }
        }
    }

    @Override
    public BatchResult insertAll(String table, Iterator<String> rows, BatchOptions options) {
        return write(
                table,
                rows,
                options,
                BatchChecker.ofNewRows(
                        preparer,
                        resolver,
                        BatchRequest.current()
                                .<LongFunction<UUID>>map(request -> request::idOfRow)
                                .orElse(_ -> UUID.randomUUID())));
    }

    @Override
    public BatchResult restoreAll(String table, Iterator<String> rows, BatchOptions options) {
        return write(table, rows, options, new BatchChecker(new ExportedRows(preparer)::prepare, resolver));
    }

    private BatchResult write(String table, Iterator<String> rows, BatchOptions options, BatchChecker checker) {
        writable(table);
        return new BatchInserter(() -> writable(table), checker, writer, options, config.batchRows()).insert(rows);
    }

    @Override
    public WriteBatchResult write(WriteBatch batch, ProgressListener progress) {
        return receipts.once(
                MixedWriter::replay,
                () -> new MixedWriter(store, this::writable, preparer, resolver, writer, changer, batch, progress)
                        .write());
    }

    private CatalogTable writable(String table) {
        CatalogTable found = catalog.require(table);
        SchemaRows.refuseAsRows(found);
        return found;
    }

    @Override
    public Optional<Entity> get(UUID id) {
        return reader.get(id);
    }

    @Override
    public Optional<Entity> getWithEmbeddings(UUID id) {
        return reader.getWithEmbeddings(id);
    }

    @Override
    public List<Entity> getAll(List<UUID> ids) {
        return reader.getAll(ids);
    }

    @Override
    public EntityCursor list(String table, Visibility visibility) {
        return rows(table, visibility, null);
    }

    @Override
    public EntityCursor listAfter(String table, Visibility visibility, UUID after) {
        return rows(table, visibility, after);
    }

    private EntityCursor rows(String table, Visibility visibility, @Nullable UUID after) {
        Cursor<StoredEntity> rows = store.records().scan(catalog.require(table).number(), after);
        return new TableCursor(new VisibleRows(rows, visibility), reader);
    }

    @Override
    public EntityScan scan(List<String> tables, ScanOptions options) {
        return scanner.scan(tables, options);
    }

    @Override
    public long count(String table) {
        return store.records().counts(catalog.require(table).number()).live();
    }

    @Override
    public List<Object> distinctValues(String table, String field, int limit) {
        return new DistinctValues(store).of(catalog.require(table), field, limit);
    }

    @Override
    public Entity update(UUID id, String mergePatch) {
        return receipts.once(receipt -> changer.now(id), () -> changer.update(id, mergePatch, null));
    }

    @Override
    public Entity updateIfUnmodified(UUID id, String mergePatch, Instant since) {
        return receipts.once(receipt -> changer.now(id), () -> changer.update(id, mergePatch, since));
    }

    @Override
    public Deletion delete(UUID id, Deletion.Mode mode) {
        return receipts.once(
                receipt -> EntityChanger.replay(id, receipt), () -> gate.writing(() -> changer.delete(id, mode)));
    }

    @Override
    public List<Entity> lookup(String... keys) {
        return lookup(Arrays.asList(keys), TimeLimit.CONFIGURED);
    }

    /** {@link #lookup} within a time. */
    List<Entity> lookup(List<String> keys, TimeLimit time) {
        return reader.lookup(keys, time);
    }

    @Override
    public Edge link(UUID src, UUID dst, String relType, Map<String, ?> properties) {
        ObjectNode data = Json.mapper().valueToTree(properties);
        return link(new EdgeSpec.Target.ById(src), new EdgeSpec.Target.ById(dst), relType, data);
    }

    @Override
    public Edge link(String src, String dst, String relType, String propertiesJson) {
        ObjectNode data = Json.parseObject(propertiesJson);
        return link(EdgeSpec.Target.of(src), EdgeSpec.Target.of(dst), relType, data);
    }

    private Edge link(EdgeSpec.Target src, EdgeSpec.Target dst, String relType, ObjectNode data) {
        return receipts.once(
                receipt -> EdgeWriter.replay(relType, data, receipt),
                () -> gate.writing(() -> edgeWriter.put(src, dst, relType, data)));
    }

    @Override
    public boolean unlink(String src, String dst, String relType) {
        return receipts.once(
                receipt -> true,
                () -> gate.writing(() -> edgeWriter.remove(EdgeSpec.Target.of(src), EdgeSpec.Target.of(dst), relType)));
    }

    @Override
    public EdgeCursor edges(String idOrKey, EdgeDirection direction, List<String> relTypes) {
        return edgeReader.edges(EdgeSpec.Target.of(idOrKey), direction, relTypes);
    }

    @Override
    public LocalTraversal traverse(UUID id) {
        return new LocalTraversal(traverser, new EdgeSpec.Target.ById(id));
    }

    @Override
    public LocalTraversal traverse(String idOrKey) {
        return new LocalTraversal(traverser, EdgeSpec.Target.of(idOrKey));
    }

    @Override
    public LocalFuzzy fuzzy(String text) {
        return new LocalFuzzy(fuzzy, text);
    }

    @Override
    public LocalSearch.OfEntities search(String text) {
        return new LocalSearch.OfEntities(searcher, SearchSpec.of(text));
    }

    @Override
    public QueryResult query(String statement, Object... parameters) {
        return query(statement, QueryOptions.DEFAULTS, parameters);
    }

    @Override
    public QueryResult query(String statement, QueryOptions options, Object... parameters) {
        List<?> given = Arrays.asList(parameters);
        return switch (StatementParser.parse(statement)) {
            case Statement.Sql plain ->
                receipts.once(StatementWriter::replay, () -> sql.get().query(plain.text(), given, options));
            case Statement.Rem rem -> statements.run(statement, rem, given, options);
            case Statement.Explain(Statement.Rem rem) -> statements.explain(statement, rem, given, options);
        };
    }

    @Override
    public DatabaseKeys keys() {
        return store.encryption()
                .map(encryption -> new LocalKeys(encryption, this::beginNewIndexFiles))
                .orElseThrow(() -> new RemException(ErrorCode.UNSUPPORTED, "The database is not encrypted")
                        .with("path", path)
                        .hint("rem encrypt encrypts it"));
    }

    /** A file of the search index that is being written goes on under the key that it was begun with. */
    private void beginNewIndexFiles() {
        search.ifMade(index -> index.flush(store.log().lastSequence()));
    }

    @Override
    public Operations operations() {
        return upkeep.operations();
    }

    @Override
    public Changes changes() {
        return changes.changes();
    }

    @Override
    public void flush() {
        search.get().flush(store.log().lastSequence());
        store.sync();
    }

    @Override
    public void close() {
        List<AutoCloseable> parts = new ArrayList<>();
        parts.add(changes);
        parts.addAll(background.parts());
        sql.end(parts::add);
        search.end(parts::add);
        parts.add(models);
        parts.add(archiving);
        if (owner != null) {
            // Before another process can take the database over and write its own.
            parts.add(owner::delete);
        }
        parts.add(store);
        Closing.closeAll(parts);
    }
}
