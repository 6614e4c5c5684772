package io.remdb.server.client;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
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
import io.remdb.FuzzyRequest;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.Schemas;
import io.remdb.Table;
import io.remdb.TraversalRequest;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.WriteResult;
import io.remdb.json.Json;
import io.remdb.schema.RecordTable;
import io.remdb.server.proto.Attempt;
import io.remdb.server.proto.CountRequest;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.DataServiceGrpc.DataServiceBlockingStub;
import io.remdb.server.proto.DeleteRequest;
import io.remdb.server.proto.DeleteResponse;
import io.remdb.server.proto.DistinctValuesRequest;
import io.remdb.server.proto.DistinctValuesResponse;
import io.remdb.server.proto.EntityBatch;
import io.remdb.server.proto.FlushRequest;
import io.remdb.server.proto.GetRequest;
import io.remdb.server.proto.InfoRequest;
import io.remdb.server.proto.InfoResponse;
import io.remdb.server.proto.InsertRequest;
import io.remdb.server.proto.InsertResponse;
import io.remdb.server.proto.LinkRequest;
import io.remdb.server.proto.ListEdgesRequest;
import io.remdb.server.proto.ListRequest;
import io.remdb.server.proto.LookupRequest;
import io.remdb.server.proto.OperationsServiceGrpc;
import io.remdb.server.proto.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.remdb.server.proto.OwnerServiceGrpc;
import io.remdb.server.proto.OwnerServiceGrpc.OwnerServiceBlockingStub;
import io.remdb.server.proto.UnlinkRequest;
import io.remdb.server.proto.UpdateRequest;
import io.remdb.server.proto.UpdateResponse;
import io.remdb.server.proto.Value;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.ValueWire;
import io.remdb.spi.ChangeRequest;
import io.remdb.spi.WriteRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A database through one connection. A call that does not get there or back fails with {@link ConnectionLostException}; it is
 * not repeated here. Thread-safe.
 */
public final class RemoteDatabase implements RemDatabase {
    /** The other side reads so many before it gives the first. */
    private static final int IDS_AT_ONCE = 500;

    /** What is at the other end. */
    public enum Side {
        /** The owner of the database, on this machine: it serves all that an owner does. */
        OWNER,
        /** A server, which serves the data alone. */
        SERVER
    }

    private final Channel channel;
    private final Side side;
    private final DataServiceBlockingStub stub;
    private final RemoteSchemas schemas;

    /** A database at the other end of a channel, which stays the caller's. */
    public RemoteDatabase(Channel channel, Side side) {
        this.channel = ClientInterceptors.intercept(channel, new RequestLimit());
        this.side = side;
        this.stub = DataServiceGrpc.newBlockingStub(this.channel);
        this.schemas = new RemoteSchemas(this);
    }

