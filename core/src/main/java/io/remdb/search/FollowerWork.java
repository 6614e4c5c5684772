package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.search.TableIndex.State;
import io.remdb.spi.replication.Replication;
import io.remdb.store.LogStore;
import io.remdb.store.Store;
import io.remdb.store.TableDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * One round after the other: see which tables have changed, open their indexes, read the log once for all that are equally far,
 * index the rows it names, refresh for those who wait, commit what is due. In the follower's thread, but for what says
 * otherwise.
 */
final class FollowerWork {
    /** What a round left. */
    enum Left {
        /** More to do at once. */
        MORE,
        /** Nothing to do before an index has been built. */
        BUILDING,
        /** Nothing to do. */
        NOTHING
    }

    /** A table that was removed, with its index if it was known. */
    private record Dropped(int table, @Nullable TableIndex index) {}

    private static final System.Logger LOG = System.getLogger(FollowerWork.class.getName());

    /** Rows indexed between two looks at who is waiting. */
    private static final int ROWS_PER_ROUND = 4096;
    /** The same while nobody waits: one task, so that a search that comes waits for some milliseconds. */
    private static final int ROWS_PER_QUIET_ROUND = RowIndexer.ROWS_PER_TASK;
    /** A commit syncs files; so much is read again from the log after a crash. */
    private static final int ROWS_PER_COMMIT = 200_000;

    /**
     * What a killed process had written in so long is read again by the next, while searches wait; and an index that was never committed is
     * built anew.
     */
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A short-lived process should not begin merges that it cannot finish. */
    private static final long MERGE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** So many rows without a graph make a search take milliseconds: closing waits a while for a merge that runs. */
    private static final int MANY_FLAT_ROWS = 4 * SearchSizes.PRODUCTION.flatRows();

    private static final long AWAIT_MERGE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How far the position that is told to the log may lag behind while nothing is committed. */
    private static final long HOLD_STRIDE = 10_000;

    private final Store store;
    private final LogStore log;
    private final Catalog catalog;
    private final IndexFolder folder;
    private final Follower follower;
    private final LogReading changes;
    private final RowIndexer indexer;
    private final IndexBuilder builder;
    private final Renewals renewals;
    private final long firstSequence;
    private final long completeAtStart;
    private final Set<Integer> definedAtStart;
    private final List<Dropped> dropped = new ArrayList<>();
    private long held = -1;
    private boolean nearestFirst;
    /** What was committed when the catalog was last looked through. Guarded by the follower's lock. */
    private long surveyed;

    FollowerWork(
            Store store,
            Catalog catalog,
            IndexFolder folder,
            RemConfig.Search config,
            SearchSizes sizes,
            Follower follower) {
        this.store = store;
        this.log = store.log();
        this.catalog = catalog;
        this.folder = folder;
        this.follower = follower;
        this.changes = new LogReading(log);
        this.indexer = new RowIndexer(store.records());
        this.builder = new IndexBuilder(store, folder, config, sizes, follower, indexer);
        this.renewals = new Renewals(folder, follower);
        this.firstSequence = log.lastSequence();
        this.surveyed = firstSequence;
        this.definedAtStart =
                store.tables().stream().map(TableDefinition::number).collect(Collectors.toUnmodifiableSet());
        this.completeAtStart = folder.completeUpTo();
    }

    /** What is known of an index without opening it. With the lock, in any thread. */
    TableIndex newIndex(CatalogTable table) {
        TableIndex index = new TableIndex(table, folder.place(table.number()));
        long last = log.lastSequence();
        IndexFolder.Commit commit = folder.lastCommit(table.number()).orElse(null);
        if (commit != null && commit.applied() <= last) {
            index.applied = folder.completeUpTo(
                    commit, log.lastChange(table.number()), completeAtStart <= last ? completeAtStart : 0);
            index.committedUpTo = index.applied;
        } else if (!definedAtStart.contains(table.number()) && !mayHaveComeWithRows(table.number())) {
            index.applied = surveyed; // it was not known then, so it had no rows
            index.knownEmpty = true;
        } else if (hasNoRows(table.number())) {
            index.applied = last;
            index.knownEmpty = true;
        } else {
            index.state = State.TO_BUILD;
            index.committedUpTo = commit == null ? TableIndex.NO_COMMIT : 0; // one of entries that the log has lost
        }
        index.durable = index.applied;
        return index;
    }

