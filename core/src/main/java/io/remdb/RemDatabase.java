package io.remdb;

import io.remdb.spi.DatabaseProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A database: the one thing a program opens and closes.
 *
 * {@snippet :
 * try (RemDatabase db = RemDatabase.open(Path.of("data"))) {
 *     db.schemas().register(Schema.of(Article.class));
 *     db.table(Article.class).insert(new Article("Ownership in Rust", "Every value has one owner ...", "programming"));
 *     for (Hit<Entity> hit : db.search("memory without a garbage collector").in("articles").limit(3)) {
 *         System.out.println(hit.score() + " " + hit.entity().properties().get("title"));
 *     }
 * }
 * }
 *
 * Thread-safe. Everything acknowledged is durable as {@code P8_WAL_SYNC} says, and seen by every read and search that
 * starts after it.
 */
public interface RemDatabase extends AutoCloseable {
    /** Opens the database in a folder, creating it when there is none, with settings from the environment. */
    static RemDatabase open(Path path) {
        return open(path, UnaryOperator.identity());
    }

    /**
     * Opens the database in a folder.
     *
     * @param options changes the defaults
     * @throws RemException {@link ErrorCode#NOT_A_DATABASE}, {@link ErrorCode#UNKNOWN_FORMAT}, {@link ErrorCode#LOCKED},
     *     {@link ErrorCode#INVALID_CONFIG}, {@link ErrorCode#IO_ERROR}
     */
    static RemDatabase open(Path path, UnaryOperator<OpenOptions> options) {
        OpenOptions chosen = options.apply(OpenOptions.defaults());
        return firstOf(provider -> provider.open(path, chosen));
    }

    /**
     * Encrypts the database in a folder, which nobody may have open, for the key pair that its password opens. What is there is copied,
     * compared, and only then replaced: whatever is killed in between, the database is whole, encrypted or not.
     *
     * @param options changes the defaults; {@link OpenOptions#withPassword} is needed
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when it is encrypted already, {@link ErrorCode#SEALED} without a
     *     password, {@link ErrorCode#WRONG_PASSWORD}, {@link ErrorCode#LOCKED}
     */
    static void encrypt(Path path, UnaryOperator<OpenOptions> options, ProgressListener progress) {
        OpenOptions chosen = options.apply(OpenOptions.defaults());
        firstOf(provider -> provider.encrypt(path, chosen, progress) ? Optional.of(path) : Optional.empty());
    }

    /** Connects to the database of a server, with settings from the environment. */
    static RemDatabase connect(String address) {
        return connect(address, UnaryOperator.identity());
    }

    /**
     * Connects to the database of a server ({@code rem serve}). When the connection is lost it is made again. Needs the module
     * {@code rem-server}.
     *
     * @param address {@code rem://host[:port]}, or {@code rems://host[:port]} for TLS
     * @param options changes the defaults
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for the address, {@link ErrorCode#UNAVAILABLE} when there is no
     *     such server, {@link ErrorCode#UNAUTHORIZED} when it refuses this client, {@link ErrorCode#INVALID_CONFIG} for files
     *     of TLS that cannot be used
     */
    static RemDatabase connect(String address, UnaryOperator<ConnectOptions> options) {
        ConnectOptions chosen = options.apply(ConnectOptions.defaults());
        return firstOf(provider -> provider.connect(address, chosen));
    }

    /** A new database in memory, gone when it is closed: for tests. */
    static RemDatabase inMemory() {
        return inMemory(UnaryOperator.identity());
    }

    /** A new database in memory with other options than the default. */
    static RemDatabase inMemory(UnaryOperator<OpenOptions> options) {
        OpenOptions chosen = options.apply(OpenOptions.defaults());
        return firstOf(provider -> provider.openInMemory(chosen));
    }

    private static <T> T firstOf(Function<DatabaseProvider, Optional<T>> opening) {
        return Providers.firstOf(opening);
    }

    /** What is open. */
    DatabaseInfo info();

    /** The schemas. */
    Schemas schemas();

    /**
     * A table through a Java record whose schema is registered.
     *
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}
     */
    <T extends Record> Table<T> table(Class<T> recordType);

    /**
     * Writes one row; a row with the same key is replaced (its {@code created_at} and edges stay).
     *
     * @param json the row's properties as a JSON object; {@code edges} in it are links to write
     * @throws ValidationException with every problem of the row
     */
    WriteResult insert(String table, String json);