    /** Makes a call that has one answer. */
    <T> T call(Function<DataServiceBlockingStub, T> call) {
        try {
            return OwnContext.call(() -> call.apply(stub));
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** Makes a call that only an owner answers. */
    <T> T callOwner(Function<OwnerServiceBlockingStub, T> call) {
        try {
            return OwnContext.call(() -> call.apply(OwnerServiceGrpc.newBlockingStub(channel)));
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** What a call through this connection means that failed. */
    RemException failure(StatusRuntimeException e) {
        RemException failure = Failures.of(e);
        return failure instanceof ConnectionLostException lost ? lost.through(this) : failure;
    }

    /** Makes a call of the operations service that has one answer. */
    <T> T operation(Function<OperationsServiceBlockingStub, T> call) {
        try {
            return OwnContext.call(() -> call.apply(OperationsServiceGrpc.newBlockingStub(channel)));
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** Makes a call of the operations service that has many answers. */
    <M> Stream<M, M> streamOperation(Function<OperationsServiceBlockingStub, Iterator<M>> call) {
        return Stream.of(
                this,
                () -> call.apply(OperationsServiceGrpc.newBlockingStub(channel)),
                message -> List.of(message).iterator());
    }

    /** Makes a call that only an owner answers, and with many answers. */
    <M> Stream<M, M> streamOwner(Function<OwnerServiceBlockingStub, Iterator<M>> call) {
        return Stream.of(
                this,
                () -> call.apply(OwnerServiceGrpc.newBlockingStub(channel)),
                message -> List.of(message).iterator());
    }

    /** What is at the other end. */
    Side side() {
        return side;
    }

    /** Makes a call that has many answers. */
    <M, T> Stream<M, T> stream(Function<DataServiceBlockingStub, Iterator<M>> call, Function<M, Iterator<T>> things) {
        return Stream.of(this, () -> call.apply(stub), things);
    }

    @Override
    public DatabaseInfo info() {
        InfoResponse info = call(to -> to.info(InfoRequest.getDefaultInstance()));
        return new DatabaseInfo(
                Path.of(info.getPath()), info.getEncrypted(), info.getFormatVersion(), info.getSequence());
    }

    @Override
    public Schemas schemas() {
        return schemas;
    }

    @Override
    public <T extends Record> Table<T> table(Class<T> recordType) {
        return RecordTable.of(this, recordType);
    }

    /** Which write this is, where the caller may make it again. */
    static Optional<Attempt> attempt() {
        return WriteRequest.current()
                .map(request -> Attempt.newBuilder()
                        .setRequest(EntityWire.id(request.id()))
                        .setAgain(request.again())
                        .build());
    }

    @Override
    public WriteResult insert(String table, String json) {
        InsertRequest.Builder request =
                InsertRequest.newBuilder().setTable(table).setRow(ByteString.copyFromUtf8(json));
        attempt().ifPresent(request::setAttempt);
        InsertResponse response = call(to -> to.insert(request.build()));
        return new WriteResult(
                EntityWire.id(response.getId()),
                response.getEntityType(),
                response.getCreated() ? WriteResult.Action.CREATED : WriteResult.Action.UPDATED);
    }

    @Override
    public BatchResult insertAll(String table, Iterator<String> rows, BatchOptions options) {
        return write(table, new ResumableBatch(ResumableBatch.Kind.NEW_ROWS, rows, options));
    }

    @Override
    public BatchResult restoreAll(String table, Iterator<String> rows, BatchOptions options) {
        return write(table, new ResumableBatch(ResumableBatch.Kind.RESTORED_ROWS, rows, options));
    }

    /** Writes a batch that can be sent again when this fails with {@link ConnectionLostException}. */
    public BatchResult write(String table, ResumableBatch batch) {
        return new OutgoingBatch(this, channel, table, batch).send();
    }

    @Override
    public WriteBatchResult write(WriteBatch batch, ProgressListener progress) {
        return new OutgoingWrites(this, channel, progress).send(batch);
    }

    @Override
    public Optional<Entity> get(UUID id) {
        return get(id, false);
    }

    @Override
    public Optional<Entity> getWithEmbeddings(UUID id) {
        return get(id, true);
    }

    private Optional<Entity> get(UUID id, boolean withEmbeddings) {
        GetRequest request = GetRequest.newBuilder()
                .addIds(EntityWire.id(id))
                .setWithEmbeddings(withEmbeddings)
                .build();
        return entities(to -> to.get(request)).stream().findFirst();
    }

    @Override
    public List<Entity> getAll(List<UUID> ids) {
        List<Entity> entities = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            GetRequest.Builder request = GetRequest.newBuilder();
            ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE))
                    .forEach(id -> request.addIds(EntityWire.id(id)));
            entities.addAll(entities(to -> to.get(request.build())));
        }
        return entities;
    }

    private List<Entity> entities(Function<DataServiceBlockingStub, Iterator<EntityBatch>> call) {
        try (Stream<EntityBatch, io.remdb.server.proto.Entity> parts =
                stream(call, batch -> batch.getEntitiesList().iterator())) {
            return EntityWire.joined(parts);
        }
    }

    @Override
    public EntityCursor list(String table, Visibility visibility) {
        return list(request(table, visibility).build());
    }

    @Override
    public EntityCursor listAfter(String table, Visibility visibility, UUID after) {
        return list(request(table, visibility).setAfter(EntityWire.id(after)).build());
    }

    private static ListRequest.Builder request(String table, Visibility visibility) {
        return ListRequest.newBuilder().setTable(table).setWithDeleted(visibility == Visibility.WITH_DELETED);
    }

    private EntityCursor list(ListRequest request) {
        return new Cursors.OfEntities(stream(
                to -> to.list(request), batch -> EntityWire.entities(batch).iterator()));
    }

    @Override
    public EntityScan scan(List<String> tables, ScanOptions options) {
        return RemoteScan.of(this, tables, options);
    }

    @Override
    public long count(String table) {
        return call(to ->
                to.count(CountRequest.newBuilder().setTable(table).build()).getRows());
    }

    @Override
    public List<Object> distinctValues(String table, String field, int limit) {
        DistinctValuesRequest request = DistinctValuesRequest.newBuilder()
                .setTable(table)
                .setField(field)
                .setLimit(limit)
                .build();
        List<Object> values = new ArrayList<>();
        try (Stream<DistinctValuesResponse, Value> parts = stream(
                to -> to.distinctValues(request), part -> part.getValuesList().iterator())) {
            parts.forEachRemaining(value -> values.add(Objects.requireNonNull(ValueWire.value(value))));
        }
        return values;
    }

    @Override
    public Entity update(UUID id, String mergePatch) {
        return update(UpdateRequest.newBuilder(), id, mergePatch);
    }

    @Override
    public Entity updateIfUnmodified(UUID id, String mergePatch, Instant since) {
        return update(UpdateRequest.newBuilder().setIfModifiedAt(EntityWire.micros(since)), id, mergePatch);
    }

    private Entity update(UpdateRequest.Builder request, UUID id, String mergePatch) {
        request.setId(EntityWire.id(id)).setPatch(ByteString.copyFromUtf8(mergePatch));
        attempt().ifPresent(request::setAttempt);
        try (Stream<UpdateResponse, io.remdb.server.proto.Entity> parts = stream(
                to -> to.update(request.build()),
                part -> List.of(part.getEntity()).iterator())) {
            return EntityWire.joined(parts).stream().findFirst().orElseThrow(RemoteDatabase::incomplete);
        }
    }

    @Override
    public Deletion delete(UUID id, Deletion.Mode mode) {
        DeleteRequest.Builder request =
                DeleteRequest.newBuilder().setId(EntityWire.id(id)).setHard(mode == Deletion.Mode.HARD);
        attempt().ifPresent(request::setAttempt);
        DeleteResponse response = call(to -> to.delete(request.build()));
        return new Deletion(EntityWire.id(response.getId()), EntityWire.instant(response.getDeletedAt()));
    }

    @Override
    public List<Entity> lookup(String... keys) {
        LookupRequest request =
                LookupRequest.newBuilder().addAllKeys(Arrays.asList(keys)).build();
        return entities(to -> to.lookup(request));
    }

    @Override
    public Edge link(UUID src, UUID dst, String relType, Map<String, ?> properties) {
        ObjectNode json = Json.mapper().valueToTree(properties);
        return link(src.toString(), dst.toString(), relType, Json.text(json));
    }

    @Override
    public Edge link(String src, String dst, String relType, String propertiesJson) {
        LinkRequest.Builder request = LinkRequest.newBuilder()
                .setSrc(src)
                .setDst(dst)
                .setRelType(relType)
                // Nothing at all would stand for {}; the database refuses a text that is no JSON.
                .setProperties(ByteString.copyFromUtf8(propertiesJson.isEmpty() ? " " : propertiesJson));
        attempt().ifPresent(request::setAttempt);
        return call(to -> EntityWire.edge(to.link(request.build()).getEdge()));
    }

    @Override
    public boolean unlink(String src, String dst, String relType) {
        UnlinkRequest.Builder request =
                UnlinkRequest.newBuilder().setSrc(src).setDst(dst).setRelType(relType);
        attempt().ifPresent(request::setAttempt);
        return call(to -> to.unlink(request.build()).getRemoved());
    }

    @Override
    public EdgeCursor edges(String idOrKey, EdgeDirection direction, List<String> relTypes) {
        ListEdgesRequest request = ListEdgesRequest.newBuilder()
                .setEntity(idOrKey)
                .setDirection(EntityWire.direction(direction))
                .addAllRelTypes(relTypes)
                .build();
        return new Cursors.OfEdges(stream(
                to -> to.listEdges(request),
                batch -> batch.getEdgesList().stream().map(EntityWire::edge).iterator()));
    }

    @Override
    public TraversalRequest traverse(UUID id) {
        return traverse(id.toString());
    }

    @Override
    public TraversalRequest traverse(String idOrKey) {
        return new RemoteTraversal(this, idOrKey);
    }

    @Override
    public FuzzyRequest fuzzy(String text) {
        return new RemoteFuzzy(this, text);
    }

    @Override
    public EntitySearch search(String text) {
        return new RemoteSearch(this, text);
    }

    @Override
    public QueryResult query(String statement, Object... parameters) {
        return query(statement, QueryOptions.DEFAULTS, parameters);
    }

    @Override
    public QueryResult query(String statement, QueryOptions options, Object... parameters) {
        return RemoteResult.of(this, statement, options, parameters);
    }

    @Override
    public void flush() {
        call(to -> to.flush(FlushRequest.getDefaultInstance()));
    }

    @Override
    public DatabaseKeys keys() {
        return switch (side) {
            case OWNER -> {
                RemoteKeys keys = new RemoteKeys(this);
                var _ = keys.recipients(); // as in the owner itself, there are none where it is not encrypted
                yield keys;
            }
            case SERVER ->
                throw new RemException(ErrorCode.UNSUPPORTED, "Keys are managed on the machine where the database is")
                        .hint(
                                "Run the command there, with the database's folder (--db): a server's token gives the use of a"
                                        + " database, not a say in who can open it");
        };
    }

    @Override
    public Operations operations() {
        return new RemoteOperations(this);
    }

    @Override
    public Changes changes() {
        return ChangeRequest.open(request -> RemoteChangeCursor.open(this, channel, request));
    }

    /** Does nothing: the channel is closed by who made it. */
    @Override
    public void close() {}

    /** What a method throws that needs the answer of another release. */
    static RemException incomplete() {
        return new RemException(ErrorCode.UNAVAILABLE, "The answer of the other side is not complete")
                .hint("Use the same release on both sides");
    }
}
