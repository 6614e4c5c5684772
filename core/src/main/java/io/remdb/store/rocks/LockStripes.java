package io.remdb.store.rocks;

import java.util.BitSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Locks by entity. Several are taken in the order of their stripes, so that no two units wait for each other. */
final class LockStripes {
    private static final int STRIPES = 1024;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    LockStripes() {
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    static int stripe(UUID id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    void lock(BitSet stripes) {
        for (int i = stripes.nextSetBit(0); i >= 0; i = stripes.nextSetBit(i + 1)) {
            locks[i].lock();
        }
    }

    void unlock(BitSet stripes) {
        for (int i = stripes.nextSetBit(0); i >= 0; i = stripes.nextSetBit(i + 1)) {
            locks[i].unlock();
        }
    }
}
