package io.remdb.store;

import io.remdb.spi.replication.Shipment;
import java.util.List;
import java.util.function.Supplier;

/** Stands around what is written, to measure it. Thread-safe. */
public interface StoreObserver {
    /** Nobody measures. */
    StoreObserver NONE = new StoreObserver() {
        @Override
        public CommitResult commit(WriteUnit unit, Supplier<CommitResult> commit) {
            return commit.get();
        }

        @Override
        public void apply(List<Shipment> shipments, Runnable apply) {
            apply.run();
        }
    };

    /** Does a commit, and gives what that gives. */
    CommitResult commit(WriteUnit unit, Supplier<CommitResult> commit);

    /** Does what writes shipments into a replica. */
    void apply(List<Shipment> shipments, Runnable apply);
}
