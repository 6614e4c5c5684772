package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.crypto.KeySource;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import io.remdb.store.StoreFigures;
import io.remdb.store.StoreUpkeep;
import io.remdb.store.StoreUpkeep.Compacted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDBException;

/**
 * A replica of an encrypted store for which no key is here: it keeps what its primary ships, and reads nothing of it. Opened with a key,
 * the same files are a {@link RocksStore}. Thread-safe.
 */
public final class SealedCopy implements Replication, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final RocksHandle rocks;
    private final UUID databaseId;
    private final StoreState state;
    private final ReplicationState copies;
    private final JoinedShipments joining;
    private final FigureReader figures;
    private final Syncer syncer;
    private final Housekeeper housekeeper;

    private SealedCopy(RocksHandle rocks, UUID databaseId, Path folder, RemConfig config) {
        this.rocks = rocks;
        this.databaseId = databaseId;
        state = StoreState.sealed(rocks);
        copies = ReplicationState.load(rocks, config.replication());
        joining = new JoinedShipments(rocks, copies);
        figures = new FigureReader(rocks, state, folder);
        syncer = new Syncer(rocks, state, WalSync.INTERVAL);
        WalArchive archive = new WalArchive(folder, new WalFiles(rocks), copies, config, InstantSource.system());
        housekeeper = new Housekeeper(
                rocks.gate(),
                syncer,
                archive::trim,
                () -> {},
                Duration.ofMillis(config.wal().syncIntervalMs()));
    }

    /**
     * Opens a store that is an encrypted replica.
     *
     * @param folder of RocksDB's files
     * @return empty where it is something else, such as a store that is not encrypted, or no replica
     */
    public static Optional<SealedCopy> open(Path folder, RemConfig config) {
        RocksHandle rocks = StoreOpener.open(folder, Creation.NEVER, config);
        boolean opened = false;
        try {
            UUID databaseId = StoreOpener.identify(rocks, folder, Creation.NEVER, KeySource.NONE);
            if (rocks.get(Family.META, Meta.REPLICA_OF) == null
                    || KeyEntries.keyring(rocks).isEmpty()) {
                return Optional.empty();
            }
            SealedCopy copy = new SealedCopy(rocks, databaseId, folder, config);
            copy.housekeeper.start();
            opened = true;
            return Optional.of(copy);
        } finally {
            if (!opened) {
                rocks.close();
            }
        }
    }

    /** What is thrown where something would have to be read. */
    public static RemException sealed() {
        return new RemException(
                        ErrorCode.SEALED,
                        "This replica is encrypted and was started without a key: it stores, and reads nothing")
                .hint("Start rem replicate with the password of a key that opens the database, or ask the primary");
    }

    /** How large it is; of tables nothing is known. */
    public StoreFigures figures() {
        return rocks.gate().call(figures::read);
    }

    /** As {@link StoreUpkeep#compact}. */
    public Compacted compact(ProgressListener progress) {
        return rocks.gate().call(() -> new FileCompaction(rocks).run(progress));
    }

    @Override
    public History history() {
        long last = state.lastSequence();
        return new History(
                copies.history().orElse(databaseId),
                copies.epochs(),
                last,
                checksum(last).orElse(0));
    }

    @Override
    public OptionalLong checksum(long sequence) {
        return rocks.gate().call(() -> EntryChecksum.of(rocks, sequence));
    }

    /** Always refused: when an entry was committed is sealed. */
    @Override
    public ShipmentReader read(long afterSequence) {
        throw sealed();
    }

    @Override
    public void apply(List<Shipment> shipments) {
        if (shipments.isEmpty()) {
            return;
        }
        rocks.gate().run(() -> {
            lock.lock();
            try {
                long last = state.lastSequence();
                rocks.write(joining.join(shipments, last));
                copies.reload(rocks);
                long reached = Math.max(last, shipments.getLast().lastSequence());
                state.advance(new Meta.Head(reached, 0));
            } finally {
                lock.unlock();
            }
        });
    }

    @Override
    public long copyTo(Path folder) {
        int pass = rocks.gate().enter();
        try (Checkpoint checkpoint = Checkpoint.create(rocks.db())) {
            long atLeast = state.lastSequence();
            checkpoint.createCheckpoint(folder.toString());
            return atLeast;
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public UUID databaseId() {
        return databaseId;
    }

    /** Always refused: how far it goes is sealed. */
    @Override
    public StoreCopy describe(Path copy) {
        throw sealed();
    }

    /** Nothing to keep: a replica is archived by its primary. */
    @Override
    public void archived(long sequence) {}

    @Override
    public long sync() {
        return rocks.gate().call(() -> {
            syncer.sync();
            return syncer.syncedSequence();
        });
    }

    /** How many bytes the log has is sealed. */
    @Override
    public LogExtent log() {
        return new LogExtent(state.oldestSequence(), state.lastSequence(), 0);
    }

    /** Nothing is committed here by itself. */
    @Override
    public LogMoment moment() {
        return new LogMoment(state.lastSequence(), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    @Override
    public int formatVersion() {
        return Meta.FORMAT_VERSION;
    }

    @Override
    public Optional<ReplicaOf> replicaOf() {
        return copies.replicaOf();
    }

    @Override
    public void follow(ReplicaOf primary) {
        rocks.gate().run(() -> {
            lock.lock();
            try {
                Batch batch = new Batch(rocks);
                batch.put(Family.META, Meta.REPLICA_OF, primary.address().getBytes(StandardCharsets.UTF_8));
                rocks.write(batch);
                rocks.syncWal();
                copies.reload(rocks);
            } finally {
                lock.unlock();
            }
        });
    }

    @Override
    public long promote() {
        throw sealed();
    }

    /** Nothing to do: it takes no writes. */
    @Override
    public void fence(long epoch) {}

    @Override
    public OptionalLong fencedBy() {
        return OptionalLong.empty();
    }

    /** None: nobody can follow it. */
    @Override
    public List<ReplicaPosition> replicas() {
        return List.of();
    }

    @Override
    public void keepFor(String replica, long sequence) {
        throw sealed();
    }

    @Override
    public void acknowledged(String replica, long sequence) {
        throw sealed();
    }

    @Override
    public boolean awaitsReplicas() {
        return false;
    }

    /** Nothing to wait for: it takes no writes. */
    @Override
    public void awaitReplicas() {}

    @Override
    public void forget(String replica) {
        throw sealed();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            housekeeper.stop();
            rocks.close();
        }
    }
}
