package io.remdb.search;

import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.search.TableIndex.State;
import io.remdb.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the callers of the search index and its one thread say to each other: which tables are wanted how far, how far they have
 * got, what failed. The work itself is in {@link FollowerWork}, which alone touches open indexes, so that an interrupt of a
 * caller never reaches a file.
 */
final class Follower {
    private static final System.Logger LOG = System.getLogger(Follower.class.getName());
    private static final int GATHER_MS = 20;

    /**
     * How long a search waits for the next step of an index, unless its caller has set a limit: opening one, building it and bringing it to the disk
     * take seconds on a busy machine, and say nothing meanwhile.
     */
    private static final long PATIENCE_MS = 60_000;

    private final Store store;
    private final IndexFolder folder;
    private final FollowerWork work;
    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when there is something to do. */
    private final Condition asked = lock.newCondition();
    /** Signalled when something was done. */
    private final Condition done = lock.newCondition();

    /** Changed under the lock. */
    private final Map<Integer, TableIndex> tables = new ConcurrentSkipListMap<>();

    private final WriterThrottle throttle = new WriterThrottle();

    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile boolean committed;
    private boolean urgent;
    private long flushWanted = -1;
    private long flushed = -1;
    private volatile @Nullable Throwable failure;

    Follower(Store store, Catalog catalog, IndexFolder folder, RemConfig.Search config, SearchSizes sizes) {
        this.store = store;
        this.folder = folder;
        this.work = new FollowerWork(store, catalog, folder, config, sizes, this);
    }

    /** Asks to be told of commits; nothing else happens before the first of them. */
    void register() {
        long last = store.log().lastSequence();
        store.log().holdFor(SearchPosition.FOLLOWER, folder.exists() ? Math.min(folder.completeUpTo(), last) : last);
        store.log().onCommit(_ -> committed());
    }

