package io.remdb.server.service;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.remdb.DatabaseInfo;
import io.remdb.Deletion;
import io.remdb.EdgeCursor;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SchemaRegistration;
import io.remdb.Schemas;
import io.remdb.TraversalRequest;
import io.remdb.WriteResult;
import io.remdb.json.Json;
import io.remdb.server.Settings;
import io.remdb.server.proto.CloneTemplateRequest;
import io.remdb.server.proto.CloneTemplateResponse;
import io.remdb.server.proto.Column;
import io.remdb.server.proto.CountRequest;
import io.remdb.server.proto.CountResponse;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.DeleteRequest;
import io.remdb.server.proto.DeleteResponse;
import io.remdb.server.proto.DistinctValuesRequest;
import io.remdb.server.proto.DistinctValuesResponse;
import io.remdb.server.proto.EdgeBatch;
import io.remdb.server.proto.EntityBatch;
import io.remdb.server.proto.ExplainSearchResponse;
import io.remdb.server.proto.FlushRequest;
import io.remdb.server.proto.FlushResponse;
import io.remdb.server.proto.FuzzyRequest;
import io.remdb.server.proto.FuzzyResponse;
import io.remdb.server.proto.GetRequest;
import io.remdb.server.proto.GetSchemaRequest;
import io.remdb.server.proto.GetSchemaResponse;
import io.remdb.server.proto.HelloRequest;
import io.remdb.server.proto.HelloResponse;
import io.remdb.server.proto.InfoRequest;
import io.remdb.server.proto.InfoResponse;
import io.remdb.server.proto.InsertAllRequest;
import io.remdb.server.proto.InsertAllResponse;
import io.remdb.server.proto.InsertRequest;
import io.remdb.server.proto.InsertResponse;
import io.remdb.server.proto.LinkRequest;
import io.remdb.server.proto.LinkResponse;
import io.remdb.server.proto.ListEdgesRequest;
import io.remdb.server.proto.ListRequest;
import io.remdb.server.proto.ListSchemasRequest;
import io.remdb.server.proto.ListSchemasResponse;
import io.remdb.server.proto.ListTemplatesRequest;
import io.remdb.server.proto.ListTemplatesResponse;
import io.remdb.server.proto.LookupRequest;
import io.remdb.server.proto.PathBatch;
import io.remdb.server.proto.QueryHeader;
import io.remdb.server.proto.QueryRequest;
import io.remdb.server.proto.QueryResponse;
import io.remdb.server.proto.RegisterSchemaRequest;
import io.remdb.server.proto.RegisterSchemaResponse;
import io.remdb.server.proto.RemoveSchemaRequest;
import io.remdb.server.proto.RemoveSchemaResponse;
import io.remdb.server.proto.ScanRequest;
import io.remdb.server.proto.ScanResponse;
import io.remdb.server.proto.SearchRequest;
import io.remdb.server.proto.SearchResponse;
import io.remdb.server.proto.TraverseRequest;
import io.remdb.server.proto.UnlinkRequest;
import io.remdb.server.proto.UnlinkResponse;
import io.remdb.server.proto.UpdateRequest;
import io.remdb.server.proto.UpdateResponse;
import io.remdb.server.proto.WriteBatchRequest;
import io.remdb.server.proto.WriteBatchResponse;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.SchemaWire;
import io.remdb.server.wire.SearchWire;
import io.remdb.server.wire.ValueWire;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Every call of the data service, handed to a database. Thread-safe. */
final class DataServiceImpl extends DataServiceGrpc.DataServiceImplBase {
    private final RemDatabase database;
    private final Calls calls;
    private final HelloResponse hello;
    private final List<String> settings;
    private final int chunkRows;

    /**
     * Serves a database.
     *
     * @param hello what it says of itself
     * @param settings as {@link Settings#each}
     * @param chunkRows rows of a batch that are written at once, where the caller does not say
     */
    DataServiceImpl(RemDatabase database, Calls calls, HelloResponse hello, List<String> settings, int chunkRows) {
        this.database = database;
        this.calls = calls;
        this.hello = hello;
        this.settings = settings;
        this.chunkRows = chunkRows;
    }

    @Override
    public void hello(HelloRequest request, StreamObserver<HelloResponse> observer) {
        observer.onNext(
                request.getEachSettingCount() == 0
                        ? hello
                        : hello.toBuilder()
                                .addAllOtherSettings(Settings.others(request.getEachSettingList(), settings))
                                .build());
        observer.onCompleted();
    }