    /** A replica gets a table and its rows at once; elsewhere a table is known before it has any. */
    private boolean mayHaveComeWithRows(int table) {
        return store.replication().flatMap(Replication::replicaOf).isPresent() && !hasNoRows(table);
    }

    private boolean hasNoRows(int table) {
        return store.records().counts(table).live()
                        + store.records().counts(table).deleted()
                == 0;
    }

    /** With the lock, in any thread. */
    void dropped(int table, @Nullable TableIndex index) {
        dropped.add(new Dropped(table, index));
        TableIndex next = renewals.drop(table);
        if (next != null) {
            next.state = State.DROPPED;
            dropped.add(new Dropped(table, next));
        }
    }

    /** What is built beside what is in use; with the lock. */
    Renewals renewals() {
        return renewals;
    }

    /** Checks the files of an index that is in use. */
    boolean checkFiles(int table, IndexCheck check) throws IOException {
        return new IndexFiles(folder, folder.place(table), check).check();
    }

    /**
     * @param flush whether everything is to be opened and committed
     */
    Left round(boolean flush) throws IOException {
        List<TableIndex> indexes = survey();
        long last = log.lastSequence();
        for (TableIndex index : indexes) {
            step(index, last, flush);
        }
        boolean more = follow(indexes, flush);
        for (TableIndex index : indexes) {
            refresh(index);
        }
        boolean committed = false;
        for (TableIndex index : indexes) {
            committed |= commit(index, flush && !more);
        }
        hold(indexes, last, committed || flush);
        List<TableIndex> beside = follower.locked(_ -> renewals.indexes());
        for (TableIndex index : indexes) {
            more |= renewals.step(index, this::commit);
        }
        if (more) {
            return Left.MORE;
        }
        return indexes.stream()
                        .filter(index -> !beside.contains(index))
                        .anyMatch(index -> index.state == State.BUILDING || index.state == State.TO_BUILD)
                ? Left.BUILDING
                : Left.NOTHING;
    }

    private List<TableIndex> survey() throws IOException {
        List<Dropped> gone = new ArrayList<>();
        List<TableIndex> indexes = follower.locked(tables -> {
            gone.addAll(dropped);
            dropped.clear();
            long before = log.lastSequence();
            for (CatalogTable table : catalog.tables()) {
                TableIndex index = tables.computeIfAbsent(table.number(), _ -> newIndex(table));
                if (table.revision() > index.table.revision()) {
                    index.table = table;
                }
            }
            surveyed = before;
            tables.values()
                    .removeIf(index -> index.state == State.UNOPENED
                            && catalog.find(index.number).isEmpty());
            return all(tables);
        });
        for (Dropped each : gone) {
            remove(each);
        }
        return indexes;
    }

    private List<TableIndex> all(Map<Integer, TableIndex> tables) {
        List<TableIndex> all = new ArrayList<>(tables.values());
        all.addAll(renewals.indexes());
        return all;
    }

    /** What cannot be removed is no reason not to search other tables. */
    private void remove(Dropped each) {
        try {
            builder.remove(each.table(), each.index());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The search index of a removed table is left over", e);
        }
    }

    /** Opens or rebuilds what is needed, and moves the position of what has not changed. */
    private void step(TableIndex index, long last, boolean flush) {
        long changed = log.lastChange(index.number);
        boolean asked = index.wanted || index.buildsAsked > index.buildsDone || flush;
        if (index.state == State.UNOPENED && (asked || index.applied < changed)) {
            builder.closeFailed(index);
            builder.open(index);
        }
        if (index.state == State.FOLLOWING && (index.buildsAsked > index.buildsDone || builder.isOutdated(index))) {
            index.state = State.TO_BUILD;
        }
        if (index.state == State.TO_BUILD && (asked || changed > firstSequence)) {
            builder.start(index);
        }
        boolean follows = index.state == State.FOLLOWING || index.state == State.UNOPENED;
        if (follows && index.applied >= changed && index.applied < last) {
            moveTo(index, last, 0);
        }
    }

