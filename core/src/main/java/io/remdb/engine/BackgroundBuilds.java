package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Unattended;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The builds of indexes, keys and vectors over rows that exist, each in a thread of its own, one at a time for a table. A table
 * that is changed while it is built is built as it is then. Thread-safe.
 */
final class BackgroundBuilds {
    private static final Logger LOGGER = System.getLogger(BackgroundBuilds.class.getName());

    private final LiveCatalog catalog;
    private final TableBuilder builder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock. */
    private final Map<Integer, Build> running = new HashMap<>();

    private volatile boolean stopping;

    BackgroundBuilds(LiveCatalog catalog, TableBuilder builder) {
        this.catalog = catalog;
        this.builder = builder;
    }

    /** A build of one table. Guarded by the lock. */
    static final class Build {
        private final int table;
        private final Thread thread;
        private long done;
        private long total;
        private int waiting;
        private boolean over;
        private @Nullable Throwable failure;

        private Build(int table, Thread thread) {
            this.table = table;
            this.thread = thread;
        }
    }

    /** Has a table built until it is complete; the build that runs already goes on to do that. */
    Build start(int table) {
        lock.lock();
        try {
            Build known = running.get(table);
            if (known != null) {
                return known;
            }
            Build[] build = new Build[1];
            Thread thread = Thread.ofPlatform()
                    .daemon()
                    .name("rem-index-build-" + table)
                    .unstarted(() -> Unattended.run(() -> run(build[0])));
            build[0] = new Build(table, thread);
            if (stopping || incomplete(table).isEmpty()) {
                build[0].over = true;
            } else {
                running.put(table, build[0]);
                thread.start();
            }
            return build[0];
        } finally {
            lock.unlock();
        }
    }

    private Optional<CatalogTable> incomplete(int table) {
        return catalog.find(table).filter(now -> now.definition().incomplete());
    }

    private void run(Build build) {
        try {
            Optional<CatalogTable> next = next(build);
            while (next.isPresent()) {
                builder.build(next.get(), (done, total) -> tell(build, done, total), () -> stopping);
                next = next(build);
            }
        } catch (RuntimeException | Error e) {
            failed(build, e);
        }
    }

    /** What is still to be built. That there is nothing is decided under the lock: whoever starts a build later gets another. */
    private Optional<CatalogTable> next(Build build) {
        lock.lock();
        try {
            Optional<CatalogTable> next = stopping ? Optional.empty() : incomplete(build.table);
            if (next.isEmpty()) {
                end(build);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void failed(Build build, Throwable cause) {
        lock.lock();
        try {
            build.failure = cause;
            end(build);
            if (build.waiting == 0 && !stopping) {
                // The table stays marked as incomplete: what is new is not read, and the next open tries again.
                LOGGER.log(Level.WARNING, "What is new in a table could not be built over its rows", cause);
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Build build) {
        build.over = true;
        running.remove(build.table);
        changed.signalAll();
    }

    private void tell(Build build, long done, long total) {
        lock.lock();
        try {
            build.done = done;
            build.total = total;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when a build has ended, and fails when it has.
     *
     * @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted; the build goes on
     */
    void await(Build build, ProgressListener progress) {
        long told = 0;
        boolean over = false;
        while (!over) {
            long done;
            long total;
            lock.lock();
            try {
                build.waiting++;
                while (!build.over && build.done == told) {
                    changed.await();
                }
                done = build.done;
                total = build.total;
                over = build.over;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RemException(ErrorCode.CANCELLED, "Waiting for a table to be built was interrupted", e)
                        .hint("The schema is registered; the build goes on whenever the database is open");
            } finally {
                build.waiting--;
                lock.unlock();
            }
            if (done != told) {
                told = done;
                progress.progress(done, total);
            }
        }
        switch (build.failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Throwable e ->
                throw new RemException(
                        ErrorCode.INTERNAL, "What is new in a table could not be built over its rows", e);
        }
    }

    /** How many rows of a table the build that runs has passed; 0 when none runs. */
    long rowsDone(int table) {
        lock.lock();
        try {
            Build build = running.get(table);
            return build == null ? 0 : build.done;
        } finally {
            lock.unlock();
        }
    }

    /** Gives all builds up and waits until they have stopped. */
    void stop() throws InterruptedException {
        List<Build> builds;
        lock.lock();
        try {
            stopping = true;
            builds = List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
        for (Build build : builds) {
            build.thread.interrupt();
        }
        for (Build build : builds) {
            build.thread.join();
        }
    }
}