    @Override
    public void info(InfoRequest request, StreamObserver<InfoResponse> observer) {
        calls.one(observer, () -> {
            DatabaseInfo info = database.info();
            return InfoResponse.newBuilder()
                    .setPath(info.path().toString())
                    .setEncrypted(info.encrypted())
                    .setFormatVersion(info.formatVersion())
                    .setSequence(info.sequence())
                    .build();
        });
    }

    @Override
    public void registerSchema(RegisterSchemaRequest request, StreamObserver<RegisterSchemaResponse> observer) {
        calls.many(observer, answer -> {
            Schema schema = new Schema(Json.parseObject(request.getDocument().toStringUtf8()), request.getSource());
            Schemas.Evolution evolution = request.getForced() ? Schemas.Evolution.FORCED : Schemas.Evolution.CHECKED;
            SchemaRegistration registration = database.schemas()
                    .register(
                            schema,
                            evolution,
                            Telling.progress(done -> answer.send(RegisterSchemaResponse.newBuilder()
                                    .setProgress(done)
                                    .build())));
            answer.send(RegisterSchemaResponse.newBuilder()
                    .setResult(SchemaWire.registration(registration))
                    .build());
        });
    }

    @Override
    public void listSchemas(ListSchemasRequest request, StreamObserver<ListSchemasResponse> observer) {
        calls.one(
                observer,
                () -> ListSchemasResponse.newBuilder()
                        .addAllSchemas(database.schemas().list().stream()
                                .map(SchemaWire::info)
                                .toList())
                        .build());
    }

    @Override
    public void getSchema(GetSchemaRequest request, StreamObserver<GetSchemaResponse> observer) {
        calls.one(
                observer,
                () -> GetSchemaResponse.newBuilder()
                        .setDocument(ByteString.copyFrom(
                                Json.write(database.schemas().document(request.getTable()))))
                        .build());
    }

    @Override
    public void removeSchema(RemoveSchemaRequest request, StreamObserver<RemoveSchemaResponse> observer) {
        Schemas.Removal removal = request.getWithRows() ? Schemas.Removal.WITH_ROWS : Schemas.Removal.IF_EMPTY;
        calls.one(
                observer,
                () -> RemoveSchemaResponse.newBuilder()
                        .setRows(database.schemas().remove(request.getTable(), removal))
                        .build());
    }

    @Override
    public void listTemplates(ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> observer) {
        calls.one(
                observer,
                () -> ListTemplatesResponse.newBuilder()
                        .addAllTemplates(database.schemas().templates().stream()
                                .map(SchemaWire::template)
                                .toList())
                        .build());
    }

    @Override
    public void cloneTemplate(CloneTemplateRequest request, StreamObserver<CloneTemplateResponse> observer) {
        calls.one(observer, () -> {
            Schema schema = database.schemas().fromTemplate(request.getTemplate(), request.getShortName());
            return CloneTemplateResponse.newBuilder()
                    .setDocument(ByteString.copyFrom(Json.write(schema.document())))
                    .setSource(schema.source())
                    .build();
        });
    }

    @Override
    public void insert(InsertRequest request, StreamObserver<InsertResponse> observer) {
        calls.one(observer, () -> {
            WriteResult result = Attempts.once(
                    request.getAttempt(),
                    () -> database.insert(request.getTable(), request.getRow().toStringUtf8()));
            return InsertResponse.newBuilder()
                    .setId(EntityWire.id(result.id()))
                    .setEntityType(result.entityType())
                    .setCreated(result.action() == WriteResult.Action.CREATED)
                    .build();
        });
    }

    @Override
    public StreamObserver<InsertAllRequest> insertAll(StreamObserver<InsertAllResponse> observer) {
        return IncomingBatch.of(database, calls, chunkRows, observer);
    }

