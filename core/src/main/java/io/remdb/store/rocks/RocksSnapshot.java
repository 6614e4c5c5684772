package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.CommitResult;
import io.remdb.store.IndexStore;
import io.remdb.store.RecordStore;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.WriteUnit;
import org.rocksdb.Snapshot;

/** A snapshot of RocksDB's; released with the store at the latest. */
final class RocksSnapshot implements StoreSnapshot, RocksHandle.Open {
    private final RocksHandle rocks;
    private final Snapshot snapshot;
    private final Reading reading;
    private final RecordStore records;
    private final IndexStore indexes;
    private boolean released;

    /** Of now. The caller has passed the gate. */
    RocksSnapshot(RocksHandle rocks, StoreState state, ReceiptBook receipts) {
        this.rocks = rocks;
        this.snapshot = rocks.db().getSnapshot();
        this.reading = Reading.at(snapshot);
        RocksHandle then = rocks.reading(reading);
        this.records = new RocksRecords(then, state, RocksSnapshot::refuse, receipts);
        this.indexes = new RocksIndexes(then);
        rocks.register(this);
    }

    private static CommitResult refuse(WriteUnit unit) {
        throw new RemException(ErrorCode.UNSUPPORTED, "Nothing is written to a snapshot")
                .with("changes", unit.changes().size());
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public IndexStore indexes() {
        return indexes;
    }

    @Override
    public void close() {
        rocks.release(this);
    }

    @Override
    public synchronized void release() {
        if (!released) {
            released = true;
            reading.close();
            rocks.db().releaseSnapshot(snapshot);
        }
    }
}
