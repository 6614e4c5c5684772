package io.remdb.server.owner;

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
import io.remdb.schema.RecordTable;
import io.remdb.server.client.ConnectionLostException;
import io.remdb.server.client.ResumableBatch;
import io.remdb.spi.ChangeRequest;
import io.remdb.spi.WriteRequest;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * A database that this process or another has open. When the other goes, whatever was under way is asked for again on the new way
 * to the database, so that a user does not notice. Thread-safe.
 */
final class SharedDatabase implements RemDatabase {
    /** So many owners in a row may go in the middle of one call: it may be the call that ends them. */
    static final int MOST_LOSSES = 3;

    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Delegate delegate;
    private volatile boolean closed;

    SharedDatabase(Opener opener) {
        this.opener = opener;
        this.delegate = opener.open(() -> closed);
    }

    /** Does something that has the same effect when it is done twice. */
    <T> T with(Function<RemDatabase, T> work) {
        return attempt((current, losses) -> work.apply(current.database()));
    }

    /**
     * Does a write once: when the answer of the other process is lost, whoever is asked again looks for the receipt of what the
     * other may have done before it went.
     */
    private <T> T once(Function<RemDatabase, T> write) {
        return once(request(), write);
    }

    /** Who works for a request already asks for the same write again, in another process perhaps. */
    private static WriteRequest request() {
        return WriteRequest.current().orElseGet(() -> new WriteRequest(UUID.randomUUID(), false));
    }

    private <T> T once(WriteRequest request, Function<RemDatabase, T> write) {
        return attempt((current, losses) -> {
            boolean again = request.again() || losses > 0;
            if (!(current instanceof Delegate.Foreign) && !again) {
                return write.apply(current.database()); // in this process no answer is lost
            }
            return new WriteRequest(request.id(), again).during(() -> write.apply(current.database()));
        });
    }

    /** Does something that can see for itself whether it was done, told whether it may have been. */
    <T> T perhapsAgain(BiFunction<RemDatabase, Boolean, T> work) {
        return attempt((current, losses) -> work.apply(current.database(), losses > 0));
    }

