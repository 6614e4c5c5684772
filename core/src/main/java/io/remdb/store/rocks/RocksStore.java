package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.store.IndexStore;
import io.remdb.store.LogStore;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.StoreEncryption;
import io.remdb.store.StoreObserver;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.StoreUpkeep;
import io.remdb.store.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The store on RocksDB. One process has a folder open at a time. */
public final class RocksStore implements Store {
    /** The most bytes that a key, an indexed text or a relation type may have; see {@link #fits}. */
    public static final int LONGEST_TEXT_BYTES = TextCodec.LONGEST_TEXT;

    private static final System.Logger LOGGER = System.getLogger(RocksStore.class.getName());

    private final AtomicBoolean closed = new AtomicBoolean();
    private final RocksHandle rocks;
    private final UUID databaseId;
    private final Optional<RocksEncryption> encryption;
    private final Optional<HeadWitness> witness;
    private final StoreState state;
    private final Syncer syncer;
    private final Housekeeper housekeeper;
    private final @Nullable Path folder;
    private final LogTrimmer trimmer;
    private final CommitPath commits;
    private final RecordStore records;
    private final IndexStore indexes;
    private final LogStore log;
    private final ReceiptBook receipts;
    private final ReplicaAcks acks;
    private final Optional<RocksReplication> replication;
    private final RocksUpkeep upkeep;
    private volatile StoreObserver observer = StoreObserver.NONE;

    private RocksStore(
            RocksHandle rocks,
            UUID databaseId,
            Optional<RocksEncryption> encryption,
            Optional<HeadWitness> witness,
            @Nullable Path folder,
            RemConfig config,
            InstantSource clock) {
        this.rocks = rocks;
        this.databaseId = databaseId;
        this.encryption = encryption;
        this.witness = witness;
        state = StoreState.load(rocks);
        witness.ifPresent(file -> file.check(state.lastSequence()));
        syncer = new Syncer(rocks, state, config.wal().sync());
        ReplicationState copies = ReplicationState.load(rocks, config.replication());
        this.folder = folder;
        trimmer = new LogTrimmer(
                rocks, state, config, clock, () -> copies.replicaOf().isEmpty(), copies::slowestReplica);
        Listeners listeners = new Listeners();
        receipts = new ReceiptBook(rocks);
        // Nobody can follow what is in memory.
        acks = new ReplicaAcks(
                folder == null ? 0 : config.replication().acks(),
                config.replication().ackTimeoutMs());
        commits = new CommitPath(rocks, state, syncer, trimmer, listeners, clock, receipts, copies, acks);
        records = new RocksRecords(rocks, state, unit -> observer.commit(unit, () -> commits.commit(unit)), receipts);
        indexes = new RocksIndexes(rocks);
        upkeep = new RocksUpkeep(rocks, state, new FigureReader(rocks, state, folder), commits);
        log = new RocksLog(rocks, state, trimmer, listeners);
        WalFiles files = new WalFiles(rocks);
        replication = Optional.ofNullable(folder)
                .map(_ -> new RocksReplication(
                        rocks,
                        databaseId,
                        state,
                        copies,
                        files,
                        new ShippedWrites(rocks, state, copies, receipts, encryption),
                        acks,
                        syncer,
                        commits,
                        copy -> witness(copy, databaseId, encryption),
                        clock,
                        sequence -> {
                            trimmer.afterCommit();
                            listeners.committed(sequence);
                        }));
        Optional<WalArchive> archive =
                Optional.ofNullable(folder).map(path -> new WalArchive(path, files, copies, config, clock));
        housekeeper = new Housekeeper(
                rocks.gate(),
                syncer,
                () -> {
                    trimmer.trim();
                    archive.ifPresent(WalArchive::trim);
                },
                () -> {
                    witness.ifPresent(file -> file.save(syncer.syncedSequence()));
                    archive.ifPresent(WalArchive::trimUnlessFollowed);
                    replication.ifPresent(RocksReplication::saveReplicas);
                },
                Duration.ofMillis(config.wal().syncIntervalMs()));
        trimmer.onDue(housekeeper::trimSoon);
    }

