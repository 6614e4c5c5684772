package io.remdb.store.rocks;

import io.remdb.config.RemConfig.WalSync;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings writes to the disk itself. Group commit: one thread syncs for all that wait, and those who come meanwhile wait for the
 * next round.
 */
final class Syncer {
    private final RocksHandle rocks;
    private final StoreState state;
    private final WalSync mode;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundOver = lock.newCondition();
    private boolean syncing;
    private volatile long syncedSequence;

    Syncer(RocksHandle rocks, StoreState state, WalSync mode) {
        this.rocks = rocks;
        this.state = state;
        this.mode = mode;
        this.syncedSequence = state.lastSequence();
    }

    /** Returns when a commit may be acknowledged. */
    void acknowledge(long sequence) {
        switch (mode) {
            case ALWAYS -> syncThrough(sequence);
            case INTERVAL -> {
                // RocksDB has handed it to the operating system, so that it survives the process.
            }
        }
    }

    /** Up to where everything survives a power failure. */
    long syncedSequence() {
        return syncedSequence;
    }

    /** Returns when everything that is committed now survives a power failure. */
    void sync() {
        syncThrough(state.lastSequence());
    }

    private void syncThrough(long sequence) {
        lock.lock();
        try {
            while (syncedSequence < sequence) {
                if (syncing) {
                    roundOver.awaitUninterruptibly();
                } else {
                    syncRound();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** One round as its leader. If it fails, each of those who wait tries for itself and has its own error. */
    private void syncRound() {
        syncing = true;
        lock.unlock();
        long written = state.lastSequence();
        boolean done = false;
        try {
            rocks.syncWal();
            done = true;
        } finally {
            lock.lock();
            syncing = false;
            if (done) {
                syncedSequence = written;
            }
            roundOver.signalAll();
        }
    }
}