    /** In the thread of whoever wrote, after the write. */
    private void committed() {
        throttle.afterWrite();
        if (committed) {
            return; // known, and not yet looked at
        }
        lock.lock();
        try {
            committed = true;
            start();
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        if (thread == null && !stopping) {
            thread = Thread.ofPlatform().daemon().name("rem-search").start(this::run);
        }
    }

    // ---- for callers

    /**
     * Returns when everything that is committed now is found by a search of the table. After a bulk load that takes a while: the
     * deadline is that of a step, so that a search waits for an index that gets on, and not for one that is stuck.
     *
     * @throws RemException TIMEOUT, CLOSED, CANCELLED, or what made the index fail
     */
    TableIndex awaitVisible(CatalogTable table, Deadline deadline) {
        long target = store.log().lastChange(table.number());
        TableIndex known = tables.get(table.number());
        if (known != null && failure == null && !stopping && known.shows(table, target)) {
            return known;
        }
        lock.lock();
        try {
            TableIndex index = index(table);
            index.wanted = true;
            index.wantedUpTo = Math.max(index.wantedUpTo, target);
            long started = System.nanoTime();
            Deadline step = deadline.renewed(PATIENCE_MS);
            long seen = index.steps;
            while (!isReady(index, table, target)) {
                ask();
                index.wantedUpTo = Math.max(index.wantedUpTo, target);
                if (index.steps != seen) {
                    seen = index.steps;
                    step = deadline.renewed(PATIENCE_MS);
                }
                long remaining = step.remainingNanos();
                if (remaining <= 0) {
                    throw step.timeout().with("table", table.name()).with("waiting_for", index.state);
                }
                throttle.waitsSince(started);
                done.awaitNanos(Math.min(remaining, WriterThrottle.NANOS_BETWEEN_LOOKS));
                index = current(index); // it may have been replaced
                index.wanted = true;
            }
            return index;
        } catch (InterruptedException e) {
            throw SearchErrors.cancelled(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #awaitVisible}, for who can do without: no writer waits for it, and nothing is built.
     *
     * @param patience until when to wait; where there is none, the index is only asked to be up to date some time
     * @return null where it is not up to date by then, or of another schema
     */
    @Nullable
    TableIndex visible(CatalogTable table, Deadline patience) {
        long target = store.log().lastChange(table.number());
        lock.lock();
        try {
            TableIndex index = index(table);
            while (!isReady(index, table, target)) {
                boolean isThere = index.state == State.FOLLOWING || index.state == State.UNOPENED;
                long remaining = patience.remainingNanos();
                index.wantedUpTo = Math.max(index.wantedUpTo, target);
                if (!isThere || remaining <= 0) {
                    askLater();
                    return null;
                }
                index.wanted = true;
                ask();
                done.awaitNanos(remaining);
                index = current(index);
            }
            return index.table.revision() == table.revision() ? index : null;
        } catch (InterruptedException e) {
            throw SearchErrors.cancelled(e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady(TableIndex index, CatalogTable table, long target) {
        check(index);
        if (table.revision() > index.table.revision()) {
            index.table = table;
        }
        TableWriter writer = index.writer;
        return index.state == State.FOLLOWING
                && index.buildsAsked <= index.buildsDone
                && index.visible >= target
                && writer != null
                && (table.revision() < index.table.revision()
                        || writer.mapping().sameDocumentsAs(RowMapping.of(index.table)));
    }

    /** Returns when everything up to a sequence is indexed and on disk. */
    void flush(long sequence) {
        lock.lock();
        try {
            long target = Math.min(sequence, store.log().lastSequence());
            flushWanted = Math.max(flushWanted, target);
            while (flushed < target) {
                ask();
                for (TableIndex index : tables.values()) {
                    check(index);
                }
                done.await();
            }
        } catch (InterruptedException e) {
            throw SearchErrors.cancelled(e);
        } finally {
            lock.unlock();
        }
    }

    /** The same where something else than the log has changed the index: it is on disk afterwards, too. */
    void flushAgain(long sequence) {
        var _ = locked(_ -> flushed = -1);
        flush(sequence);
    }

    void rebuild(CatalogTable table, ProgressListener progress) {
        lock.lock();
        try {
            TableIndex index = index(table);
            index.wanted = true;
            if (index.state == State.FAILED) {
                index.state = State.TO_BUILD;
                index.failure = null;
            }
            switch (index.state) {
                case UNOPENED, FOLLOWING -> buildBeside(table, progress);
                case TO_BUILD, BUILDING, FAILED, DROPPED -> buildInPlace(index, progress);
            }
        } catch (InterruptedException e) {
            throw SearchErrors.cancelled(e);
        } finally {
            lock.unlock();
        }
    }

    private void buildInPlace(TableIndex index, ProgressListener progress) throws InterruptedException {
        long target = index.buildsAsked + 1;
        index.buildsAsked = target;
        index.progress = progress;
        while (index.buildsDone < target) {
            ask();
            check(index);
            done.await();
        }
    }

    private void buildBeside(CatalogTable table, ProgressListener progress) throws InterruptedException {
        Renewals.Renewal renewal = work.renewals().ask(table.number(), progress);
        long target = renewal.asked();
        TableIndex index = index(table);
        while (!renewal.isDone(target)) {
            ask();
            index = current(index);
            check(index);
            done.await();
        }
        Throwable cause = renewal.failure();
        if (cause != null) {
            throw SearchErrors.failed(cause).with("table", table.name());
        }
    }

    /** Whether the files of a table's index are as they were written, as far as there are any. */
    boolean checkFiles(CatalogTable table, IndexCheck check) throws IOException {
        return work.checkFiles(table.number(), check);
    }

    void drop(int table) {
        lock.lock();
        try {
            TableIndex index = tables.remove(table);
            if (index != null) {
                index.state = State.DROPPED;
            }
            work.dropped(table, index);
            done.signalAll();
            ask();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks into a failure of a search.
     *
     * @return whether files are damaged and the index is being built anew, so that it may be searched again
     */
    boolean reportDamage(TableIndex index, Exception failure) {
        boolean damaged = Damage.isCauseOf(failure) || Damage.isBehind(failure, index);
        if (damaged) {
            failed(index, failure, true);
        }
        return damaged;
    }

    void close() {
        Thread running;
        lock.lock();
        try {
            stopping = true;
            asked.signalAll();
            done.signalAll();
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            IndexBuilder.joinUninterrupted(running);
        }
        work.close();
        Throwable cause = failure;
        failure = null;
        if (cause != null) {
            throw SearchErrors.failed(cause);
        }
    }

    // ---- for the work; with the lock where it says so

    /** Runs with the lock; the map is that of all tables that are known. */
    <T extends @Nullable Object> T locked(LockedWork<T> body) {
        lock.lock();
        try {
            return body.run(tables);
        } finally {
            done.signalAll();
            lock.unlock();
        }
    }

    /** Who waits for an index waits on: there are more rows in it than before. */
    void goesOn(TableIndex index) {
        lock.lock();
        try {
            index.steps++; // nobody is woken: it is looked at when the time is up
        } finally {
            lock.unlock();
        }
    }

    /** Something to do with the tables. */
    interface LockedWork<T extends @Nullable Object> {
        T run(Map<Integer, TableIndex> tables);
    }

    boolean stopping() {
        return stopping;
    }

    /** Has the thread look at everything again soon. */
    void askLater() {
        lock.lock();
        try {
            committed = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Gives an index up, or has it built anew when its files are damaged and that has not been tried before. */
    void failed(TableIndex index, Throwable cause, boolean damaged) {
        lock.lock();
        try {
            boolean beingBuilt = damaged && index.buildsAsked > index.buildsDone;
            if (stopping || index.state == State.DROPPED || beingBuilt) {
                return;
            }
            if (damaged && index.damages == 0) {
                index.damages++;
                index.buildsAsked = Math.max(index.buildsAsked, index.buildsDone + 1);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The search index of a table is damaged and is built anew: " + index.table.name(),
                        cause);
            } else {
                index.state = State.FAILED;
                index.failure = cause;
                index.failedNanos = System.nanoTime();
            }
            done.signalAll();
            start();
            urgent = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    // ---- inside

    private void run() {
        try {
            while (!stopping) {
                long flushTarget = begin();
                FollowerWork.Left left = work.round(flushTarget >= 0);
                end(left, flushTarget);
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            try {
                work.closeIndexes();
            } catch (Throwable e) {
                fail(e);
            }
        }
    }

    private void fail(Throwable cause) {
        lock.lock();
        try {
            Throwable first = failure;
            if (first == null) {
                failure = cause;
            } else {
                first.addSuppressed(cause);
            }
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The sequence up to which everything is to be committed; -1 for none. Requests from now on are for the next round. */
    private long begin() {
        lock.lock();
        try {
            committed = false;
            urgent = false;
            return flushWanted > flushed ? flushWanted : -1;
        } finally {
            lock.unlock();
        }
    }

    private void end(FollowerWork.Left left, long flushTarget) throws InterruptedException {
        lock.lock();
        try {
            if (left == FollowerWork.Left.NOTHING) {
                flushed = Math.max(flushed, flushTarget);
            }
            done.signalAll();
            if (left != FollowerWork.Left.MORE) {
                sleep();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Until somebody asks; commits alone are gathered for a moment, so that single writes are indexed many at a time. */
    @SuppressWarnings("WaitNotInLoop") // the loop is run()
    private void sleep() throws InterruptedException {
        if (!committed && !urgent && !stopping && asked.awaitNanos(work.idleNanos()) <= 0) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MS);
        while (!urgent && !stopping && end - System.nanoTime() > 0) {
            asked.awaitNanos(end - System.nanoTime());
        }
    }

    private void ask() {
        if (stopping) {
            throw SearchErrors.closed();
        }
        start();
        urgent = true;
        asked.signal();
    }

    /** What has taken the place of an index; itself where nothing has, or its table was removed. */
    private TableIndex current(TableIndex index) {
        return tables.getOrDefault(index.number, index);
    }

    private TableIndex index(CatalogTable table) {
        return tables.computeIfAbsent(table.number(), _ -> work.newIndex(table));
    }

    private void check(TableIndex index) {
        if (stopping) {
            throw SearchErrors.closed();
        }
        Throwable first = failure;
        if (first != null) {
            throw SearchErrors.failed(first);
        }
        if (index.state == State.DROPPED) {
            throw SearchErrors.removed(index.table);
        }
        Throwable cause = index.failure;
        if (index.state == State.FAILED && cause != null && !index.triesAgain()) {
            throw SearchErrors.failed(cause).with("table", index.table.name());
        }
    }
}
