package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.CommitResult;
import io.remdb.store.IndexStore;
import io.remdb.store.RecordStore;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreContents;
import io.remdb.store.StoreRepair;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.WriteUnit;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Snapshot;

/** A snapshot of RocksDB's; released with the store at the latest. */
final class RocksSnapshot implements StoreSnapshot, RocksHandle.Open {
    private final RocksHandle rocks;
    private final Snapshot snapshot;
    private final Reading reading;
    private final RocksHandle then;
    private final Mender mender;
    private final @Nullable Path folder;
    private final RecordStore records;
    private final IndexStore indexes;
    private boolean released;

    /**
     * Of now. The caller has passed the gate.
     *
     * @param folder of the store's files; null of one in memory
     */
    RocksSnapshot(
            RocksHandle rocks,
            StoreState state,
            ReceiptBook receipts,
            CommitPath commits,
            LogTrimmer trimmer,
            @Nullable Path folder) {
        this.rocks = rocks;
        this.snapshot = rocks.db().getSnapshot();
        this.reading = Reading.at(snapshot);
        this.then = rocks.reading(reading);
        this.mender = new Mender(rocks, state, commits, trimmer);
        this.folder = folder;
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
    public StoreContents verify(StoreCheck check) {
        return verifying(check, _ -> {}, StoreVerifier::run);
    }

    @Override
    public StoreContents repair(StoreRepair repair) {
        return mender.mend(repair, flaws -> verifying(repair, flaws, StoreVerifier::run));
    }

    @Override
    public void repairIndexes(int table, StoreRepair repair) {
        var _ = mender.mend(repair, flaws -> verifying(repair, flaws, verifier -> verifier.runIndexes(table)));
    }

    private <T> T verifying(StoreCheck check, Consumer<Flaw> flaws, Function<StoreVerifier, T> work) {
        return rocks.gate().call(() -> work.apply(new StoreVerifier(then, folder, check, flaws)));
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
