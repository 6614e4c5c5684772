package io.remdb.search;

import io.remdb.ProgressListener;
import io.remdb.catalog.CatalogTable;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The index of one table and how far it has got. Written by the {@link Follower} under its lock; what is volatile may be read
 * without.
 */
final class TableIndex {
    /** What is to be done with an index. */
    enum State {
        /** Known by its last commit only. */
        UNOPENED,
        /** Missing or useless: built anew as soon as somebody searches or writes. */
        TO_BUILD,
        /** Being built anew by a thread of its own. */
        BUILDING,
        /** Open, follows the log. */
        FOLLOWING,
        /** Gave up. */
        FAILED,
        /** The table was removed. */
        DROPPED
    }

    static final long NO_COMMIT = Long.MAX_VALUE;
    private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    final int number;
    final IndexFolder.Place place;
    volatile State state = State.UNOPENED;
    /** As it was last seen. */
    volatile CatalogTable table;

    volatile @Nullable TableWriter writer;
    /** Everything up to here is in the index. */
    volatile long applied;
    /** Everything up to here is found by a search; -1 for nothing. */
    volatile long visible = -1;
    /** Segments were merged since the last refresh. */
    volatile boolean merged;
    /** A graph was made since the last commit: too dear to be made again. */
    volatile boolean mergedGraph;

    /** Everything up to here is in the index on disk. */
    long durable;
    /** What the last commit is complete up to, also when the index has failed or is to be built anew; {@link #NO_COMMIT} without one. */
    long committedUpTo = NO_COMMIT;
    /** It may have rows that entries up to here have made, though they are read again: rows are taken as they are. */
    long rowsUpTo;
    /** The largest sequence that a search waits for. */
    long wantedUpTo = -1;
    /** Somebody has searched. */
    boolean wanted;
    /** There were no rows when {@link #applied} was set: an empty index is a complete one. */
    boolean knownEmpty;
    /** Rows put since the last commit. */
    int uncommitted;

    long uncommittedSinceNanos;
    /** Merges that were due when it was opened have been started. */
    boolean mergesStarted;

    long openedNanos;
    /** The table whose mapping was last found to be that of the index. */
    volatile @Nullable CatalogTable checkedTable;
    /** A thread is building it. */
    volatile boolean building;

    volatile long buildsAsked;
    volatile long buildsDone;
    /** How often it was built since the database was opened. */
    int builds;

    int damages;
    /** Grows with every step towards being complete: who waits sees that it goes on. */
    long steps;

    ProgressListener progress = ProgressListener.NONE;

    @Nullable
    Throwable failure;

    long failedNanos;

    TableIndex(CatalogTable table, IndexFolder.Place place) {
        this.number = table.number();
        this.place = place;
        this.table = table;
    }

    /** The sequence that holds back the log. */
    long neededFrom() {
        return switch (state) {
            case UNOPENED, FOLLOWING, BUILDING -> durable;
            case TO_BUILD, FAILED, DROPPED -> Long.MAX_VALUE;
        };
    }

    /**
     * Up to where whoever opens the database next may believe the files: a commit of an index that has failed, or is to be built anew, may
     * still be there, and lacks what came after it.
     */
    long believableUpTo() {
        return switch (state) {
            case UNOPENED, FOLLOWING, BUILDING -> Math.min(durable, committedUpTo);
            case TO_BUILD, FAILED -> committedUpTo;
            case DROPPED -> Long.MAX_VALUE;
        };
    }

    /**
     * Whether a search of a table as it is now finds everything up to a sequence, as far as can be told without the lock: most
     * searches come when nothing was written since the last.
     */
    @SuppressWarnings("ReferenceEquality") // a table that is another object has yet to be compared
    boolean shows(CatalogTable current, long sequence) {
        return state == State.FOLLOWING
                && visible >= sequence
                && checkedTable == current
                && buildsAsked <= buildsDone
                && writer != null;
    }

    /**
     * Has an index that could not be read or written opened again from its last commit, once in a while: the disk may have room by now. With
     * the lock.
     *
     * @return whether that is under way
     */
    boolean triesAgain() {
        if (!Damage.isOfTheDisk(failure) || System.nanoTime() - failedNanos < TRY_AGAIN_NANOS) {
            return false;
        }
        failure = null;
        applied = durable;
        visible = -1;
        uncommitted = 0;
        state = State.UNOPENED;
        return true;
    }

    boolean hasWaiters() {
        return wantedUpTo > visible || buildsAsked > buildsDone;
    }

    /**
     * What a search reads. To be given back with {@code decRef}.
     *
     * @throws AlreadyClosedException when the index has been closed or replaced meanwhile
     */
    DirectoryReader acquire() {
        TableWriter current = writer;
        if (current == null) {
            throw new AlreadyClosedException("The search index is closed");
        }
        return current.acquire();
    }
}