    /**
     * Writes rows in chunks: one embedding batch and one atomic write a chunk. Any number of rows in constant memory
     * (but {@link BatchOptions.Mode#ALL_OR_NOTHING} is one write, held in memory). Where a chunk cannot be written at all (no space, an embedding
     * service that is down), the exception carries {@code written}, the rows acknowledged before it; running the batch
     * again completes it.
     */
    BatchResult insertAll(String table, Iterator<String> rows, BatchOptions options);

    /**
     * Writes rows back as they were when they were read: with their ids, times, soft deletion and edges, and with their vectors where
     * they have them (else the text is embedded). A row that is there becomes what is given, edges included, whichever is newer.
     * Chunked, logged and reported as {@link #insertAll} does. A row is not held against the schema: it may be older, and what does not
     * fit its field reads as no value, as it did where the row comes from.
     *
     * @param rows each an entity as JSON: <code>{"id", "entity_type", "created_at", "modified_at", "deleted_at", "edges": [{"src",
     *     "dst", "rel_type", "properties", "created_at"}], "properties", "embeddings": {"embedding": {"model", "vector"}}}</code>.
     *     {@code deleted_at}, {@code edges} and {@code embeddings} may be missing; {@code "embeddings": {}} means that it has none
     */
    BatchResult restoreAll(String table, Iterator<String> rows, BatchOptions options);

    /** {@link #write(WriteBatch, ProgressListener)} with nobody to tell. */
    default WriteBatchResult write(WriteBatch batch) {
        return write(batch, ProgressListener.NONE);
    }

    /**
     * Writes rows of several tables and deletes others as one atomic write: a killed process or a full disk leaves all of it or nothing.
     * Every row is validated before anything is embedded or written.
     *
     * @param progress told how many of the batch's rows are ready to be written, in this thread
     * @throws ValidationException with every problem of the first row that has one
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}; {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#AMBIGUOUS_KEY} for the
     *     target of an edge; {@link ErrorCode#INVALID_ARGUMENT} for a row that is both inserted and deleted
     */
    WriteBatchResult write(WriteBatch batch, ProgressListener progress);

    /** The entity, soft-deleted or not. */
    Optional<Entity> get(UUID id);

    /** The entity with its vectors. */
    Optional<Entity> getWithEmbeddings(UUID id);

    /** The entities that exist among these, in the order asked for. */
    List<Entity> getAll(List<UUID> ids);

    /** Whether soft-deleted rows are shown. */
    enum Visibility {
        /** Only living rows. */
        LIVE,
        /** Soft-deleted rows too. */
        WITH_DELETED
    }

    /**
     * The rows of a table, in an order that stays the same for the life of the database: that of their ids, or, where the database is
     * encrypted, one that tells nothing about them.
     */
    EntityCursor list(String table, Visibility visibility);

    /**
     * The rest of a {@link #list}: the rows that come after one, as they are now.
     *
     * @param after the id of the last row that is not wanted; it may be deleted by now
     */
    EntityCursor listAfter(String table, Visibility visibility, UUID after);

    /**
     * The rows of tables at one moment, for copies and exports.
     *
     * @param tables their names, each once; only one where the options have a predicate
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}, {@link ErrorCode#INVALID_ARGUMENT}, and for a predicate as
     *     {@link #query}
     */
    EntityScan scan(List<String> tables, ScanOptions options);

    /** The living rows of a table: a counter, not a scan. */
    long count(String table);

    /** Of how many rows {@link #distinctValues} gives the values where no ordered index has them. */
    int SAMPLED_ROWS = 10_000;

    /**
     * The different values that a field has in living rows: the elements, where it is an array. With an ordered index they come in
     * its order, at the cost of a jump for each; without one (the field is not indexed, or the database is encrypted) they are those
     * of the first {@value #SAMPLED_ROWS} living rows, in the order in which they were met: of a table with more rows there may be others.
     *
     * @param limit the most values, from 1
     * @return String, Long, Double, Boolean, {@link Instant}, {@link java.time.LocalDate} or {@link UUID}; none for a field that
     *     holds objects
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}, {@link ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#INVALID_ARGUMENT}
     */
    List<Object> distinctValues(String table, String field, int limit);

    /**
     * Changes a row by a JSON merge patch (RFC 7396): null removes a field. Validated as a whole, embedded again only if the
     * embedded text changes.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}
     */
    Entity update(UUID id, String mergePatch);

    /**
     * The same, only if nobody has changed the row since its reader saw it: compare and set.
     *
     * @param since the {@link Entity#modifiedAt} that the reader saw; a row written after it is not changed
     * @throws RemException as {@link #update}, and {@link ErrorCode#CONFLICT} with the row's {@code modified_at}
     */
    Entity updateIfUnmodified(UUID id, String mergePatch, Instant since);

