package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Unattended;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Has writes wait until enough replicas have them. Thread-safe. */
final class ReplicaAcks {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    /** Up to where each has everything on its disk, as it has said since it connected last. */
    private final Map<String, Long> durable = new ConcurrentHashMap<>();

    private final int wanted;
    private final long patienceMs;
    /** Guarded by the lock. */
    private boolean closed;

    /**
     * @param wanted how many must have a write; 0: nobody waits
     * @param patienceMs how long is waited for them
     */
    ReplicaAcks(int wanted, long patienceMs) {
        this.wanted = wanted;
        this.patienceMs = patienceMs;
    }

    /** Whether writes wait for replicas. */
    boolean areWanted() {
        return wanted > 0;
    }

    /** A replica begins anew: what it said before does not hold, until it says it again. */
    void begins(String replica) {
        durable.remove(replica);
    }

    /** A replica has everything up to an entry on its disk. */
    void heard(String replica, long sequence) {
        durable.put(replica, sequence);
        if (wanted > 0) {
            lock.lock();
            try {
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Returns when enough replicas have an entry.
     *
     * @throws RemException {@link ErrorCode#NOT_REPLICATED}; the entry is here, and they get it when they can
     */
    void await(long sequence) {
        if (wanted == 0 || Unattended.isBound()) {
            return;
        }
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(patienceMs);
            while (confirmed(sequence) < wanted) {
                if (left <= 0 || closed) {
                    throw missing(sequence);
                }
                left = heard.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw missing(sequence);
        } finally {
            lock.unlock();
        }
    }

    private long confirmed(long sequence) {
        return durable.values().stream().filter(has -> has >= sequence).count();
    }

    private RemException missing(long sequence) {
        return new RemException(
                        ErrorCode.NOT_REPLICATED,
                        "The write is in this database, but not enough replicas have confirmed that they have it")
                .with("sequence", sequence)
                .with("confirmed", confirmed(sequence))
                .with("wanted", wanted)
                .with("waited_ms", patienceMs)
                .hint("Replicas that come back get it; writing it again does no harm. See rem replication status,"
                        + " P8_REPLICATION_ACKS and P8_REPLICATION_ACK_TIMEOUT_MS");
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
