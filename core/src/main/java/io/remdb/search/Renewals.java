package io.remdb.search;

import io.remdb.ProgressListener;
import io.remdb.search.TableIndex.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Indexes that are built anew beside those that are in use, in a folder of the next generation. A second index follows the log as the
 * first does; when it has what the first has, it takes its place, and searches go on there. A folder with a commit is that of a whole
 * index, so after a crash the one of the highest generation that has a commit is opened.
 *
 * <p>With the follower's lock, but for {@link #step}, which is called in the follower's thread.
 */
final class Renewals {
    private static final System.Logger LOG = System.getLogger(Renewals.class.getName());

    /** What is asked for a table, and what has become of it. */
    static final class Renewal {
        private long asked;
        private long begun;
        private long done;
        private ProgressListener progress = ProgressListener.NONE;
        private @Nullable TableIndex next;
        private @Nullable Throwable failure;

        boolean isDone(long wanted) {
            return done >= wanted;
        }

        /** Why it is done without a new index; null where there is one. */
        @Nullable
        Throwable failure() {
            return failure;
        }

        long asked() {
            return asked;
        }
    }

    private final IndexFolder folder;
    private final Follower follower;
    private final Map<Integer, Renewal> renewals = new HashMap<>();

    Renewals(IndexFolder folder, Follower follower) {
        this.folder = folder;
        this.follower = follower;
    }

    /** Asks for a new index of a table. */
    Renewal ask(int table, ProgressListener progress) {
        Renewal renewal = renewals.computeIfAbsent(table, _ -> new Renewal());
        renewal.asked++;
        renewal.failure = null;
        renewal.progress = progress;
        return renewal;
    }

    /** The indexes that are not in use yet. */
    List<TableIndex> indexes() {
        List<TableIndex> indexes = new ArrayList<>();
        for (Renewal renewal : renewals.values()) {
            TableIndex next = renewal.next;
            if (next != null) {
                indexes.add(next);
            }
        }
        return indexes;
    }

    /** Forgets a table that was removed, and gives the index that was to be its next. */
    @Nullable
    TableIndex drop(int table) {
        Renewal renewal = renewals.remove(table);
        return renewal == null ? null : renewal.next;
    }

    /** Commits an index. */
    interface Committing {
        void commit(TableIndex index, TableWriter writer) throws IOException;
    }

    /**
     * Begins what was asked for, or puts what is whole in its place.
     *
     * @return whether there is more to do at once
     */
    boolean step(TableIndex index, Committing committing) {
        TableIndex next = follower.locked(tables -> {
            Renewal renewal = renewals.get(index.number);
            return renewal == null || tables.get(index.number) != index ? null : current(renewal, index);
        });
        if (next == null) {
            return false;
        }
        if (next.state == State.FAILED) {
            giveUp(index.number, next);
            return false;
        }
        if (isWhole(next, index)) {
            try {
                replace(index, next, committing);
            } catch (IOException | RuntimeException e) {
                follower.failed(next, e, false); // no room for two, perhaps: the one in use stays
            }
            return true; // another may have been asked for meanwhile
        }
        return next.state == State.TO_BUILD || (next.state == State.FOLLOWING && !index.building);
    }

    private @Nullable TableIndex current(Renewal renewal, TableIndex index) {
        TableIndex next = renewal.next;
        if (next == null && renewal.asked > renewal.done && index.state == State.FOLLOWING) {
            next = new TableIndex(index.table, folder.next(index.number));
            next.state = State.TO_BUILD;
            next.wanted = true;
            next.progress = renewal.progress;
            renewal.next = next;
            renewal.begun = renewal.asked;
        }
        if (next != null) {
            next.table = index.table.revision() > next.table.revision() ? index.table : next.table;
            // So that it is brought up to date beside the other, however many wait for that.
            next.wantedUpTo = Math.max(next.wantedUpTo, index.applied);
        }
        return next;
    }

    private static boolean isWhole(TableIndex next, TableIndex index) {
        return next.state == State.FOLLOWING
                && next.applied >= index.applied
                && next.buildsAsked <= next.buildsDone
                && !index.building;
    }

    private void replace(TableIndex index, TableIndex next, Committing committing) throws IOException {
        TableWriter writer = next.writer;
        if (writer == null) {
            return;
        }
        long upTo = next.applied;
        writer.refresh();
        follower.locked(_ -> next.visible = upTo);
        committing.commit(next, writer);
        TableWriter old = index.writer;
        boolean replaced = follower.locked(tables -> {
            if (tables.get(index.number) != index || next.state != State.FOLLOWING) {
                return false;
            }
            next.wantedUpTo = Math.max(next.wantedUpTo, index.wantedUpTo);
            next.builds = index.builds + 1;
            tables.put(index.number, next);
            folder.use(next.place);
            index.writer = null;
            return true;
        });
        if (replaced) {
            remove(index, old);
            follower.locked(_ -> {
                done(index.number);
                return true;
            });
        }
    }

    /** What cannot be removed is removed at the next opening. */
    private void remove(TableIndex index, @Nullable TableWriter writer) {
        try {
            if (writer != null) {
                writer.close();
            }
            folder.delete(index.place);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A search index that was replaced is left over", e);
        }
    }

    private void done(int table) {
        Renewal renewal = renewals.get(table);
        if (renewal != null) {
            renewal.next = null;
            renewal.done = renewal.begun;
        }
    }

    private void giveUp(int table, TableIndex next) {
        follower.locked(_ -> {
            Renewal renewal = renewals.get(table);
            if (renewal != null) {
                renewal.failure = next.failure;
            }
            done(table);
            return next;
        });
        TableWriter writer = next.writer;
        next.writer = null;
        remove(next, writer);
    }
}