    /**
     * Deletes a row.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}
     */
    Deletion delete(UUID id, Deletion.Mode mode);

    /**
     * The living entities that have one of these keys ({@code uri}, key field, {@code key} or {@code name}), in any table; each with
     * its first {@value Entity#MAX_EDGES_CARRIED} edges.
     */
    List<Entity> lookup(String... keys);

    /**
     * Writes an edge. The same source, target and type is the same edge: its properties are replaced, its {@code created_at}
     * stays.
     *
     * @param src must exist
     * @param dst need not exist yet
     * @param relType 1 to 255 characters
     * @param properties the edge's own data; values that JSON has
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#INVALID_ARGUMENT}
     */
    Edge link(UUID src, UUID dst, String relType, Map<String, ?> properties);

    /**
     * Writes an edge between entities that are named by id, by one of their keys, or as
     * <code>{"entity_type": ..., "key": ...}</code>, in which case the target need not exist yet.
     *
     * @param propertiesJson a JSON object
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#AMBIGUOUS_KEY} with the {@code candidates},
     *     {@link ErrorCode#INVALID_ARGUMENT}, {@link ErrorCode#INVALID_JSON}
     */
    Edge link(String src, String dst, String relType, String propertiesJson);

    /**
     * Removes an edge; its ends are named as in {@link #link(String, String, String, String)}, and by id they need not exist.
     *
     * @return whether it was there
     * @throws RemException {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#AMBIGUOUS_KEY} for a key
     */
    boolean unlink(String src, String dst, String relType);

    /**
     * The edges of an entity by type and far end, outgoing ones before incoming ones, also those to entities that do not exist
     * (yet) or are soft-deleted.
     *
     * @param relTypes only these types; empty for all
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is neither such an entity nor an edge to it,
     *     {@link ErrorCode#AMBIGUOUS_KEY}
     */
    EdgeCursor edges(String idOrKey, EdgeDirection direction, List<String> relTypes);

    /**
     * A traversal from an entity.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}, also for a soft-deleted entity, when it is run
     */
    TraversalRequest traverse(UUID id);

    /**
     * A traversal from an entity by its id or one of its keys.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#AMBIGUOUS_KEY} with the {@code candidates}, when it is
     *     run
     */
    TraversalRequest traverse(String idOrKey);

    /**
     * The living entities that have a key like a text: the same, one that begins with it, one that has its words, or one with
     * other letters here and there.
     */
    FuzzyRequest fuzzy(String text);

    /** A search of every table that has embedded or text fields, or of one chosen by {@link EntitySearch#in}. */
    EntitySearch search(String text);

    /**
     * Runs a statement: SQL, or LOOKUP, FUZZY, SEARCH, TRAVERSE, EXPLAIN as in docs/query.md, which are the verbs above as text
     * ({@link QueryResult#kind} tells the kind of the rows). One that reads gives its rows; one that writes (INSERT, UPDATE, DELETE, MERGE) is done when this
     * returns, all of its rows or none, and gives one row with the counts {@code inserted}, {@code updated} and
     * {@code deleted}. A row that replaces another one of the same statement, having its key, counts as updated.
     *
     * @param parameters the values of {@code ?}, in order: String, Number, Boolean, {@link java.time.Instant},
     *     {@link java.time.LocalDate}, {@link UUID}, {@link List}, a JSON node, null
     */
    QueryResult query(String statement, Object... parameters);

    /**
     * Runs a statement that may do and use no more than the options say. The time-out is that of SQL: the other statements have
     * the configured one, as their verbs have.
     */
    QueryResult query(String statement, QueryOptions options, Object... parameters);

    /** Waits until everything acknowledged is searchable and on disk. */
    void flush();

    /**
     * Who can open the database, and how that is changed.
     *
     * @throws RemException {@link ErrorCode#UNSUPPORTED} when it is not encrypted, and for a client of a server on TCP: keys are managed
     *     on the machine where the database is
     */
    DatabaseKeys keys();

    /** What keeps the database in order: checks, copies, room on the disk. */
    Operations operations();

    /** What has been changed and is being changed: the log as a feed. */
    Changes changes();

    /** Syncs, waits for running work, and releases the folder. Calling it again does nothing. */
    @Override
    void close();

    /** A search whose table may be chosen. */
    interface EntitySearch extends SearchRequest<Entity> {
        /** Only this table. */
        EntitySearch in(String table);
    }
}
