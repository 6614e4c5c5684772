package io.remdb.store.rocks;

import io.remdb.store.StoreRepair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Mends what is derived, some hundred flaws at a time. While a batch is looked at again and written nothing else is committed, so each
 * flaw is judged by what is there then, whatever was seen before; and who has computed a write from a row that is mended meanwhile
 * writes what is right on top of it. Each batch is a unit of the log in which no row changes: replicas get what is written, and a
 * repair that is killed leaves whole batches. One repair at a time.
 */
final class Mender {
    private static final int FLAWS_AT_ONCE = 256;

    private final RocksHandle rocks;
    private final StoreState state;
    private final CommitPath commits;
    private final LogTrimmer trimmer;

    Mender(RocksHandle rocks, StoreState state, CommitPath commits, LogTrimmer trimmer) {
        this.rocks = rocks;
        this.state = state;
        this.commits = commits;
        this.trimmer = trimmer;
    }

    /** Mends what a check finds. */
    <T> T mend(StoreRepair repair, Function<Consumer<Flaw>, T> check) {
        commits.requireWritable();
        Queue queue = new Queue(repair);
        T seen = check.apply(queue::add);
        queue.flush();
        return seen;
    }

    /** Flaws that wait. */
    private final class Queue {
        private final StoreRepair repair;
        private final List<Flaw> waiting = new ArrayList<>();

        Queue(StoreRepair repair) {
            this.repair = repair;
        }

        /** Takes a flaw. Those of different kinds are never mended together: one may be gone with the other. */
        void add(Flaw flaw) {
            boolean full = waiting.size() >= FLAWS_AT_ONCE;
            if (full || (!waiting.isEmpty() && !waiting.getLast().getClass().equals(flaw.getClass()))) {
                flush();
            }
            waiting.add(flaw);
        }

        void flush() {
            List<Flaw> flaws = List.copyOf(waiting);
            waiting.clear();
            List<Flaw> derived = new ArrayList<>();
            for (Flaw flaw : flaws) {
                switch (flaw) {
                    case Flaw.LacksVector(var table, var id, var slot) -> repair.lacksVector(table, id, slot);
                    case Flaw.LogGap(long wholeFrom) -> {
                        trimmer.dropBelow(wholeFrom);
                        repair.mended(Family.WAL.familyName(), "The log was cut behind what is missing", 1);
                    }
                    case Flaw.OfRow _,
                            Flaw.Stray _,
                            Flaw.OneSidedEdge _,
                            Flaw.StrayReverse _,
                            Flaw.Counters _,
                            Flaw.Unmarked _ -> derived.add(flaw);
                }
            }
            if (!derived.isEmpty()) {
                repair.settled(() -> {
                    Mending mending = new Mending(rocks, state, repair, derived);
                    try {
                        commits.commitDerived(mending);
                    } finally {
                        // Also where it was written, and not seen by replicas in time.
                        mending.done().forEach((done, count) -> repair.mended(done.part(), done.what(), count));
                    }
                });
            }
        }
    }
}