    @Override
    public StreamObserver<WriteBatchRequest> writeBatch(StreamObserver<WriteBatchResponse> observer) {
        return IncomingWrites.of(database, calls, observer);
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
        calls.many(observer, answer -> {
            UUID id = EntityWire.id(request.getId());
            String patch = request.getPatch().toStringUtf8();
            Entity entity = Attempts.once(
                    request.getAttempt(),
                    () -> request.hasIfModifiedAt()
                            ? database.updateIfUnmodified(id, patch, EntityWire.instant(request.getIfModifiedAt()))
                            : database.update(id, patch));
            Iterator<io.remdb.server.proto.Entity> parts =
                    EntityWire.parts(entity).iterator();
            while (parts.hasNext()) {
                answer.send(UpdateResponse.newBuilder().setEntity(parts.next()).build());
            }
        });
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
        calls.one(observer, () -> {
            Deletion.Mode mode = request.getHard() ? Deletion.Mode.HARD : Deletion.Mode.SOFT;
            Deletion deletion =
                    Attempts.once(request.getAttempt(), () -> database.delete(EntityWire.id(request.getId()), mode));
            return DeleteResponse.newBuilder()
                    .setId(EntityWire.id(deletion.id()))
                    .setDeletedAt(EntityWire.micros(deletion.deletedAt()))
                    .build();
        });
    }

    @Override
    public void get(GetRequest request, StreamObserver<EntityBatch> observer) {
        calls.many(observer, answer -> {
            List<UUID> ids = request.getIdsList().stream().map(EntityWire::id).toList();
            // One id is the common case, and the database has a shorter way for it.
            Stream<Entity> entities = request.getWithEmbeddings()
                    ? ids.stream().flatMap(id -> database.getWithEmbeddings(id).stream())
                    : ids.size() == 1 ? database.get(ids.getFirst()).stream() : database.getAll(ids).stream();
            send(entities, answer);
        });
    }

    private static void send(Stream<Entity> entities, Answer<EntityBatch> answer) throws InterruptedException {
        Batches.sendSome(
                entities.flatMap(EntityWire::parts).iterator(),
                part -> part,
                Collecting.of(EntityBatch::newBuilder, EntityBatch.Builder::addEntities, EntityBatch.Builder::build),
                answer);
    }

    @Override
    public void list(ListRequest request, StreamObserver<EntityBatch> observer) {
        RemDatabase.Visibility visibility =
                request.getWithDeleted() ? RemDatabase.Visibility.WITH_DELETED : RemDatabase.Visibility.LIVE;
        calls.many(observer, answer -> {
            try (EntityCursor cursor = request.hasAfter()
                    ? database.listAfter(request.getTable(), visibility, EntityWire.id(request.getAfter()))
                    : database.list(request.getTable(), visibility)) {
                Batches.send(
                        cursor,
                        EntityWire::entity,
                        Collecting.of(
                                EntityBatch::newBuilder, EntityBatch.Builder::addEntities, EntityBatch.Builder::build),
                        answer);
            }
        });
    }

