package io.remdb.store.rocks;

import static java.util.Objects.requireNonNull;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.Shipment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last writes, for readers that are up to date: while there are any, what is written is kept here for a while, so that nobody reads
 * it back from a file. Thread-safe.
 */
final class RecentWrites {
    private static final long MOST_BYTES = 32 << 20;
    private static final int FIRST_CAPACITY = 1024;

    /** A write, and what it is to those that follow: every reader needs it, the first one finds it out. Thread-safe. */
    static final class Write {
        private final long position;
        private final long next;
        private final byte[] batch;
        private volatile @Nullable Shipment shipment;

        /**
         * A write.
         *
         * @param position RocksDB's sequence of its first part
         * @param next that of the write after it
         */
        Write(long position, long next, byte[] batch) {
            this.position = position;
            this.next = next;
            this.batch = batch;
        }

        long position() {
            return position;
        }

        long next() {
            return next;
        }

        byte[] batch() {
            return batch;
        }

        /** @param lastBefore the last entry of the log before it, the same for every reader */
        Shipment shipment(ShipmentForm form, long lastBefore) {
            Shipment known = shipment;
            if (known == null) {
                known = form.of(batch, lastBefore);
                shipment = known;
            }
            return known;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /**
     * A ring, whose length is a power of two: what a reader wants is found by halving, because writers wait while it is looked for.
     * Guarded by the lock, as the rest.
     */
    private @Nullable Write[] ring = new Write[FIRST_CAPACITY];

    private int oldest;
    private int count;
    private long bytes;
    /** Written under the lock; read without it by every write. */
    private final AtomicInteger readers = new AtomicInteger();

    private long start;
    private boolean closed;

    /**
     * Has writes kept from now on.
     *
     * @param position of the next write; nobody writes meanwhile
     */
    void addReader(long position) {
        lock.lock();
        try {
            if (readers.getAndIncrement() == 0) {
                start = position;
            }
        } finally {
            lock.unlock();
        }
    }

    void removeReader() {
        lock.lock();
        try {
            if (readers.decrementAndGet() == 0) {
                clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        ring = new Write[FIRST_CAPACITY];
        oldest = 0;
        count = 0;
        bytes = 0;
    }

    /** Whether writes are kept; only a hint unless nobody adds or removes a reader meanwhile. */
    boolean hasReaders() {
        return readers.get() > 0;
    }

    /**
     * Keeps a write, the next one.
     *
     * @param position RocksDB's sequence of its first part
     * @param next that of the write after it
     */
    void add(long position, long next, byte[] batch) {
        lock.lock();
        try {
            if (readers.get() == 0) {
                return;
            }
            append(new Write(position, next, batch));
            // The newest stays however large it is.
            while (bytes > MOST_BYTES && count > 1) {
                removeOldest();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void append(Write write) {
        if (count == ring.length) {
            @Nullable Write[] larger = Arrays.copyOfRange(ring, oldest, oldest + 2 * count);
            System.arraycopy(ring, 0, larger, count - oldest, oldest);
            ring = larger;
            oldest = 0;
        }
        ring[(oldest + count) & (ring.length - 1)] = write;
        count++;
        bytes += write.batch().length;
    }

    private void removeOldest() {
        Write write = get(0);
        ring[oldest] = null;
        oldest = (oldest + 1) & (ring.length - 1);
        count--;
        bytes -= write.batch().length;
        start = write.next();
    }

    /** Of those that are here, the oldest being 0. */
    private Write get(int index) {
        return requireNonNull(ring[(oldest + index) & (ring.length - 1)]);
    }

    /** Whether everything from a position on is here. */
    boolean has(long position) {
        lock.lock();
        try {
            return position >= start;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The writes from a position on; waits for some where there are none. Empty after that time, or when they are no longer here.
     *
     * @throws RemException {@link ErrorCode#CLOSED}
     */
    List<Write> from(long position, int mostBytes, long patienceNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = patienceNanos;
            while (!closed && position >= start && (count == 0 || get(count - 1).position() < position)) {
                if (left <= 0) {
                    return List.of();
                }
                left = more.awaitNanos(left);
            }
            if (closed) {
                throw new RemException(ErrorCode.CLOSED, "The database is closed");
            }
            return position < start ? List.of() : copy(position, mostBytes);
        } finally {
            lock.unlock();
        }
    }

    private List<Write> copy(long position, int mostBytes) {
        List<Write> taken = new ArrayList<>();
        long length = 0;
        for (int i = firstFrom(position); i < count && length < mostBytes; i++) {
            Write write = get(i);
            taken.add(write);
            length += write.batch().length;
        }
        return taken;
    }

    /** The index of the first write at a position or after it; as many as there are, where there is none. */
    private int firstFrom(long position) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).position() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            clear();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
