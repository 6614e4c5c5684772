package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import io.remdb.store.StoreObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDBException;

/** A store, those that follow it, and the one that it follows. */
final class RocksReplication implements Replication {
    /** Of those who apply, and of those who change whose copy this is. */
    private final ReentrantLock lock = new ReentrantLock();

    private final RocksHandle rocks;
    private final UUID databaseId;
    private final StoreState state;
    private final ReplicationState copies;
    private final WalFiles files;
    private final ShippedWrites shipped;
    private final ReplicaAcks acks;
    private final Syncer syncer;
    private final CommitPath commits;
    private final Function<Path, HeadWitness> witnessOf;
    private final InstantSource clock;
    private final LongConsumer applied;
    private volatile StoreObserver observer = StoreObserver.NONE;

    /**
     * @param witnessOf the file beside a copy that says how far it has got
     * @param applied is told of the last entry that has been applied
     */
    RocksReplication(
            RocksHandle rocks,
            UUID databaseId,
            StoreState state,
            ReplicationState copies,
            WalFiles files,
            ShippedWrites shipped,
            ReplicaAcks acks,
            Syncer syncer,
            CommitPath commits,
            Function<Path, HeadWitness> witnessOf,
            InstantSource clock,
            LongConsumer applied) {
        this.rocks = rocks;
        this.databaseId = databaseId;
        this.state = state;
        this.copies = copies;
        this.files = files;
        this.shipped = shipped;
        this.acks = acks;
        this.syncer = syncer;
        this.commits = commits;
        this.witnessOf = witnessOf;
        this.clock = clock;
        this.applied = applied;
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

    @Override
    public ShipmentReader read(long afterSequence) {
        return rocks.gate().call(() -> {
            // First: what is written from here on is kept, and what was written before is in the files.
            long next = rocks.readAlong();
            try {
                WalFiles.Start start = files.startAfter(afterSequence, state.lastSequence(), next);
                List<Shipment> before = start.exact() ? List.of() : List.of(keys(afterSequence));
                return new RocksShipmentReader(rocks, files, start.position(), afterSequence, before);
            } catch (RuntimeException | Error e) {
                rocks.recent().removeReader();
                throw e;
            }
        });
    }

    /**
     * What is written between entries, and may stand in a file that is gone: the keys that values to come may be sealed with, and the
     * epochs.
     */
    private Shipment keys(long afterSequence) {
        Batch batch = new Batch(rocks);
        KeyEntries.addAll(rocks, batch);
        copies.epochs().stream()
                .skip(1) // every history begins with the first
                .forEach(epoch -> batch.put(
                        Family.META, Meta.epochKey(epoch.number()), Meta.epoch(epoch.firstSequence(), epoch.id())));
        return new Shipment(afterSequence + 1, afterSequence, 0, batch.serialised());
    }

    void observe(StoreObserver watching) {
        observer = watching;
    }

    @Override
    public void apply(List<Shipment> shipments) {
        if (!shipments.isEmpty()) {
            observer.apply(shipments, () -> write(shipments));
        }
    }

    private void write(List<Shipment> shipments) {
        rocks.gate().run(() -> {
            lock.lock();
            try {
                if (copies.replicaOf().isEmpty()) {
                    throw new RemException(ErrorCode.UNSUPPORTED, "This database is no replica");
                }
                shipped.apply(shipments, state.lastSequence());
            } finally {
                lock.unlock();
            }
        });
        applied.accept(state.lastSequence());
    }

    @Override
    public long copyTo(Path folder) {
        int pass = rocks.gate().enter();
        try (Checkpoint checkpoint = Checkpoint.create(rocks.db())) {
            long atLeast = state.lastSequence();
            checkpoint.createCheckpoint(folder.toString());
            witnessOf.apply(folder).save(atLeast);
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

    @Override
    public StoreCopy describe(Path copy) {
        return rocks.gate().call(() -> StoreCopyReader.describe(rocks, copy));
    }

    @Override
    public void archived(long sequence) {
        copies.archived(sequence);
    }

    @Override
    public long sync() {
        return rocks.gate().call(() -> {
            syncer.sync();
            return syncer.syncedSequence();
        });
    }

    @Override
    public LogExtent log() {
        Meta.Head head = state.head();
        Map.Entry<Long, Meta.Segment> first = state.segments().firstEntry();
        return new LogExtent(
                state.oldestSequence(),
                head.sequence(),
                first == null ? 0 : head.bytes() - first.getValue().bytesBefore());
    }

    @Override
    public LogMoment moment() {
        return rocks.gate().call(commits::moment);
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
        change(batch -> {
            batch.put(Family.META, Meta.REPLICA_OF, primary.address().getBytes(StandardCharsets.UTF_8));
            batch.delete(Family.META, Meta.FENCED);
        });
    }

    @Override
    public long promote() {
        long[] begun = new long[1];
        change(batch -> {
            if (copies.replicaOf().isEmpty() && copies.fencedBy().isEmpty()) {
                throw new RemException(ErrorCode.UNSUPPORTED, "This database is no replica: it takes writes already")
                        .with("path", rocks.errors().location());
            }
            begun[0] = Math.max(
                            copies.epochs().getLast().number(),
                            copies.fencedBy().orElse(0))
                    + 1;
            // The id tells it from an epoch of the same number that another copy begins, which knows nothing of this
            // one.
            batch.put(Family.META, Meta.epochKey(begun[0]), Meta.epoch(state.lastSequence() + 1, UUID.randomUUID()));
            batch.delete(Family.META, Meta.REPLICA_OF);
            batch.delete(Family.META, Meta.FENCED);
        });
        rocks.cipher().endSession();
        return begun[0];
    }

    @Override
    public void fence(long epoch) {
        if (epoch > copies.fencedBy().orElse(0)) {
            change(batch -> batch.put(Family.META, Meta.FENCED, Meta.number(epoch)));
        }
    }

    @Override
    public OptionalLong fencedBy() {
        return copies.fencedBy();
    }

    private interface Writes {
        void addTo(Batch batch);
    }

    /** Writes what says whose copy this is; on the disk when it returns. */
    private void change(Writes writes) {
        rocks.gate().run(() -> {
            lock.lock();
            try {
                commits.whileQuiet(() -> {
                    Batch batch = new Batch(rocks);
                    writes.addTo(batch);
                    rocks.write(batch);
                    rocks.syncWal();
                    copies.reload(rocks);
                });
            } finally {
                lock.unlock();
            }
        });
    }

    @Override
    public List<ReplicaPosition> replicas() {
        return copies.replicas();
    }

    @Override
    public void keepFor(String replica, long sequence) {
        acks.begins(replica);
        remember(replica, sequence);
    }

    @Override
    public void acknowledged(String replica, long sequence) {
        remember(replica, sequence);
        acks.heard(replica, sequence);
    }

    private void remember(String replica, long sequence) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        boolean isNew = copies.replica(replica).isEmpty();
        copies.put(new ReplicaPosition(replica, sequence, now));
        if (isNew) {
            rocks.gate().run(() -> saveReplicas());
        }
    }

    /** Writes down how far the replicas have got: so much is kept for them after the next start. The caller has passed the gate. */
    void saveReplicas() {
        List<ReplicaPosition> known = new ArrayList<>(copies.replicas());
        known.removeIf(copies::isSaved);
        if (known.isEmpty() || copies.replicaOf().isPresent()) {
            return;
        }
        Batch batch = new Batch(rocks);
        known.forEach(replica -> batch.put(Family.META, Meta.replicaKey(replica.replica()), Meta.replica(replica)));
        rocks.write(batch);
        known.forEach(copies::saved);
    }

    @Override
    public boolean awaitsReplicas() {
        return acks.areWanted();
    }

    @Override
    public void awaitReplicas() {
        acks.await(state.lastSequence());
    }

    @Override
    public void forget(String replica) {
        copies.remove(replica);
        acks.begins(replica);
        change(batch -> batch.delete(Family.META, Meta.replicaKey(replica)));
    }
}
