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
        return rocks.gate().call(figures::read);
    }

    @Override
    public Compacted compact(ProgressListener progress) {
        return rocks.gate().call(() -> new FileCompaction(rocks).run(progress));
    }

    @Override
    public Strays strays(StrayAction action, ProgressListener progress) {
        return rocks.gate().call(() -> new StraySweep(rocks, state, commits, action, progress).run());
    }
}
