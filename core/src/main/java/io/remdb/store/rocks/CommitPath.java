package io.remdb.store.rocks;

import io.remdb.spi.replication.Replication.LogMoment;
import io.remdb.store.Change;
import io.remdb.store.CommitResult;
import io.remdb.store.Receipt;
import io.remdb.store.WriteUnit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one way to write: entities locked, versions checked, then one RocksDB batch over all families under the commit lock. No
 * lock is held while waiting for the disk.
 */
final class CommitPath {
    private final ReentrantLock commitLock = new ReentrantLock();
    private final LockStripes stripes = new LockStripes();
    private final RocksHandle rocks;
    private final StoreState state;
    private final Syncer syncer;
    private final LogTrimmer trimmer;
    private final Listeners listeners;
    private final InstantSource clock;
    private final ReceiptBook receipts;
    private final ReplicationState copies;
    private final ReplicaAcks acks;

    CommitPath(
            RocksHandle rocks,
            StoreState state,
            Syncer syncer,
            LogTrimmer trimmer,
            Listeners listeners,
            InstantSource clock,
            ReceiptBook receipts,
            ReplicationState copies,
            ReplicaAcks acks) {
        this.rocks = rocks;
        this.state = state;
        this.syncer = syncer;
        this.trimmer = trimmer;
        this.listeners = listeners;
        this.clock = clock;
        this.receipts = receipts;
        this.copies = copies;
        this.acks = acks;
    }

    /** Does something while nothing is committed. */
    void whileQuiet(Runnable work) {
        commitLock.lock();
        try {
            work.run();
        } finally {
            commitLock.unlock();
        }
    }

    /** Times of entries are read under the lock, too. */
    LogMoment moment() {
        commitLock.lock();
        try {
            return new LogMoment(state.lastSequence(), nowMicros());
        } finally {
            commitLock.unlock();
        }
    }

    CommitResult commit(WriteUnit unit) {
        CommitResult result;
        int pass = rocks.gate().enter();
        try {
            if (unit.changes().isEmpty()) {
                // What it found may have been written by somebody who still waits for replicas.
                acks.await(state.lastSequence());
                return new CommitResult.Applied(state.lastSequence());
            }
            // Before anything is sealed: that would begin a session, whose number the primary gives to one of its own.
            copies.requireWritable(state.lastSequence());
            result = write(unit);
            if (result instanceof CommitResult.Applied(long sequence)) {
                acknowledge(sequence);
            }
        } finally {
            rocks.gate().leave(pass);
        }
        if (result instanceof CommitResult.Applied(long sequence)) {
            trimmer.afterCommit();
            listeners.committed(sequence);
            acks.await(sequence);
        }
        return result;
    }

    private void acknowledge(long sequence) {
        syncer.acknowledge(sequence);
        if (acks.areWanted()) {
            syncer.sync(); // else this store could lose in a power failure what its replicas have
        }
    }

    private CommitResult write(WriteUnit unit) {
        BitSet locks = locksFor(unit);
        stripes.lock(locks);
        try {
            UnitWriter writer = new UnitWriter(rocks);
            UUID conflict = writer.prepare(unit.changes());
            if (conflict != null) {
                return new CommitResult.Conflict(conflict);
            }
            return new CommitResult.Applied(append(writer, unit.receipt()));
        } finally {
            stripes.unlock(locks);
        }
    }

    private long append(UnitWriter writer, @Nullable Receipt receipt) {
        commitLock.lock();
        try {
            // Under the lock: whoever makes this store a replica has it, so that nothing is written after that.
            copies.requireWritable(state.lastSequence());
            Meta.Head before = state.head();
            Meta.Head after = new Meta.Head(before.sequence() + 1, before.bytes() + writer.logBytes());
            long now = nowMicros();
            Batch batch = writer.seal(state, after, now);
            Meta.Segment segment = putSegment(batch, before, now);
            if (receipt != null) {
                receipts.write(batch, receipt, after.sequence());
            }
            rocks.write(batch);
            if (receipt != null) {
                receipts.written(receipt, after.sequence());
            }
            if (segment != null) {
                state.addSegment(segment);
            }
            writer.publish(state, after);
            return after.sequence();
        } finally {
            commitLock.unlock();
        }
    }

    private long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private Meta.@Nullable Segment putSegment(Batch batch, Meta.Head before, long now) {
        Meta.Segment segment = trimmer.segmentStarting(before.sequence() + 1, before.bytes(), now);
        if (segment != null) {
            Meta.putSegment(batch, segment);
        }
        return segment;
    }

    /** @throws io.remdb.RemException {@link io.remdb.ErrorCode#READ_ONLY} in a replica */
    void requireWritable() {
        copies.requireWritable(state.lastSequence());
    }

    /**
     * Commits what is derived from what is there, as an entry of the log in which nothing changes. No version is checked: nothing else is
     * committed while it is computed.
     */
    void commitDerived(DerivedWrites writes) {
        long sequence;
        int pass = rocks.gate().enter();
        try {
            sequence = appendDerived(writes);
            acknowledge(sequence);
        } finally {
            rocks.gate().leave(pass);
        }
        trimmer.afterCommit();
        listeners.committed(sequence);
        acks.await(sequence);
    }

    private long appendDerived(DerivedWrites writes) {
        commitLock.lock();
        try {
            requireWritable();
            Batch batch = new Batch(rocks);
            writes.addTo(batch);
            Meta.Head before = state.head();
            if (batch.isEmpty()) {
                return before.sequence();
            }
            byte[] entry = LogCodec.encode(List.of());
            long now = nowMicros();
            LogCodec.setTime(entry, now);
            Meta.Head after = new Meta.Head(before.sequence() + 1, before.bytes() + entry.length);
            batch.put(Family.WAL, KeyCodec.log(after.sequence()), entry);
            Meta.putHead(batch, after);
            Meta.Segment segment = putSegment(batch, before, now);
            rocks.write(batch);
            if (segment != null) {
                state.addSegment(segment);
            }
            writes.written();
            state.advance(after);
            return after.sequence();
        } finally {
            commitLock.unlock();
        }
    }

    private static BitSet locksFor(WriteUnit unit) {
        BitSet locks = new BitSet();
        for (Change change : unit.changes()) {
            UUID id = locked(change);
            if (id != null) {
                locks.set(LockStripes.stripe(id));
            }
        }
        return locks;
    }

    private static @Nullable UUID locked(Change change) {
        return switch (change) {
            case Change.PutEntity put -> put.entity().id();
            case Change.RemoveEntity remove -> remove.id();
            case Change.PutEmbedding put -> put.id();
            case Change.RemoveEmbedding remove -> remove.id();
            case Change.PutIndexEntries put -> put.id();
            case Change.RequireEntity require -> require.id();
            case Change.PutEdge put -> put.edge().src();
            case Change.DefineTable _,
                    Change.DropTable _,
                    Change.RemoveEdge _,
                    Change.DropIndex _,
                    Change.DropEmbeddings _ -> null;
        };
    }
}