    /**
     * Opens a store.
     *
     * @param folder of RocksDB's files, and of nothing else
     * @throws io.remdb.RemException NOT_A_DATABASE, UNKNOWN_FORMAT, LOCKED, CORRUPTED or IO_ERROR
     */
    public static RocksStore open(Path folder, Creation creation, RemConfig config) {
        return open(folder, creation, config, KeySource.NONE);
    }

    /**
     * The same with keys, with which a new store is encrypted.
     *
     * @throws io.remdb.RemException also SEALED, WRONG_PASSWORD or UNAUTHORIZED
     */
    public static RocksStore open(Path folder, Creation creation, RemConfig config, KeySource keys) {
        return start(
                StoreOpener.open(folder, creation, config), folder, creation, config, keys, InstantSource.system());
    }

    /** The same with another clock. */
    static RocksStore open(Path folder, Creation creation, RemConfig config, InstantSource clock) {
        return start(StoreOpener.open(folder, creation, config), folder, creation, config, KeySource.NONE, clock);
    }

    /**
     * Makes an encrypted copy of a store that is not encrypted, which stays as it is; the copy has been read back and compared when this
     * returns.
     *
     * @param folder that nobody else can open: {@link #whileLocked}
     * @param target of the copy; empty, or not there
     * @throws io.remdb.RemException INVALID_ARGUMENT when the store is encrypted already; SEALED without a password
     */
    public static void copyEncrypted(
            Path folder, Path target, RemConfig config, KeySource keys, ProgressListener progress) {
        RocksHandle rocks = StoreOpener.openLocked(folder, config);
        try {
            UUID databaseId = StoreOpener.identify(rocks, folder, Creation.NEVER, KeySource.NONE);
            if (!KeyEntries.keyring(rocks).isEmpty()) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The database is encrypted already")
                        .with("path", folder);
            }
            long lastSequence = StoreState.load(rocks).lastSequence();
            EncryptedCopy.make(rocks, databaseId, lastSequence, target, config, keys, progress);
        } finally {
            rocks.close();
        }
    }

    /** The file by which {@link #whileLocked} knows a store's folder: when a folder is removed, it goes last. */
    public static final String LOCK_FILE = FolderLock.FILE;

    /**
     * Does something with the files of a store that is closed, while nobody can open it. The lock goes with the folder when that is
     * renamed.
     *
     * @throws io.remdb.RemException LOCKED when another process has it
     */
    public static void whileLocked(Path folder, Runnable work) {
        try (FolderLock _ = FolderLock.take(folder)) {
            work.run();
        }
    }

    /**
     * The same for a folder that another process may be removing.
     *
     * @return whether it was done: not where the folder has no {@link #LOCK_FILE}
     */
    public static boolean whileLockedIfThere(Path folder, Runnable work) {
        Optional<FolderLock> lock = FolderLock.takeIfThere(folder);
        lock.ifPresent(held -> {
            try (held) {
                work.run();
            }
        });
        return lock.isPresent();
    }

    /**
     * Makes a copy of a store, which nobody has open, a replica of the store that it was made of.
     *
     * @param folder of the copy
     */
    public static void makeReplica(Path folder, RemConfig config, ReplicaOf primary) {
        RocksHandle rocks = StoreOpener.openLocked(folder, config);
        try {
            // Without a cipher: what is written is readable in every store.
            Batch batch = new Batch(rocks);
            batch.put(Family.META, Meta.REPLICA_OF, primary.address().getBytes(StandardCharsets.UTF_8));
            batch.delete(Family.META, Meta.FENCED);
            rocks.write(batch);
        } finally {
            rocks.close();
        }
    }

    /** A store that is gone when it is closed. */
    public static RocksStore openInMemory(RemConfig config) {
        return openInMemory(config, KeySource.NONE);
    }

    /** The same with keys: what is in memory is sealed, too, so that everything works as it does on a disk. */
    public static RocksStore openInMemory(RemConfig config, KeySource keys) {
        return start(StoreOpener.openInMemory(config), null, Creation.IF_MISSING, config, keys, InstantSource.system());
    }

    private static RocksStore start(
            RocksHandle rocks,
            @Nullable Path folder,
            Creation creation,
            RemConfig config,
            KeySource keys,
            InstantSource clock) {
        RocksStore store;
        try {
            UUID databaseId = StoreOpener.identify(rocks, folder, creation, keys);
            Optional<RocksEncryption> encryption = RocksEncryption.unlock(rocks, databaseId, keys);
            Optional<HeadWitness> witness =
                    Optional.ofNullable(folder).map(path -> witness(path, databaseId, encryption));
            store = new RocksStore(rocks, databaseId, encryption, witness, folder, config, clock);
        } catch (RuntimeException e) {
            rocks.close();
            throw e;
        }
        store.housekeeper.start();
        return store;
    }

    private static HeadWitness witness(Path folder, UUID databaseId, Optional<RocksEncryption> encryption) {
        if (encryption.isEmpty()) {
            HeadWitness.requireNoneSealed(folder);
        }
        return encryption
                .map(keys -> HeadWitness.sealed(folder, databaseId, keys))
                .orElseGet(() -> HeadWitness.plain(folder, databaseId));
    }

    /** Whether a text can be a key, an indexed value or a relation type: its encoded form has a limit. */
    public static boolean fits(String text) {
        return TextCodec.fits(text);
    }

    /** A random id that the database was given when it was created. */
    public UUID databaseId() {
        return databaseId;
    }

    @Override
    public StoreCapabilities capabilities() {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        if (!rocks.cipher().keepsOrder()) {
            all.remove(Capability.ORDERED_INDEX_SCAN);
            all.remove(Capability.ORDERED_ID_SCAN);
            all.remove(Capability.INDEX_TELLS_OTHER_FIELDS);
        }
        return new StoreCapabilities(all);
    }

    @Override
    public int formatVersion() {
        return Meta.FORMAT_VERSION;
    }

    @Override
    public List<TableDefinition> tables() {
        return rocks.gate().call(state::definitions);
    }

    @Override
    public int highestTableNumber() {
        return state.highestTable();
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public IndexStore indexes() {
        return indexes;
    }

    @Override
    public LogStore log() {
        return log;
    }

    @Override
    public Optional<Replication> replication() {
        return replication.map(Replication.class::cast);
    }

    @Override
    public Optional<StoreEncryption> encryption() {
        return encryption.map(StoreEncryption.class::cast);
    }

    @Override
    public StoreSnapshot snapshot() {
        return rocks.gate().call(() -> new RocksSnapshot(rocks, state, receipts, commits, trimmer, folder));
    }

    @Override
    public StoreUpkeep upkeep() {
        return upkeep;
    }

    @Override
    public void observe(StoreObserver watching) {
        observer = watching;
        replication.ifPresent(copies -> copies.observe(watching));
    }

    @Override
    public void sync() {
        rocks.gate().run(syncer::sync);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            housekeeper.stop();
            acks.close();
            try {
                witness.ifPresent(this::saveHead);
            } finally {
                try {
                    rocks.close();
                } finally {
                    encryption.ifPresent(RocksEncryption::close);
                }
            }
        }
    }

    /** An older file is right, too: what is closed is on the disk without it, in a folder that was moved away meanwhile perhaps. */
    private void saveHead(HeadWitness file) {
        rocks.gate().run(() -> {
            try {
                syncer.sync();
                file.save(syncer.syncedSequence());
            } catch (RemException e) {
                LOGGER.log(System.Logger.Level.WARNING, "How far the store had got cannot be written down", e);
            }
        });
    }
}