    private void moveTo(TableIndex index, long sequence, int rows) {
        follower.locked(_ -> {
            if (rows > 0 && index.uncommitted == 0) {
                index.uncommittedSinceNanos = System.nanoTime();
            }
            index.uncommitted += rows;
            index.applied = Math.max(index.applied, sequence);
            index.steps++;
            if (index.uncommitted == 0) {
                index.durable = index.applied;
                if (index.committedUpTo != TableIndex.NO_COMMIT) {
                    index.committedUpTo = index.applied;
                }
            }
            return index;
        });
    }

    /**
     * Reads on in the log, for all tables that are at least as far as the chosen one: in turn the one that is farthest and the
     * one that is least far, so that a table that has much to catch up with does not keep the others waiting. While somebody
     * waits, only what is waited for; else in small steps with one thread, which leaves the others to those who write.
     *
     * @return whether there is more to read
     */
    private boolean follow(List<TableIndex> indexes, boolean flush) {
        Comparator<TableIndex> byPosition = Comparator.comparingLong(index -> index.applied);
        List<TableIndex> behind =
                indexes.stream().filter(this::isBehind).sorted(byPosition).toList();
        if (behind.isEmpty()) {
            return false;
        }
        List<TableIndex> waitedFor = behind.stream()
                .filter(index -> index.hasWaiters() && index.applied < index.wantedUpTo)
                .toList();
        boolean awaited = flush || !waitedFor.isEmpty();
        if (!waitedFor.isEmpty()) {
            behind = waitedFor;
        }
        nearestFirst = !nearestFirst;
        long from = (nearestFirst ? behind.getLast() : behind.getFirst()).applied;
        if (from + 1 < log.oldestSequence()) {
            behind.stream().filter(index -> index.applied <= from).forEach(FollowerWork::buildAnew);
            return true;
        }
        List<TableIndex> reading =
                behind.stream().filter(index -> index.applied >= from).toList();
        changes.begin(reading);
        long read;
        try {
            read = changes.read(from, awaited ? ROWS_PER_ROUND : ROWS_PER_QUIET_ROUND, follower::stopping);
        } catch (RemException e) {
            if (e.code() == ErrorCode.CORRUPTED) {
                LOG.log(System.Logger.Level.WARNING, "The log is damaged: search indexes are built from the rows", e);
                behind.forEach(FollowerWork::buildAnew);
            } else if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return true; // trimmed just now: seen above next time
        }
        for (TableIndex index : reading) {
            apply(index, read, changes.of(index.number));
        }
        return read > from && indexes.stream().anyMatch(this::isBehind);
    }

    private boolean isBehind(TableIndex index) {
        return index.state == State.FOLLOWING && index.applied < log.lastChange(index.number);
    }

    private static void buildAnew(TableIndex index) {
        index.state = State.TO_BUILD;
        index.wanted = true;
    }

    private void apply(TableIndex index, long read, ChangedRows rows) {
        TableWriter writer = index.writer;
        try {
            if (writer != null && !rows.ids().isEmpty()) {
                indexer.apply(writer, index.number, rows, () -> follower.goesOn(index));
            }
            moveTo(index, read, rows.ids().size());
        } catch (IOException | RuntimeException e) {
            follower.failed(index, e, Damage.isCauseOf(e));
        }
    }

    private void refresh(TableIndex index) {
        TableWriter writer = index.writer;
        boolean waits = index.hasWaiters() && index.applied >= index.wantedUpTo;
        if (writer == null || index.state != State.FOLLOWING || !(waits || index.merged)) {
            return;
        }
        try {
            long upTo = index.applied;
            index.merged = false;
            writer.refresh();
            follower.locked(_ -> index.visible = upTo);
        } catch (IOException | RuntimeException e) {
            follower.failed(index, e, Damage.isCauseOf(e));
        }
    }