    @Override
    public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
        calls.many(observer, answer -> Scans.send(database, request, answer));
    }

    @Override
    public void distinctValues(DistinctValuesRequest request, StreamObserver<DistinctValuesResponse> observer) {
        calls.many(
                observer,
                answer -> Batches.sendSome(
                        database.distinctValues(request.getTable(), request.getField(), request.getLimit())
                                .iterator(),
                        ValueWire::value,
                        Collecting.of(
                                DistinctValuesResponse::newBuilder,
                                DistinctValuesResponse.Builder::addValues,
                                DistinctValuesResponse.Builder::build),
                        answer));
    }

    @Override
    public void count(CountRequest request, StreamObserver<CountResponse> observer) {
        calls.one(
                observer,
                () -> CountResponse.newBuilder()
                        .setRows(database.count(request.getTable()))
                        .build());
    }

    @Override
    public void lookup(LookupRequest request, StreamObserver<EntityBatch> observer) {
        calls.many(
                observer,
                answer -> send(database.lookup(request.getKeysList().toArray(String[]::new)).stream(), answer));
    }

    @Override
    public void fuzzy(FuzzyRequest request, StreamObserver<FuzzyResponse> observer) {
        calls.many(observer, answer -> {
            io.remdb.FuzzyRequest fuzzy = database.fuzzy(request.getText());
            if (request.hasTable()) {
                fuzzy.in(request.getTable());
            }
            if (request.getLimit() != 0) {
                fuzzy.limit(request.getLimit());
            }
            Batches.sendSome(
                    fuzzy.run().iterator(),
                    EntityWire::match,
                    Collecting.of(
                            FuzzyResponse::newBuilder, FuzzyResponse.Builder::addMatches, FuzzyResponse.Builder::build),
                    answer);
        });
    }

    @Override
    public void link(LinkRequest request, StreamObserver<LinkResponse> observer) {
        String properties = request.getProperties().isEmpty()
                ? "{}"
                : request.getProperties().toStringUtf8();
        calls.one(
                observer,
                () -> LinkResponse.newBuilder()
                        .setEdge(EntityWire.edge(Attempts.once(
                                request.getAttempt(),
                                () -> database.link(
                                        request.getSrc(), request.getDst(), request.getRelType(), properties))))
                        .build());
    }

    @Override
    public void unlink(UnlinkRequest request, StreamObserver<UnlinkResponse> observer) {
        calls.one(
                observer,
                () -> UnlinkResponse.newBuilder()
                        .setRemoved(Attempts.once(
                                request.getAttempt(),
                                () -> database.unlink(request.getSrc(), request.getDst(), request.getRelType())))
                        .build());
    }

    @Override
    public void listEdges(ListEdgesRequest request, StreamObserver<EdgeBatch> observer) {
        calls.many(observer, answer -> {
            try (EdgeCursor cursor = database.edges(
                    request.getEntity(), EntityWire.direction(request.getDirection()), request.getRelTypesList())) {
                Batches.send(
                        cursor,
                        EntityWire::edge,
                        Collecting.of(EdgeBatch::newBuilder, EdgeBatch.Builder::addEdges, EdgeBatch.Builder::build),
                        answer);
            }
        });
    }

    @Override
    public void traverse(TraverseRequest request, StreamObserver<PathBatch> observer) {
        calls.many(observer, answer -> {
            TraversalRequest traversal = database.traverse(request.getStart())
                    .direction(EntityWire.direction(request.getDirection()))
                    .types(request.getRelTypesList().toArray(String[]::new));
            if (request.getDepth() != 0) {
                traversal.depth(request.getDepth());
            }
            if (request.getLimit() != 0) {
                traversal.limit(request.getLimit());
            }
            List<io.remdb.Path> paths =
                    request.hasTo() ? traversal.to(request.getTo()).stream().toList() : traversal.run();
            Batches.send(
                    paths.iterator(),
                    EntityWire::path,
                    Collecting.of(PathBatch::newBuilder, PathBatch.Builder::addPaths, PathBatch.Builder::build),
                    answer);
        });
    }

    @Override
    public void search(SearchRequest request, StreamObserver<SearchResponse> observer) {
        calls.many(
                observer,
                answer -> Batches.sendSome(
                        SearchRequests.prepare(database, request).run().iterator(),
                        SearchWire::hit,
                        Collecting.of(
                                SearchResponse::newBuilder,
                                SearchResponse.Builder::addHits,
                                SearchResponse.Builder::build),
                        answer));
    }

    @Override
    public void explainSearch(SearchRequest request, StreamObserver<ExplainSearchResponse> observer) {
        calls.one(
                observer,
                () -> SearchWire.plan(SearchRequests.prepare(database, request).explain()));
    }

    @Override
    public void query(QueryRequest request, StreamObserver<QueryResponse> observer) {
        calls.many(observer, answer -> {
            QueryOptions options = new QueryOptions(
                    request.getReadOnly() ? QueryOptions.Access.READ_ONLY : QueryOptions.Access.READ_WRITE,
                    request.hasMaxRows() ? request.getMaxRows() : QueryOptions.NO_LIMIT,
                    request.getTimeoutMs());
            Object[] parameters = ValueWire.parameters(request.getParametersList());
            try (QueryResult result = Attempts.once(
                    request.getAttempt(), () -> database.query(request.getStatement(), options, parameters))) {
                answer.send(QueryResponse.newBuilder().setHeader(header(result)).build());
                Batches.send(
                        result.iterator(),
                        ValueWire::row,
                        Collecting.of(
                                io.remdb.server.proto.ResultRows::newBuilder,
                                io.remdb.server.proto.ResultRows.Builder::addRows,
                                rows -> QueryResponse.newBuilder().setRows(rows).build()),
                        answer);
            }
        });
    }

    private static QueryHeader header(QueryResult result) {
        QueryHeader.Builder header =
                QueryHeader.newBuilder().setKind(result.kind().name());
        for (io.remdb.Column column : result.columns()) {
            header.addColumns(Column.newBuilder().setName(column.name()).setType(column.type()));
        }
        return header.build();
    }

    @Override
    public void flush(FlushRequest request, StreamObserver<FlushResponse> observer) {
        calls.one(observer, () -> {
            database.flush();
            return FlushResponse.getDefaultInstance();
        });
    }
}
