package io.remdb.store.rocks;

import io.remdb.ProgressListener;
import io.remdb.store.StoreFigures;
import io.remdb.store.StoreUpkeep;

/** Upkeep of the store on RocksDB: hands each call to the class that does it. */
final class RocksUpkeep implements StoreUpkeep {
    private final RocksHandle rocks;
    private final StoreState state;
    private final FigureReader figures;
    private final CommitPath commits;

    RocksUpkeep(RocksHandle rocks, StoreState state, FigureReader figures, CommitPath commits) {
        this.rocks = rocks;
        this.state = state;
        this.figures = figures;
        this.commits = commits;
    }

    @Override
    public StoreFigures figures() {
        int pass = rocks.gate().enter();
        try {
            return figures.read();
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public Compacted compact(ProgressListener progress) {
        int pass = rocks.gate().enter();
        try {
            return new FileCompaction(rocks).run(progress);
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public Strays strays(StrayAction action, ProgressListener progress) {
        int pass = rocks.gate().enter();
        try {
            return new StraySweep(rocks, state, commits, action, progress).run();
        } finally {
            rocks.gate().leave(pass);
        }
    }
}
