package io.remdb.engine;

import io.remdb.store.LogStore.CommitListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for commits. Costs a writer one look at a number where nobody waits. */
final class CommitSignal implements CommitListener {
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();

    @Override
    public void committed(long sequence) {
        // Who waits is counted before it looks for the last time whether it has to: one of the two sees the other.
        if (waiting.get() > 0) {
            wake();
        }
    }

    /** Has those who wait look again. */
    void wake() {
        lock.lock();
        try {
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something that comes with a commit or before {@link #wake}.
     *
     * @return whether it came in time
     */
    boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        waiting.incrementAndGet();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                var _ = something.await(left, TimeUnit.NANOSECONDS);
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }
}