    private boolean commit(TableIndex index, boolean flush) {
        TableWriter writer = index.writer;
        if (writer == null || index.state != State.FOLLOWING) {
            return false;
        }
        try {
            if (!index.mergesStarted && System.nanoTime() - index.openedNanos > MERGE_AFTER_NANOS) {
                index.mergesStarted = true;
                writer.mergeInBackground();
            }
            if (!(flush ? isUncommitted(index, writer) : isDue(index))) {
                return false;
            }
            commit(index, writer);
            return true;
        } catch (IOException | RuntimeException e) {
            follower.failed(index, e, Damage.isCauseOf(e));
            return false;
        }
    }

    private static boolean isDue(TableIndex index) {
        return index.mergedGraph
                || index.uncommitted >= ROWS_PER_COMMIT
                || (index.uncommitted > 0 && System.nanoTime() - index.uncommittedSinceNanos >= COMMIT_NANOS);
    }

    private static boolean isUncommitted(TableIndex index, TableWriter writer) {
        return index.uncommitted > 0 || writer.hasUncommittedChanges();
    }

    private void commit(TableIndex index, TableWriter writer) throws IOException {
        long upTo = index.applied;
        index.mergedGraph = false;
        // After a power failure the index must not know of entries that the log has lost: others would get their
        // sequences.
        store.sync();
        writer.commit(upTo);
        follower.locked(_ -> {
            index.uncommitted = 0;
            index.durable = upTo;
            index.committedUpTo = upTo;
            return index;
        });
    }

    /** Lets the log go up to where every index is on disk. */
    private void hold(List<TableIndex> indexes, long last, boolean committed) {
        long complete = Math.min(
                last, indexes.stream().mapToLong(TableIndex::neededFrom).min().orElse(last));
        if (complete > held && (committed || complete - held >= HOLD_STRIDE)) {
            long believable =
                    indexes.stream().mapToLong(TableIndex::believableUpTo).min().orElse(complete);
            folder.saveCompleteUpTo(Math.min(complete, believable)); // before the log may forget it
            log.holdFor(SearchPosition.FOLLOWER, complete);
            held = complete;
        }
    }

    /** How long to sleep when nobody asks. */
    long idleNanos() {
        return follower.locked(tables -> {
            long wait = Long.MAX_VALUE;
            for (TableIndex index : tables.values()) {
                if (index.state == State.FOLLOWING && index.uncommitted > 0) {
                    wait = Math.min(wait, index.uncommittedSinceNanos + COMMIT_NANOS - System.nanoTime());
                }
                if (index.state == State.FOLLOWING && !index.mergesStarted) {
                    wait = Math.min(wait, index.openedNanos + MERGE_AFTER_NANOS - System.nanoTime());
                }
            }
            return Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1));
        });
    }

    /** Commits and closes everything. The last thing that the follower's thread does. */
    void closeIndexes() throws IOException {
        builder.awaitBuilds();
        Throwable failure = null;
        // Each that is known, whatever fails before: whoever opens it next would find it locked.
        for (TableIndex index : follower.locked(this::all)) {
            try {
                close(index);
            } catch (Throwable e) {
                failure = IOUtils.useOrSuppress(failure, e);
            }
        }
        if (failure != null) {
            throw IOUtils.rethrowAlways(failure);
        }
        hold(survey(), log.lastSequence(), true);
    }

    private void close(TableIndex index) throws IOException {
        TableWriter writer = index.writer;
        index.writer = null;
        if (writer == null) {
            return;
        }
        boolean useful = index.state == State.FOLLOWING;
        Throwable failure = index.failure;
        try (AutoCloseable _ = writer::close) {
            if (useful) {
                writer.awaitMergeOfMany(MANY_FLAT_ROWS, AWAIT_MERGE_NANOS);
            }
            if (useful && isUncommitted(index, writer)) {
                commit(index, writer);
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        if (failure != null && Damage.isCauseOf(failure)) {
            folder.delete(index.place);
        }
    }

    /** After {@link #closeIndexes}, or without it when the thread was never started. */
    void close() {
        indexer.close();
        builder.close();
    }
}
