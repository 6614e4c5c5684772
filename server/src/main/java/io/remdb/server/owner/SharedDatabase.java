package io.remdb.server.owner;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.DatabaseInfo;
import io.remdb.Deletion;
import io.remdb.Edge;
import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.FuzzyRequest;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schemas;
import io.remdb.Table;
import io.remdb.TraversalRequest;
import io.remdb.WriteResult;
import io.remdb.schema.RecordTable;
import io.remdb.server.client.ConnectionLostException;
import io.remdb.server.client.ResumableBatch;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A database that this process or another has open. When the other goes, whatever was under way is asked for again on the new way
 * to the database, so that a user does not notice. Thread-safe.
 */
final class SharedDatabase implements RemDatabase {
    /** So many owners in a row may go in the middle of one call. */
    private static final int MOST_LOSSES = 20;

    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Delegate delegate;
    private volatile boolean closed;

    SharedDatabase(Opener opener) {
        this.opener = opener;
        this.delegate = opener.open();
    }

    /** Does something that has the same effect when it is done twice. */
    <T> T with(Function<RemDatabase, T> work) {
        return attempt(current -> work.apply(current.database()));
    }

    private <T> T attempt(Function<Delegate, T> work) {
        for (int losses = 0; ; losses++) {
            Delegate current = delegate;
            requireOpen();
            try {
                return work.apply(current);
            } catch (ConnectionLostException e) {
                if (losses >= MOST_LOSSES) {
                    throw e;
                }
                replace(current);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The database is closed");
        }
    }

    /** Finds another way, unless another thread has found it. */
    private void replace(Delegate lost) {
        lock.lock();
        try {
            requireOpen();
            if (delegate.equals(lost)) {
                lost.close();
                delegate = opener.open();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DatabaseInfo info() {
        return with(RemDatabase::info);
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
        return with(database -> database.insert(table, json));
    }

    @Override
    public BatchResult insertAll(String table, Iterator<String> rows, BatchOptions options) {
        ResumableBatch batch = new ResumableBatch(rows, options);
        return attempt(current -> switch (current) {
            case Delegate.Own own -> batch.writeRest(own.database(), table);
            case Delegate.Foreign foreign -> foreign.database().insertAll(table, batch);
        });
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
        return with(database -> database.list(table, visibility));
    }

    @Override
    public long count(String table) {
        return with(database -> database.count(table));
    }

    @Override
    public Entity update(UUID id, String mergePatch) {
        return with(database -> database.update(id, mergePatch));
    }

    @Override
    public Entity updateIfUnmodified(UUID id, String mergePatch, Instant since) {
        return with(database -> database.updateIfUnmodified(id, mergePatch, since));
    }

    @Override
    public Deletion delete(UUID id, Deletion.Mode mode) {
        return with(database -> database.delete(id, mode));
    }

    @Override
    public List<Entity> lookup(String... keys) {
        return with(database -> database.lookup(keys));
    }

    @Override
    public Edge link(UUID src, UUID dst, String relType, Map<String, ?> properties) {
        return with(database -> database.link(src, dst, relType, properties));
    }

    @Override
    public Edge link(String src, String dst, String relType, String propertiesJson) {
        return with(database -> database.link(src, dst, relType, propertiesJson));
    }

    @Override
    public boolean unlink(String src, String dst, String relType) {
        return with(database -> database.unlink(src, dst, relType));
    }

    @Override
    public EdgeCursor edges(String idOrKey, EdgeDirection direction, List<String> relTypes) {
        return with(database -> database.edges(idOrKey, direction, relTypes));
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
        return with(database -> database.query(statement, options, parameters));
    }

    @Override
    public void flush() {
        with(database -> {
            database.flush();
            return true;
        });
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                delegate.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
