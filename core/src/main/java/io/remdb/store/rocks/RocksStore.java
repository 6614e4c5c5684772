package io.remdb.store.rocks;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig;
import io.remdb.store.IndexStore;
import io.remdb.store.LogStore;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.TableDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The store on RocksDB. One process has a folder open at a time. */
public final class RocksStore implements Store {
    /** The most bytes that a key, an indexed text or a relation type may have; see {@link #fits}. */
    public static final int LONGEST_TEXT_BYTES = TextCodec.LONGEST_TEXT;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final RocksHandle rocks;
    private final UUID databaseId;
    private final StoreState state;
    private final Syncer syncer;
    private final Housekeeper housekeeper;
    private final RecordStore records;
    private final IndexStore indexes;
    private final LogStore log;

    private RocksStore(RocksHandle rocks, UUID databaseId, RemConfig config, InstantSource clock) {
        this.rocks = rocks;
        this.databaseId = databaseId;
        state = StoreState.load(rocks);
        syncer = new Syncer(rocks, state, config.wal().sync());
        LogTrimmer trimmer = new LogTrimmer(rocks, state, config.wal(), clock);
        Listeners listeners = new Listeners();
        ReceiptBook receipts = new ReceiptBook(rocks);
        CommitPath commits = new CommitPath(rocks, state, syncer, trimmer, listeners, clock, receipts);
        records = new RocksRecords(rocks, state, commits, receipts);
        indexes = new RocksIndexes(rocks);
        log = new RocksLog(rocks, state, trimmer, listeners);
        housekeeper = new Housekeeper(
                rocks.gate(), syncer, trimmer, Duration.ofMillis(config.wal().syncIntervalMs()));
    }

    /**
     * Opens a store.
     *
     * @param folder of RocksDB's files, and of nothing else
     * @throws io.remdb.RemException NOT_A_DATABASE, UNKNOWN_FORMAT, LOCKED, CORRUPTED or IO_ERROR
     */
    public static RocksStore open(Path folder, Creation creation, RemConfig config) {
        return open(folder, creation, config, InstantSource.system());
    }

    /** The same with another clock. */
    static RocksStore open(Path folder, Creation creation, RemConfig config, InstantSource clock) {
        return start(StoreOpener.open(folder, creation, config), creation, config, clock);
    }

    /** A store that is gone when it is closed. */
    public static RocksStore openInMemory(RemConfig config) {
        return start(StoreOpener.openInMemory(config), Creation.IF_MISSING, config, InstantSource.system());
    }

    private static RocksStore start(RocksHandle rocks, Creation creation, RemConfig config, InstantSource clock) {
        RocksStore store;
        try {
            store = new RocksStore(rocks, StoreOpener.identify(rocks, creation), config, clock);
        } catch (RuntimeException e) {
            rocks.close();
            throw e;
        }
        store.housekeeper.start();
        return store;
    }

    /** Whether a text can be a key, an indexed value or a relation type: its encoded form has a limit. */
    public static boolean fits(String text) {
        return TextCodec.fits(text);
    }

    /** A random id that the database was given when it was created. */
    public UUID databaseId() {
        return databaseId;
    }

    @Override
    public StoreCapabilities capabilities() {
        return new StoreCapabilities(EnumSet.allOf(Capability.class));
    }

    @Override
    public int formatVersion() {
        return Meta.FORMAT_VERSION;
    }

    @Override
    public List<TableDefinition> tables() {
        int pass = rocks.gate().enter();
        try {
            return state.definitions();
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public int highestTableNumber() {
        return state.highestTable();
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
    public LogStore log() {
        return log;
    }

    @Override
    public void sync() {
        int pass = rocks.gate().enter();
        try {
            syncer.sync();
        } finally {
            rocks.gate().leave(pass);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            housekeeper.stop();
            rocks.close();
        }
    }
}
