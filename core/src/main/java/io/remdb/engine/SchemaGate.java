package io.remdb.engine;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps writes and changes of schemas apart: a write is derived and committed under one state of the catalog, and when a
 * schema is switched no write of the old one is under way. Writes do not hinder each other.
 */
final class SchemaGate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    <T> T writing(Supplier<T> write) {
        lock.readLock().lock();
        try {
            return write.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    <T> T switching(Supplier<T> change) {
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