    /** What is done with a way to the database, the number of ways that were lost before being known. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Delegate current, int losses);
    }

    private <T> T attempt(Work<T> work) {
        return attempt(work, () -> 0, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param progress grows with what is done for good; after a loss the count begins anew where it has grown
     * @param givenUp what is thrown when there is no other way to the database
     */
    private <T> T attempt(Work<T> work, LongSupplier progress, UnaryOperator<RemException> givenUp) {
        long before = progress.getAsLong();
        int inVain = 0;
        for (int losses = 0; ; losses++) {
            Delegate current = delegate;
            requireOpen();
            try {
                return work.with(current, losses);
            } catch (ConnectionLostException e) {
                if (!(current instanceof Delegate.Foreign foreign) || !e.isOf(foreign.database())) {
                    throw e; // of another database, from which the user reads in this call
                }
                long done = progress.getAsLong();
                inVain = done > before ? 1 : inVain + 1;
                before = done;
                if (inVain > MOST_LOSSES) {
                    throw givenUp.apply(e);
                }
                try {
                    replace(foreign);
                } catch (RemException noOther) {
                    throw givenUp.apply(noOther);
                }
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The database is closed");
        }
    }

    /** Finds another way, unless another thread has found it. */
    private void replace(Delegate.Foreign lost) {
        try {
            lock.lockInterruptibly(); // whoever has it looks for the way, which may take a while
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Waiting for the database was interrupted", e);
        }
        try {
            requireOpen();
            if (delegate.equals(lost)) {
                lost.leave();
                delegate = opener.open(() -> closed);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DatabaseInfo info() {
        return with(RemDatabase::info);
    }

    /** A removal whose answer was lost is not done again: there is nothing left to count then. */
    long remove(String table, Schemas.Removal removal) {
        return attempt((current, losses) -> {
            try {
                return current.database().schemas().remove(table, removal);
            } catch (RemException e) {
                if (losses > 0 && e.code() == ErrorCode.UNKNOWN_TABLE) {
                    throw new RemException(
                                    ErrorCode.UNAVAILABLE,
                                    "The table is gone; the process that removed it went before it said how many rows"
                                            + " it had",
                                    e)
                            .with("table", table);
                }
                throw e;
            }
        });
    }

    @Override
    public Schemas schemas() {
        return new SharedSchemas(this);
    }

    @Override
    public <T extends Record> Table<T> table(Class<T> recordType) {
        return RecordTable.of(this, recordType);
    }

    @Override
    public WriteResult insert(String table, String json) {
        return once(database -> database.insert(table, json));
    }

    @Override
    public BatchResult insertAll(String table, Iterator<String> rows, BatchOptions options) {
        return write(table, new ResumableBatch(ResumableBatch.Kind.NEW_ROWS, rows, options));
    }

    @Override
    public BatchResult restoreAll(String table, Iterator<String> rows, BatchOptions options) {
        return write(table, new ResumableBatch(ResumableBatch.Kind.RESTORED_ROWS, rows, options));
    }

    private BatchResult write(String table, ResumableBatch batch) {
        Work<BatchResult> write = (current, losses) -> switch (current) {
            case Delegate.Own own -> batch.writeRest(own.database(), table);
            case Delegate.Lent lent -> batch.writeRest(lent.database(), table);
            case Delegate.Foreign foreign -> foreign.database().write(table, batch);
        };
        return attempt(write, batch::acknowledged, batch::cutOff);
    }

    @Override
    public WriteBatchResult write(WriteBatch batch, ProgressListener progress) {
        return once(database -> database.write(batch, progress));
    }

    @Override
    public Optional<Entity> get(UUID id) {
        return with(database -> database.get(id));
    }

    @Override
    public Optional<Entity> getWithEmbeddings(UUID id) {
        return with(database -> database.getWithEmbeddings(id));
    }

    @Override
    public List<Entity> getAll(List<UUID> ids) {
        return with(database -> database.getAll(ids));
    }

    @Override
    public EntityCursor list(String table, Visibility visibility) {
        return SharedCursors.entities(new SharedListing(this, table, visibility, null));
    }

    @Override
    public EntityCursor listAfter(String table, Visibility visibility, UUID after) {
        return SharedCursors.entities(new SharedListing(this, table, visibility, after));
    }

    /** When the other process goes in the middle, its moment has gone, and that is said. */
    @Override
    public EntityScan scan(List<String> tables, ScanOptions options) {
        return with(database -> database.scan(tables, options));
    }

    @Override
    public long count(String table) {
        return with(database -> database.count(table));
    }

    @Override
    public List<Object> distinctValues(String table, String field, int limit) {
        return with(database -> database.distinctValues(table, field, limit));
    }

    @Override
    public Entity update(UUID id, String mergePatch) {
        return once(database -> database.update(id, mergePatch));
    }

    @Override
    public Entity updateIfUnmodified(UUID id, String mergePatch, Instant since) {
        return once(database -> database.updateIfUnmodified(id, mergePatch, since));
    }

    @Override
    public Deletion delete(UUID id, Deletion.Mode mode) {
        return once(database -> database.delete(id, mode));
    }

    @Override
    public List<Entity> lookup(String... keys) {
        return with(database -> database.lookup(keys));
    }

    @Override
    public Edge link(UUID src, UUID dst, String relType, Map<String, ?> properties) {
        return once(database -> database.link(src, dst, relType, properties));
    }

    @Override
    public Edge link(String src, String dst, String relType, String propertiesJson) {
        return once(database -> database.link(src, dst, relType, propertiesJson));
    }

    @Override
    public boolean unlink(String src, String dst, String relType) {
        return once(database -> database.unlink(src, dst, relType));
    }

    @Override
    public EdgeCursor edges(String idOrKey, EdgeDirection direction, List<String> relTypes) {
        return SharedCursors.edges(() -> with(database -> database.edges(idOrKey, direction, relTypes)));
    }

    @Override
    public TraversalRequest traverse(UUID id) {
        return traverse(id.toString());
    }

    @Override
    public TraversalRequest traverse(String idOrKey) {
        return new SharedTraversal(this, idOrKey);
    }

    @Override
    public FuzzyRequest fuzzy(String text) {
        return new SharedFuzzy(this, text);
    }

    @Override
    public EntitySearch search(String text) {
        return new SharedSearch(this, text);
    }

    @Override
    public QueryResult query(String statement, Object... parameters) {
        return query(statement, QueryOptions.DEFAULTS, parameters);
    }

    @Override
    public QueryResult query(String statement, QueryOptions options, Object... parameters) {
        Object[] values = parameters.clone();
        WriteRequest request = request();
        Function<RemDatabase, QueryResult> run = database -> database.query(statement, options, values);
        return SharedCursors.result(once(request, run), () -> once(new WriteRequest(request.id(), true), run));
    }

    @Override
    public void flush() {
        with(database -> {
            database.flush();
            return true;
        });
    }

    @Override
    public DatabaseKeys keys() {
        var _ = with(RemDatabase::keys); // fails where there are none
        return new SharedKeys(this);
    }

    @Override
    public Operations operations() {
        return new SharedOperations(this);
    }

    @Override
    public Changes changes() {
        return ChangeRequest.open(request -> SharedChangeCursor.open(this, request));
    }

    @Override
    public void close() {
        closed = true; // before the lock, so that nobody begins to look for another way, and whoever looks stops
        lock.lock();
        try {
            delegate.close();
        } finally {
            lock.unlock();
        }
    }
}
