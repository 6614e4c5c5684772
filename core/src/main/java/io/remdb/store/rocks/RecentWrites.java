package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last writes, for readers that are up to date: while there are any, what is written is kept here for a while, so that nobody reads
 * it back from a file. Thread-safe.
 */
final class RecentWrites {
    private static final long MOST_BYTES = 32 << 20;

    /**
     * A write.
     *
     * @param position RocksDB's sequence of its first part
     * @param next that of the write after it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Write(long position, long next, byte[] batch) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** Guarded by the lock, as the rest. */
    private final ArrayDeque<Write> writes = new ArrayDeque<>();

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
                writes.clear();
                bytes = 0;
            }
        } finally {
            lock.unlock();
        }
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
            writes.add(new Write(position, next, batch));
            bytes += batch.length;
            // The newest stays however large it is.
            while (bytes > MOST_BYTES && writes.size() > 1) {
                Write oldest = writes.remove();
                bytes -= oldest.batch().length;
                start = oldest.next();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
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
            while (!closed
                    && position >= start
                    && (writes.isEmpty() || writes.getLast().position() < position)) {
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

    /** From the newest back to the position: a reader that is up to date lacks few. */
    private List<Write> copy(long position, int mostBytes) {
        ArrayDeque<Write> wanted = new ArrayDeque<>();
        Iterator<Write> back = writes.descendingIterator();
        while (back.hasNext()) {
            Write write = back.next();
            if (write.position() < position) {
                break;
            }
            wanted.addFirst(write);
        }
        List<Write> taken = new ArrayList<>();
        long length = 0;
        for (Write write : wanted) {
            taken.add(write);
            length += write.batch().length;
            if (length >= mostBytes) {
                break;
            }
        }
        return taken;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            writes.clear();
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
